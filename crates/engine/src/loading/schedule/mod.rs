//! The schedule: what is loaded next. All loaders share it behind one lock, and hold that only to
//! take a job or to bring one back.
//!
//! It decides, and touches neither file nor sound: jobs are done by the threads of
//! [`crate::loading::loader`], slabs go to the audio thread by its queue. The order is earliest
//! deadline first, and within a window slab by slab, all stems of each.

mod arrivals;
mod budget;
mod cached;
mod changes;
mod delivery;
mod health;
mod jobs;
mod jumps;
mod keep;
mod loaders;
mod look_ahead;
mod mending;
mod needs;
mod patience;
mod pins;
mod pool;
mod quarantine;
mod rest;
mod running;
mod runs;
mod shelf;
mod song;
mod stem;
mod storage;
mod superseded;
mod visit;
mod watch;
mod window;

use std::{
    collections::{BTreeSet, VecDeque},
    sync::Arc,
    time::Instant,
};

use attacca_units::{FrameCount, FramePos};

use crate::{
    control::{EngineEvent, RecentTrouble, SongGlance, SongReport, SongSource},
    loading::{
        schedule::{
            jumps::JumpEntry,
            keep::Keeping,
            look_ahead::LookAhead,
            pool::BlockPool,
            running::RunningJobs,
            song::Song,
            stem::Stem,
            storage::StorageWatch,
            window::{Demand, Role, Window},
        },
        stem::OpenStem,
    },
    protocol::{
        ActionId, SongId, ThenTransport, ToAudio, TransportSnapshot, WindowId, jump::JumpId,
        mix::SongMix,
    },
    realtime::{
        stats::CallbackStats,
        voice::{Voice, VoiceSettings},
    },
    settings::{EngineSettings, SERVICE_INTERVAL},
};

pub(crate) use jobs::{DecodeJob, Decoded, Job, JobDone, Progress};
pub use quarantine::QuarantineReason;
pub(crate) use running::StemRef;
pub(crate) use stem::Closed;

/// Where to go and how.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place {
    pub(crate) song: SongId,
    pub(crate) at: FramePos,
    pub(crate) then: ThenTransport,
    /// Between what sounds and the place.
    pub(crate) crossfade: FrameCount,
    /// Into the place when nothing sounds.
    pub(crate) start_fade: FrameCount,
}

/// The audio thread's ends of what the schedule speaks through.
pub(crate) struct AudioLink {
    pub(crate) messages: rtrb::Producer<ToAudio>,
    pub(crate) retired: rtrb::Consumer<Box<Voice>>,
    pub(crate) snapshots: triple_buffer::Output<TransportSnapshot>,
    pub(crate) callback_stats: Arc<CallbackStats>,
}

pub(crate) struct Schedule {
    settings: EngineSettings,
    songs: Vec<Song>,
    /// Songs in which something is to be done or looked after: the others cost nothing.
    awake: BTreeSet<SongId>,
    keeping: Keeping,
    /// The song whose files are open for the cache.
    visited: Option<SongId>,
    windows: Vec<Window>,
    jumps: Vec<JumpEntry>,
    pool: BlockPool,
    link: AudioLink,
    /// Messages that found no room.
    outbox: VecDeque<ToAudio>,
    snapshot: TransportSnapshot,
    last_action: ActionId,
    last_window: WindowId,
    /// The window of the last locate.
    last_sought: WindowId,
    /// Windows that were let go before the audio thread knew of them, the oldest first.
    superseded: VecDeque<WindowId>,
    last_jump: JumpId,
    /// What happened since the last call of [`Schedule::take_events`].
    events: Vec<EngineEvent>,
    /// Opened files without an index.
    to_index: Vec<Arc<OpenStem>>,
    /// What is to be dropped without the lock: closing a file may take long.
    garbage: Vec<Closed>,
    /// When the lock was taken; less the time for which nobody took it.
    now: Instant,
    /// When the lock was taken.
    locked_at: Instant,
    running: RunningJobs,
    /// Stems whose file failed or hangs, or did and was not heard since.
    troubled: Vec<StemRef>,
    /// It waits for every file as long as it takes.
    is_patient: bool,
    /// Times that a stem was left out.
    n_left_out: u64,
    /// The last of the songs whose files are looked at in turn.
    last_watched: usize,
    decode_errors: u64,
    recent: RecentTrouble,
    look_ahead: LookAhead,
    storage: StorageWatch,
    /// Underruns, and times that a stem was left out, at the last look.
    last_missed: u64,
}

impl Schedule {
    pub(crate) fn new(settings: EngineSettings, mut link: AudioLink) -> Schedule {
        let snapshot = *link.snapshots.read();
        let look_ahead = LookAhead::new(settings.live.pcm_window_seconds);
        let limit_bytes = settings.live.memory_budget.bytes(settings.memory_probe.look(), 0);
        Schedule {
            snapshot,
            now: snapshot.at,
            locked_at: snapshot.at,
            running: RunningJobs::default(),
            troubled: Vec::new(),
            is_patient: false,
            n_left_out: 0,
            last_watched: 0,
            settings,
            songs: Vec::new(),
            awake: BTreeSet::new(),
            keeping: Keeping::within(limit_bytes),
            visited: None,
            windows: Vec::new(),
            jumps: Vec::new(),
            pool: BlockPool::default(),
            link,
            outbox: VecDeque::new(),
            last_action: ActionId::default(),
            last_window: WindowId::default(),
            last_sought: WindowId::default(),
            superseded: VecDeque::new(),
            last_jump: JumpId::default(),
            events: Vec::new(),
            to_index: Vec::new(),
            garbage: Vec::new(),
            decode_errors: 0,
            recent: RecentTrouble::default(),
            look_ahead,
            storage: StorageWatch::default(),
            last_missed: 0,
        }
    }

    /// Says what time it is, to all that is done under the same lock.
    ///
    /// The service thread takes the lock at least each [`SERVICE_INTERVAL`]. Time in which it could not
    /// does not count: a machine that slept, or has no core to spare, must not make its files seem late.
    pub(crate) fn set_time(&mut self, now: Instant) {
        self.now += now.saturating_duration_since(self.locked_at).min(SERVICE_INTERVAL);
        self.locked_at = now;
    }

    pub(crate) fn add_song(&mut self, source: SongSource) -> SongId {
        self.songs.push(Song::new(source));
        SongId(self.songs.len() as u32 - 1)
    }

    /// The settings that hold now.
    pub(crate) fn settings(&self) -> &EngineSettings {
        &self.settings
    }

    pub(crate) fn report(&self, song: SongId) -> SongReport {
        self.song(song).report()
    }

    pub(crate) fn glance(&self, song: SongId) -> SongGlance {
        self.song(song).glance()
    }

    pub(crate) fn mix(&self, song: SongId) -> Arc<SongMix> {
        self.song(song).mix.clone()
    }

    /// What the audio thread said last.
    pub(crate) fn snapshot(&mut self) -> TransportSnapshot {
        self.snapshot = *self.link.snapshots.read();
        // What is there for what has changed, and with it who gets how much.
        self.plan_memory();
        self.snapshot
    }

    /// Sends the transport to a place, whose window is filled before all else.
    pub(crate) fn locate(&mut self, place: Place) -> ActionId {
        self.service();
        self.let_go_of_superseded();
        self.last_window.0 += 1;
        let window = Window::new(self.last_window, place.song, place.at);
        let action = self.next_action();
        self.last_sought = window.id;
        let settings = VoiceSettings {
            action: Some(action),
            start_fade: place.start_fade,
            ..self.voice_settings(place.song, place.at)
        };
        let song = self.song_mut(place.song);
        song.is_kept = true;
        let voice = Box::new(Voice::new(settings, song.mix.clone()));
        self.send(ToAudio::Locate { voice, then: place.then, crossfade: place.crossfade });
        self.windows.push(window);
        self.awake.insert(place.song);
        self.plan_memory();
        self.evict();
        self.fit_windows(place.song);
        self.deliver();
        action
    }

    /// Of a voice for the last window.
    fn voice_settings(&self, song: SongId, start: FramePos) -> VoiceSettings {
        VoiceSettings {
            window: self.last_window,
            song,
            action: None,
            start,
            // The audio thread may be a block ahead of what it said last.
            slab_count: self.settings.delivered_slabs() as usize + 2,
            declick: self.settings.declick(),
            start_fade: self.settings.declick(),
            gain_ramp_frames: self.settings.gain_ramp_frames(),
        }
    }

    pub(crate) fn play(&mut self) -> ActionId {
        let action = self.next_action();
        self.send(ToAudio::Play { action });
        action
    }

    pub(crate) fn pause(&mut self) -> ActionId {
        let action = self.next_action();
        self.send(ToAudio::Pause { action });
        action
    }

    /// The place that the last locate went to, whether it is heard or not.
    pub(crate) fn last_place(&self) -> Option<SongId> {
        let sought = self.windows.iter().find(|window| Some(window.id) == self.sought());
        sought.map(|window| window.song).or(self.snapshot.song)
    }

    /// Brings everything in line with what the audio thread said last: sends what is ready, frees
    /// what came home, drops what is past.
    ///
    /// Call it at least once in a third of a window.
    pub(crate) fn service(&mut self) {
        let snapshot = self.snapshot();
        self.take_home();
        self.windows.retain(|window| {
            let is_target = snapshot.target_window == Some(window.id);
            is_target
                || window.role(&snapshot, None).is_some()
                || window.id > snapshot.newest_window
        });
        self.find_heard_windows();
        self.plan_memory();
        let window_slabs = self.window_slabs();
        for (at, role) in self.active_windows() {
            self.windows[at].advance(role, &snapshot, window_slabs);
        }
        self.note_counters();
        self.flush();
        self.watch_files();
        self.deliver();
        self.close_unused();
        self.close_stale();
        self.evict();
        self.watch_lead();
        self.say_armed();
        self.say_jumps_armed();
        self.let_sleep();
    }

    /// What happened, in order; the caller passes it on without the lock.
    pub(crate) fn take_events(&mut self) -> Vec<EngineEvent> {
        std::mem::take(&mut self.events)
    }

    /// Files whose index is to be built.
    pub(crate) fn take_unindexed(&mut self) -> Vec<Arc<OpenStem>> {
        std::mem::take(&mut self.to_index)
    }

    /// Files and lanes for the caller to drop without the lock.
    pub(crate) fn take_garbage(&mut self) -> Vec<Closed> {
        std::mem::take(&mut self.garbage)
    }

    /// True while loaders work: other work waits.
    pub(crate) fn is_busy(&self) -> bool {
        self.running.count() > 0
    }

    fn song(&self, song: SongId) -> &Song {
        &self.songs[song.0 as usize]
    }

    /// The song, to do something in it: it is looked after from now on.
    fn song_mut(&mut self, song: SongId) -> &mut Song {
        self.awake.insert(song);
        &mut self.songs[song.0 as usize]
    }

    fn stem(&self, stem: StemRef) -> &Stem {
        &self.song(stem.song).stems[stem.stem]
    }

    fn stem_mut(&mut self, stem: StemRef) -> &mut Stem {
        &mut self.song_mut(stem.song).stems[stem.stem]
    }

    fn next_action(&mut self) -> ActionId {
        self.last_action.0 += 1;
        self.last_action
    }

    /// The window of the last locate, if it is not heard yet.
    fn sought(&self) -> Option<WindowId> {
        let (id, snapshot) = (self.last_sought, &self.snapshot);
        let is_on_its_way = id > snapshot.newest_window || snapshot.target_window == Some(id);
        let is_known = self.windows.iter().any(|window| window.id == id);
        (is_on_its_way && is_known).then_some(id)
    }

    /// The windows that want slabs, and what for; what is sought first, then what plays.
    fn active_windows(&self) -> Vec<(usize, Role)> {
        let sought = self.sought();
        let windows = self.windows.iter().enumerate();
        let mut active: Vec<_> = windows
            .filter_map(|(at, window)| Some((at, window.role(&self.snapshot, sought)?)))
            .collect();
        active.sort_by_key(|(_, role)| role.rank());
        active
    }

    fn demands(&self) -> Vec<(usize, Demand)> {
        let window_slabs = self.window_slabs();
        self.active_windows()
            .into_iter()
            .filter_map(|(at, role)| {
                let window = &self.windows[at];
                let slab_count = self.song(window.song).slab_count()?;
                Some((at, window.demand(role, &self.snapshot, window_slabs, slab_count)))
            })
            .collect()
    }
}
