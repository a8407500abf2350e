//! The player: the engine with a set in it, and the place in the set.

mod act;
mod events;
mod health;
mod jumps;
mod look_ahead;
mod mix;
mod status;

use std::num::NonZeroUsize;

use attacca_engine::{
    EngineEvent, EngineSettings, JumpId, MultiTrackEngine, Renderer, SongId, SongSource,
    StemLocation, StemMix, StemSource, TransportState,
    cache::CacheReport,
    control::{SongPhase, Telemetry},
    error::EngineError,
};
use attacca_session::{Setlist, Song, Stem};
use crossbeam_channel::Receiver;

pub use act::{Change, PlayerError};
pub use status::Glance;

use crate::{bus::NamedBuses, cursor::Cursor, notice::RepeatFilter, transition::Transition};

/// The engine with a set in it, and the place in the set.
///
/// Invariant: `ids` and `transitions` have one entry for each song of `setlist`, in its order.
#[derive(Debug)]
pub struct Player {
    engine: MultiTrackEngine,
    setlist: Setlist,
    ids: Vec<SongId>,
    /// How the set goes on at the end of each song.
    transitions: Vec<Transition>,
    /// The jump that carries that out for the current song.
    transition: Option<JumpId>,
    /// The jumps that the user armed and that have neither happened nor been cancelled.
    user_jumps: Vec<jumps::UserJump>,
    cursor: Cursor,
    buses: NamedBuses,
    /// What was asked for last, which the transport may not have come to yet.
    wants_to_play: bool,
    /// True when the next song begins by itself after the last one ended.
    goes_on_alone: bool,
    /// Where the last seek goes.
    last_target: Option<act::Target>,
    /// The song that was last said to be there.
    announced: Option<usize>,
    /// What the transport was last said to do.
    announced_state: TransportState,
    repeats: RepeatFilter<events::Trouble>,
    /// The main bus's peaks that glances have seen since the last status.
    held_peak: [f32; 2],
}

impl Player {
    /// An engine with the songs of `setlist`, located `from_seconds` into the first one; stopped.
    /// All songs are being armed, the first ones first.
    ///
    /// The renderer is for an [`Output`](crate::Output).
    ///
    /// # Errors
    /// When the system refuses the engine's threads.
    pub fn new(
        setlist: Setlist,
        settings: EngineSettings,
        from_seconds: f64,
    ) -> Result<(Player, Renderer), EngineError> {
        let from = settings.engine_rate.position_at(from_seconds);
        let (engine, renderer) = MultiTrackEngine::new(settings)?;
        let ids: Vec<SongId> =
            setlist.songs().iter().map(|song| engine.add_song(source_of(song))).collect();
        engine.set_setlist(&ids);
        let count = NonZeroUsize::new(setlist.songs().len()).unwrap_or(NonZeroUsize::MIN);
        let mut player = Player {
            engine,
            transitions: vec![Transition::default(); setlist.songs().len()],
            transition: None,
            user_jumps: Vec::new(),
            setlist,
            ids,
            cursor: Cursor::new(count),
            buses: NamedBuses::new(),
            wants_to_play: false,
            goes_on_alone: false,
            last_target: None,
            announced: None,
            announced_state: TransportState::Stopped,
            repeats: RepeatFilter::default(),
            held_peak: [0.0; 2],
        };
        player.go_to(0, from);
        Ok((player, renderer))
    }

    /// The set.
    pub fn setlist(&self) -> &Setlist {
        &self.setlist
    }

    /// Index of the current song: the one that was asked for last.
    pub fn current(&self) -> usize {
        self.cursor.current()
    }

    /// True when it plays, or will as soon as it can.
    pub fn wants_to_play(&self) -> bool {
        self.wants_to_play
    }

    /// Lets the set run through: after a song's end the next one begins by itself. For when nobody
    /// is there to start it.
    pub fn go_on_alone(&mut self) {
        self.goes_on_alone = true;
    }

    /// What happens in the engine: pass each event to [`Player::take_in`].
    pub fn events(&self) -> Receiver<EngineEvent> {
        self.engine.events()
    }

    /// How the engine is.
    pub fn telemetry(&self) -> Telemetry {
        self.engine.telemetry()
    }

    /// The song of the set that the engine calls so.
    pub fn song_of(&self, id: SongId) -> Option<&Song> {
        self.setlist.songs().get(self.index_of(id)?)
    }

    /// What is in the cache, and why; `None` without one.
    pub fn cache_report(&self) -> Option<CacheReport> {
        self.engine.cache_report()
    }

    fn current_song(&self) -> &Song {
        &self.setlist.songs()[self.current()]
    }

    fn current_id(&self) -> SongId {
        self.ids[self.current()]
    }

    fn index_of(&self, id: SongId) -> Option<usize> {
        self.ids.iter().position(|other| *other == id)
    }

    /// True when it is known that none of the song's files can be played.
    fn has_failed(&self, index: usize) -> bool {
        self.engine.song(self.ids[index]).phase == SongPhase::Failed
    }

    /// The song after the current one, passing over those that are known to be unplayable.
    fn next_playable(&self) -> Option<usize> {
        (self.current() + 1..self.cursor.count()).find(|index| !self.has_failed(*index))
    }
}

/// How a stem is mixed before anybody has mixed it.
pub fn first_mix(stem: &Stem) -> StemMix {
    StemMix { is_muted: stem.is_muted_at_first, ..StemMix::default() }
}

/// Where a stem's sound is, as the engine takes it.
pub fn location_of(stem: &Stem) -> StemLocation {
    StemLocation { path: stem.path.clone(), track: stem.track }
}

fn source_of(song: &Song) -> SongSource {
    let source = |stem: &Stem| StemSource { location: location_of(stem), mix: first_mix(stem) };
    SongSource { stems: song.stems().iter().map(source).collect() }
}

#[cfg(test)]
mod tests;
