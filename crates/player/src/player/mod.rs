//! The player: the engine with a set in it, and the place in the set.

mod act;
mod entries;
mod events;
mod health;
mod jumps;
mod look_ahead;
mod mix;
mod status;

use std::sync::Arc;

use attacca_engine::{
    ActionId, EngineEvent, EngineSettings, JumpId, MultiTrackEngine, Renderer, SongId, SongSource,
    StemLocation, StemMix, StemSource, TransportState,
    cache::CacheReport,
    control::{SongPhase, Telemetry},
    error::EngineError,
};
use attacca_session::{Setlist, Song, Stem};
use crossbeam_channel::Receiver;

pub use act::{Change, PlayerError};
pub use entries::{EntryKey, SetEntry};
pub use jumps::{ArmedJump, ArmedKind};
pub use status::Glance;

use crate::{bus::NamedBuses, cursor::Cursor, notice::RepeatFilter};

/// The engine with a set in it, and the place in the set.
///
/// Invariant: the cursor counts `entries`; no two of them have the same key, nor the same song of the
/// engine.
#[derive(Debug)]
pub struct Player {
    engine: Arc<MultiTrackEngine>,
    /// The set, in its order.
    entries: Vec<entries::Entry>,
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
    /// The last action that the engine was given.
    last_action: Option<ActionId>,
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
        let (mut player, renderer) = Player::without_songs(settings)?;
        let songs = setlist.into_songs().into_iter().zip(0..);
        player.set_entries(songs.map(|(song, key)| SetEntry::new(EntryKey(key), song)).collect());
        player.go_to(0, from);
        Ok((player, renderer))
    }

    /// An engine without songs: [`Player::set_entries`] gives it some.
    ///
    /// # Errors
    /// When the system refuses the engine's threads.
    pub fn without_songs(settings: EngineSettings) -> Result<(Player, Renderer), EngineError> {
        let (engine, renderer) = MultiTrackEngine::new(settings)?;
        let player = Player {
            engine: Arc::new(engine),
            entries: Vec::new(),
            transition: None,
            user_jumps: Vec::new(),
            cursor: Cursor::default(),
            buses: NamedBuses::new(),
            wants_to_play: false,
            goes_on_alone: false,
            last_target: None,
            last_action: None,
            announced: None,
            announced_state: TransportState::Stopped,
            repeats: RepeatFilter::default(),
            held_peak: [0.0; 2],
        };
        Ok((player, renderer))
    }

    /// The songs of the set, in its order.
    pub fn songs(&self) -> impl ExactSizeIterator<Item = &Song> {
        self.entries.iter().map(|entry| &entry.song)
    }

    /// Index of the current song: the one that was asked for last; 0 in an empty set.
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

    /// The engine, to be read: what is told to it beside the player, the player does not know.
    pub fn engine(&self) -> Arc<MultiTrackEngine> {
        Arc::clone(&self.engine)
    }

    /// What is in the cache, and why; `None` without one.
    pub fn cache_report(&self) -> Option<CacheReport> {
        self.engine.cache_report()
    }

    /// The last action that the engine was given, to see in its telemetry when it is heard.
    pub fn last_action(&self) -> Option<ActionId> {
        self.last_action
    }

    fn current_entry(&self) -> Result<&entries::Entry, PlayerError> {
        self.entries.get(self.current()).ok_or(PlayerError::EmptySet)
    }

    fn index_of(&self, id: SongId) -> Option<usize> {
        self.entries.iter().position(|entry| entry.id == id)
    }

    /// True when it is known that none of the song's files can be played.
    fn has_failed(&self, index: usize) -> bool {
        self.engine.song_glance(self.entries[index].id).phase == SongPhase::Failed
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
