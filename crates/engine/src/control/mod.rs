//! MultiTrackEngine: the handle of the caller's threads.
//!
//! Every method returns at once; what it starts is answered by [`EngineEvent`]s and shows in
//! [`Telemetry`].

mod cache;
mod events;
mod health;
mod song;
mod telemetry;

use std::{ops::Range, sync::Arc, time::Instant};

use attacca_units::{FrameCount, FramePos, Gain};
use crossbeam_channel::Receiver;

use crate::{
    error::{EngineError, JumpError},
    loading::{
        loader::{BackgroundChunkLoader, Shared},
        schedule::{AudioLink, Place, Schedule},
    },
    protocol::{
        ActionId, SongId, ThenTransport, TransportSnapshot,
        bus::BusStrips,
        jump::{Jump, JumpId, JumpReport, LAP_VOICES, MAX_ARMED_JUMPS},
        mix::SongMix,
        tone::SharedTone,
    },
    realtime::{
        outgoing::MAX_OUTGOING,
        renderer::{Renderer, RendererParts},
        stats::CallbackStats,
    },
    settings::{
        EVENT_CAPACITY, EngineSettings, LiveSettings, MESSAGE_CAPACITY, SERVICE_INTERVAL,
        SLAB_FRAMES,
    },
};

pub use crate::loading::{change::FileChange, schedule::QuarantineReason};
pub use crate::protocol::{
    bus::{BusChannels, BusId, BusMix, OutputChannel},
    mix::{Meter, StemMix},
};
pub use events::EngineEvent;
pub(crate) use events::log;
pub use health::{Health, HealthReason, HealthState};
pub(crate) use health::{RecentTrouble, TroubleCounts};
pub use song::{PinReport, SongGlance, SongPhase, SongReport, SongSource, StemReport, StemSource};
pub use telemetry::{
    CallbackTelemetry, IndexTelemetry, LoaderTelemetry, LookAheadTelemetry, MemoryTelemetry,
    Telemetry,
};

/// Voices that the audio thread may hold: the current one, a target, those that fade, and those of
/// armed jumps.
const VOICES_HELD: usize = 2 + MAX_OUTGOING + MAX_ARMED_JUMPS * (1 + LAP_VOICES);

/// The engine's handle. Dropping it ends its threads; a renderer that is still called plays what
/// it has and is silent then.
#[derive(Debug)]
pub struct MultiTrackEngine {
    shared: Arc<Shared>,
    buses: Arc<BusStrips>,
    tone: Arc<SharedTone>,
    callback_stats: Arc<CallbackStats>,
    events: Receiver<EngineEvent>,
    _loader: BackgroundChunkLoader,
}

impl MultiTrackEngine {
    /// An engine without songs, and the part of it that an output calls.
    ///
    /// # Errors
    /// When the system refuses a thread.
    pub fn new(settings: EngineSettings) -> Result<(MultiTrackEngine, Renderer), EngineError> {
        let settings = settings.clamped();
        let (messages, messages_out) = rtrb::RingBuffer::new(MESSAGE_CAPACITY);
        let (retired_in, retired) = rtrb::RingBuffer::new(MESSAGE_CAPACITY + VOICES_HELD);
        let (audio_events_in, audio_events) = rtrb::RingBuffer::new(MESSAGE_CAPACITY);
        let initial = TransportSnapshot::initial(Instant::now());
        let (snapshots_in, snapshots) = triple_buffer::triple_buffer(&initial);
        let (events_in, events) = crossbeam_channel::bounded(EVENT_CAPACITY);
        let rate = settings.engine_rate;

        let callback_stats = Arc::<CallbackStats>::default();
        let link =
            AudioLink { messages, retired, snapshots, callback_stats: callback_stats.clone() };
        let schedule = Schedule::new(settings.clone(), link);
        let shared = Arc::new(Shared::new(schedule, events_in.clone(), &settings));
        let buses = Arc::new(BusStrips::new());
        let tone = Arc::<SharedTone>::default();
        let renderer = Renderer::new(RendererParts {
            engine_rate: rate,
            declick: settings.declick(),
            gain_ramp_frames: settings.gain_ramp_frames(),
            longest_start_lead: FrameCount((settings.delivered_slabs() - 1) * SLAB_FRAMES as u64),
            messages: messages_out,
            events: audio_events_in,
            retired: retired_in,
            snapshots: snapshots_in,
            buses: buses.clone(),
            tone: tone.clone(),
            callback_stats: callback_stats.clone(),
            keep_alive: shared.clone(),
        });
        let drain = events::drain(audio_events, events_in, rate);
        let loader = BackgroundChunkLoader::start(shared.clone(), drain)
            .map_err(EngineError::StartThread)?;
        let engine =
            MultiTrackEngine { shared, buses, tone, callback_stats, events, _loader: loader };
        Ok((engine, renderer))
    }

    /// The settings that hold now, within their limits.
    pub fn settings(&self) -> EngineSettings {
        self.shared.with(|schedule| schedule.settings().clone())
    }

    /// Does as `live` says from now on, also while playing; returns what holds, which is within the
    /// limits of each setting. What plays is not interrupted by any change.
    pub fn set_settings(&self, live: LiveSettings) -> LiveSettings {
        let live = live.clamped();
        if let Some(cache) = &self.shared.cache {
            cache.set_live(&live);
        }
        let system = self.shared.memory_probe.look();
        self.shared.with(|schedule| schedule.set_live(live, system));
        live
    }

    /// Says what others in this program hold for songs now, in bytes, as while they are analysed: it is
    /// taken from the engine's budget.
    pub fn set_guest_bytes(&self, bytes: usize) {
        self.shared.with(|schedule| schedule.set_guest_bytes(bytes));
    }

    /// Makes a song known by its paths; nothing is read yet.
    pub fn add_song(&self, song: SongSource) -> SongId {
        self.shared.with(|schedule| {
            // Under the lock, so that both count alike.
            if let Some(cache) = &self.shared.cache {
                cache.add_song(&song);
            }
            schedule.add_song(song)
        })
    }

    /// Tells which songs are played, in their order. The engine opens their files in the background
    /// and keeps in memory what each needs to sound in the very next callback, the most wanted first:
    /// the current song (what is sought, else what plays, else the first one), the next one, the one
    /// before, and so on outwards, then the sections of the current song, as far as
    /// [`LiveSettings::memory_budget`] goes. [`EngineEvent::SongArmed`] tells of each song that
    /// is ready, [`MultiTrackEngine::song`] what is kept of it.
    ///
    /// Songs of the set before that are not in this one are let go as by
    /// [`MultiTrackEngine::disarm`].
    pub fn set_setlist(&self, songs: &[SongId]) {
        self.shared.with(|schedule| schedule.set_setlist(songs));
        self.note_cache_wish();
    }

    /// Tells where the sections of a song begin: while it is the current one, seeks there sound in the
    /// very next callback, as far as the memory goes.
    pub fn set_sections(&self, song: SongId, starts: Vec<FramePos>) {
        self.shared.with(|schedule| schedule.set_sections(song, starts));
    }

    /// Keeps a place of a song ready that the set would not: of one that is not in it, or another
    /// place than its start. It goes before all songs of the set but the current one and the next.
    /// Answered by [`EngineEvent::SongArmed`] when there is memory for it.
    pub fn arm(&self, song: SongId, at: FramePos) {
        self.shared.with(|schedule| schedule.arm(song, at));
        self.note_cache_wish();
    }

    /// Lets go of what [`MultiTrackEngine::arm`] keeps. Unless the set keeps it, the song's files are
    /// closed as soon as it is neither heard nor sought; its indexes stay. A stem that failed is tried
    /// again when the song is opened next.
    pub fn disarm(&self, song: SongId) {
        self.shared.with(|schedule| schedule.disarm(song));
        self.note_cache_wish();
    }

    /// What is known of a song now.
    pub fn song(&self, song: SongId) -> SongReport {
        self.shared.with(|schedule| schedule.report(song))
    }

    /// What changes of a song, without what is known of its stems.
    pub fn song_glance(&self, song: SongId) -> SongGlance {
        self.shared.with(|schedule| schedule.glance(song))
    }

    /// Goes to `at` of `song`. While playing, the old audio goes on until the target is complete,
    /// then crossfades; else the transport stays as it is.
    pub fn locate(&self, song: SongId, at: FramePos) -> ActionId {
        self.go_to(song, at, ThenTransport::Keep)
    }

    /// As [`MultiTrackEngine::locate`], and plays.
    pub fn play_song(&self, song: SongId, at: FramePos) -> ActionId {
        self.go_to(song, at, ThenTransport::Play)
    }

    /// As [`MultiTrackEngine::locate`] in the current song; `None` when there is none.
    pub fn seek(&self, at: FramePos) -> Option<ActionId> {
        Some(self.locate(self.current_song()?, at))
    }

    /// Plays from the playhead, at a song's end from its start; `None` without a current song.
    pub fn play(&self) -> Option<ActionId> {
        let song = self.current_song()?;
        let has_ended = self.shared.with(Schedule::has_ended);
        Some(if has_ended {
            self.play_song(song, FramePos::ZERO)
        } else {
            self.shared.with(Schedule::play)
        })
    }

    /// Fades out and stays where it is.
    pub fn pause(&self) -> ActionId {
        self.shared.with(Schedule::pause)
    }

    /// Fades out and goes to the start of the current song; `None` when there is none.
    pub fn stop(&self) -> Option<ActionId> {
        Some(self.go_to(self.current_song()?, FramePos::ZERO, ThenTransport::Stop))
    }

    /// Arms a jump. It happens when the transport plays and its frame comes: the frame is not heard,
    /// in its place the one it goes to is.
    ///
    /// Until then it shows in [`MultiTrackEngine::jumps`]. It is over when
    /// [`EngineEvent::JumpHappened`], [`EngineEvent::JumpMissed`] (the old audio goes on) or
    /// [`EngineEvent::JumpCancelled`] tells so. A seek past its frame cancels it, and so does going to
    /// a song from which neither play nor the other armed jumps lead there. Of jumps at the same
    /// frame, the one armed last happens. The files of the song it goes to are opened if they are
    /// not. Its crossfade is at most
    /// [`MAX_JUMP_CROSSFADE_SECONDS`](crate::settings::MAX_JUMP_CROSSFADE_SECONDS).
    ///
    /// # Errors
    /// When too many are armed, or when the song it goes to can't be played.
    pub fn arm_jump(&self, jump: Jump) -> Result<JumpId, JumpError> {
        self.shared.with(|schedule| schedule.arm_jump(jump))
    }

    /// Arms a loop: a jump from the end of `range` back to its start, which arms itself again each
    /// time it happens. The playhead need not be in it; a seek to behind it cancels it. With a
    /// crossfade, at most as long as the loop, a lap fades out behind `range` while the next fades in.
    ///
    /// # Errors
    /// When the range is shorter than 20 ms, and as with [`MultiTrackEngine::arm_jump`].
    pub fn arm_loop(
        &self,
        song: SongId,
        range: Range<FramePos>,
        crossfade: FrameCount,
    ) -> Result<JumpId, JumpError> {
        self.shared.with(|schedule| schedule.arm_loop(song, range, crossfade))
    }

    /// Cancels a jump, if it has not happened; from a loop, play goes on behind its end. Answered by
    /// [`EngineEvent::JumpCancelled`].
    pub fn cancel_jump(&self, jump: JumpId) {
        self.shared.with(|schedule| schedule.cancel_jump(jump));
    }

    /// The jumps that are armed, in the order in which they were.
    pub fn jumps(&self) -> Vec<JumpReport> {
        self.shared.with(Schedule::jump_reports)
    }

    /// How a stem is mixed now.
    ///
    /// # Panics
    /// When the song has no such stem.
    pub fn stem_mix(&self, song: SongId, stem: usize) -> StemMix {
        self.mix(song).strips[stem].get()
    }

    /// Mixes a stem so from now on; gains glide there, and a change of bus is crossfaded.
    ///
    /// # Panics
    /// When the song has no such stem.
    pub fn set_stem_mix(&self, song: SongId, stem: usize, mix: StemMix) {
        self.mix(song).strips[stem].set(mix);
    }

    /// The factor on all stems of a song, beside their own gains; 1 at first.
    pub fn song_trim(&self, song: SongId) -> Gain {
        self.mix(song).trim()
    }

    /// Sets the factor on all stems of a song, from silence to +12 dB; it glides there.
    pub fn set_song_trim(&self, song: SongId, trim: Gain) {
        self.mix(song).set_trim(trim);
    }

    /// How a bus is mixed now; [`BusMix::initial`] at first.
    pub fn bus_mix(&self, bus: BusId) -> BusMix {
        self.buses.of(bus).get()
    }

    /// Mixes a bus so from now on. Gains glide there, and a change of channels is crossfaded.
    ///
    /// Channels that the output doesn't have are silent: see [`BusChannels`].
    pub fn set_bus(&self, bus: BusId, mix: BusMix) {
        self.buses.set(bus, mix);
    }

    /// Adds a second of 440 Hz at −20 dBFS to a channel of the output, to hear where it goes. Whatever
    /// plays goes on; a tone that sounds begins anew.
    pub fn play_tone(&self, channel: OutputChannel) {
        self.shared.with(|_| self.tone.ask(channel));
    }

    /// Levels of the song's stems, after their gains and the song's trim; peaks are those since the last call.
    pub fn stem_meters(&self, song: SongId) -> Vec<Meter> {
        self.mix(song).strips.iter().map(|strip| strip.level.take()).collect()
    }

    /// Levels of a bus, after its gain; the peaks are those since the last call.
    pub fn bus_meter(&self, bus: BusId) -> Meter {
        self.buses.of(bus).level.take()
    }

    /// How the engine is.
    pub fn telemetry(&self) -> Telemetry {
        let (transport, loader, mut memory, look_ahead, health) = self.shared.with(|schedule| {
            let (transport, look_ahead) = (schedule.snapshot(), schedule.look_ahead_telemetry());
            let (loader, memory) = (schedule.loader_telemetry(), schedule.memory());
            (transport, loader, memory, look_ahead, schedule.health())
        });
        memory.index_bytes = self.shared.catalog.byte_count();
        let callbacks = CallbackTelemetry::of(&self.callback_stats);
        let indexes = self.shared.indexes();
        let cache = self.shared.cache.as_ref().map(|cache| cache.telemetry());
        Telemetry { transport, callbacks, loader, indexes, cache, memory, look_ahead, health }
    }

    /// What happens, in order. Each event goes to one receiver; keep one, and read it: what finds
    /// the queue full is lost.
    pub fn events(&self) -> Receiver<EngineEvent> {
        self.events.clone()
    }

    /// Forgets the frame indexes, as if no file had been seen before. Files that are open keep
    /// theirs.
    pub fn forget_indexes(&self) {
        self.shared.catalog.clear();
    }

    /// Goes to a place without any fade, for an output that cuts exactly.
    pub(crate) fn play_exactly(&self, song: SongId, at: FramePos) -> ActionId {
        let (then, none) = (ThenTransport::Play, FrameCount::ZERO);
        let place = Place { song, at, then, crossfade: none, start_fade: none };
        self.shared.with(|schedule| {
            schedule.be_patient();
            schedule.locate(place)
        })
    }

    /// Waits until loaders have brought something, or have nothing to do.
    pub(crate) fn wait_for_progress(&self) {
        self.shared.wait_for_progress(SERVICE_INTERVAL);
    }

    fn go_to(&self, song: SongId, at: FramePos, then: ThenTransport) -> ActionId {
        self.shared.with(|schedule| {
            let settings = schedule.settings();
            let crossfade = settings.engine_rate.frames_in(settings.live.seek_crossfade_seconds);
            let start_fade = settings.declick();
            schedule.locate(Place { song, at, then, crossfade, start_fade })
        })
    }

    fn current_song(&self) -> Option<SongId> {
        self.shared.with(|schedule| schedule.last_place())
    }

    fn mix(&self, song: SongId) -> Arc<SongMix> {
        self.shared.with(|schedule| schedule.mix(song))
    }
}
