//! An engine that plays to a null device, and a probe that tells when an action is heard.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
    thread,
    time::{Duration, Instant},
};

use attacca_engine::{
    ActionId, EngineEvent, EngineSettings, MultiTrackEngine, SongId, SongSource, TransportState,
    control::{SongPhase, Telemetry},
    output::{BlockSizes, BlockTap, BlockTiming, NullSettings, NullStream, RealtimePriority},
    protocol::BlockReport,
};
use attacca_units::{FrameCount, FramePos, SampleRate};
use crossbeam_channel::{Receiver, Sender, bounded};

use super::{BenchError, machine, material::Material};

/// How long the engine may take for anything: far longer than it ever takes, so that a hang ends
/// the bench and a slow machine does not.
pub(crate) const TIMEOUT: Duration = Duration::from_secs(20);

/// How often the rig looks whether something has happened that no event tells.
const POLL_INTERVAL: Duration = Duration::from_millis(1);

/// What has not changed for so long is done: the index of a six-minute stem takes 30 ms, and when
/// the machine is busy it waits its turn.
const IDLE_TIME: Duration = Duration::from_millis(700);

/// Callbacks whose times are kept: ten minutes of 512 frames are 56,250.
const KEPT_CALLBACKS: usize = 100_000;

/// The stretch at the end of a song where no measurement begins, in seconds: its window would be
/// cut short.
const TAIL_SECONDS: f64 = 4.0;

/// The shortest song to measure with, in seconds: many windows long.
const LEAST_SECONDS: f64 = 20.0;

/// What a rig plays, and how.
pub(crate) struct RigSettings {
    pub(crate) engine: EngineSettings,
    pub(crate) songs: Vec<SongSource>,
    /// Frames of the device's callbacks.
    pub(crate) block_frames: usize,
}

/// An engine with songs, playing to a null device.
pub(crate) struct Rig {
    pub(crate) engine: MultiTrackEngine,
    pub(crate) songs: Vec<SongId>,
    heard: Receiver<Heard>,
    callback_times: Receiver<Vec<u32>>,
    /// Blocks that have begun.
    blocks: Arc<AtomicU64>,
    stream: NullStream,
    rate: SampleRate,
}

/// The first block in which an action is heard.
#[derive(Debug, Clone, Copy)]
struct Heard {
    action: ActionId,
    /// When its last frame was rendered.
    at: Instant,
    /// The block's number, counted from 1.
    block: u64,
}

/// How an action came to be heard.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sound {
    /// From the call to the end of the first callback that renders it.
    pub(crate) latency: Duration,
    /// True when that was the first callback that began after the call.
    pub(crate) is_in_next_callback: bool,
}

impl Rig {
    /// Starts an engine with the material as two songs, which it never saw, and a device of
    /// `block_frames`.
    pub(crate) fn start(material: &Material, block_frames: usize) -> Result<Rig, BenchError> {
        Rig::start_with(RigSettings {
            engine: material.engine_settings(),
            songs: vec![material.source(), material.source()],
            block_frames,
        })
    }

    /// Starts an engine that never saw the songs, and a device.
    pub(crate) fn start_with(settings: RigSettings) -> Result<Rig, BenchError> {
        let RigSettings { engine, songs, block_frames } = settings;
        let rate = engine.engine_rate;
        let (engine, renderer) = MultiTrackEngine::new(engine)?;
        let (probe, heard, callback_times) = Probe::new();
        let blocks = Arc::clone(&probe.blocks);
        let settings =
            NullSettings { block_sizes: BlockSizes::Fixed(block_frames), channel_count: 2 };
        let stream = NullStream::start_with_tap(renderer, &settings, probe)?;
        let songs = songs.into_iter().map(|song| engine.add_song(song)).collect();
        Ok(Rig { engine, songs, heard, callback_times, blocks, stream, rate })
    }

    /// Whether the audio thread goes before ordinary ones.
    pub(crate) fn priority(&self) -> &RealtimePriority {
        self.stream.priority()
    }

    /// How the engine is.
    pub(crate) fn telemetry(&self) -> Telemetry {
        self.engine.telemetry()
    }

    /// How long it takes from the call of `act` until its action is heard.
    pub(crate) fn time_to_sound(
        &self,
        act: impl FnOnce(&MultiTrackEngine) -> ActionId,
    ) -> Result<Duration, BenchError> {
        self.sound_of(act).map(|sound| sound.latency)
    }

    /// How the action of `act` comes to be heard.
    pub(crate) fn sound_of(
        &self,
        act: impl FnOnce(&MultiTrackEngine) -> ActionId,
    ) -> Result<Sound, BenchError> {
        let called = Instant::now();
        let action = act(&self.engine);
        // Relaxed: the number is all there is to read.
        let blocks = self.blocks.load(Relaxed);
        let heard = self.wait_heard(action)?;
        self.drain_events();
        Ok(Sound {
            latency: heard.at.saturating_duration_since(called),
            is_in_next_callback: heard.block <= blocks + 1,
        })
    }

    /// Falls silent where the playhead is.
    pub(crate) fn pause(&self) -> Result<(), BenchError> {
        self.engine.pause();
        self.wait("pause", |telemetry| telemetry.transport.state != TransportState::Playing)
    }

    /// Opens the song's files and pins its start.
    pub(crate) fn arm(&self, song: SongId) -> Result<(), BenchError> {
        self.engine.arm(song, FramePos::ZERO);
        self.wait("arm a song", |_| self.engine.song(song).is_armed)
    }

    /// Closes the song's files; its indexes stay.
    pub(crate) fn close(&self, song: SongId) -> Result<(), BenchError> {
        self.engine.disarm(song);
        self.wait("close a song", |_| self.engine.song(song).phase == SongPhase::Registered)
    }

    /// Waits until all files are indexed, songs are pinned, and windows are full. While a song plays,
    /// its window is filled again from time to time; between two such times it is full.
    pub(crate) fn wait_idle(&self) -> Result<(), BenchError> {
        let begin = Instant::now();
        let mut last_change = begin;
        let mut kept = (0, 0);
        loop {
            let Telemetry { loader, memory, .. } = self.telemetry();
            let keeps = (memory.index_bytes, memory.head_bytes);
            if keeps != kept {
                kept = keeps;
                last_change = Instant::now();
            }
            let is_loading = loader.queued_jobs + loader.running_jobs > 0;
            if !is_loading && last_change.elapsed() >= IDLE_TIME {
                return Ok(());
            }
            if begin.elapsed() > TIMEOUT {
                return Err(BenchError::Timeout { what: "finish loading" });
            }
            self.drain_events();
            thread::sleep(POLL_INTERVAL);
        }
    }

    /// Waits until `condition` holds.
    pub(crate) fn wait(
        &self,
        what: &'static str,
        condition: impl Fn(&Telemetry) -> bool,
    ) -> Result<(), BenchError> {
        let begin = Instant::now();
        while !condition(&self.telemetry()) {
            if begin.elapsed() > TIMEOUT {
                return Err(BenchError::Timeout { what });
            }
            self.drain_events();
            thread::sleep(POLL_INTERVAL);
        }
        Ok(())
    }

    /// The length of the songs; their files must be open.
    pub(crate) fn frame_count(&self) -> FrameCount {
        self.engine.song(self.songs[0]).frame_count.unwrap_or_default()
    }

    /// # Errors
    /// When the song is too short to seek in.
    pub(crate) fn check_length(&self) -> Result<(), BenchError> {
        let seconds = self.rate.seconds(self.frame_count());
        if seconds < LEAST_SECONDS {
            return Err(BenchError::TooShort { seconds, at_least: LEAST_SECONDS });
        }
        Ok(())
    }

    /// Where measurements may begin: from the song's start to a little before its end.
    pub(crate) fn last_position(&self) -> FramePos {
        let end = self.frame_count().from_start();
        FramePos(end.saturating_back(self.rate.frames_in(TAIL_SECONDS)).0.max(1))
    }

    /// Stops, and gives the processor time of each callback.
    pub(crate) fn stop(self) -> Vec<Duration> {
        drop(self.stream.stop());
        let nanos = self.callback_times.recv().unwrap_or_default();
        nanos.into_iter().map(|nanos| Duration::from_nanos(nanos.into())).collect()
    }

    fn wait_heard(&self, action: ActionId) -> Result<Heard, BenchError> {
        let deadline = Instant::now() + TIMEOUT;
        loop {
            let heard = self
                .heard
                .recv_deadline(deadline)
                .map_err(|_| BenchError::Timeout { what: "sound" })?;
            if heard.action >= action {
                return Ok(heard);
            }
        }
    }

    /// Events would fill their channel; broken stems are worth a word.
    fn drain_events(&self) {
        for event in self.engine.events().try_iter() {
            if let EngineEvent::StemFailed { path, error, .. } = event {
                super::say(&format!("{} is silent: {error}", path.display()));
            }
        }
    }
}

/// Looks at every block on the audio thread.
struct Probe {
    heard: Sender<Heard>,
    last_heard: ActionId,
    blocks: Arc<AtomicU64>,
    began: Duration,
    /// In nanoseconds; small, since the memory is part of what is measured.
    times: Vec<u32>,
    home: Sender<Vec<u32>>,
}

impl Probe {
    fn new() -> (Probe, Receiver<Heard>, Receiver<Vec<u32>>) {
        let (heard, heard_receiver) = bounded(1024);
        let (home, home_receiver) = bounded(1);
        let probe = Probe {
            heard,
            last_heard: ActionId::default(),
            blocks: Arc::default(),
            began: Duration::ZERO,
            times: Vec::with_capacity(KEPT_CALLBACKS),
            home,
        };
        (probe, heard_receiver, home_receiver)
    }
}

impl BlockTap for Probe {
    fn before(&mut self) {
        self.blocks.fetch_add(1, Relaxed);
        self.began = machine::thread_time();
    }

    fn after(&mut self, _block: &[f32], report: BlockReport, timing: BlockTiming) {
        let took = machine::thread_time().saturating_sub(self.began);
        if self.times.len() < KEPT_CALLBACKS {
            self.times.push(u32::try_from(took.as_nanos()).unwrap_or(u32::MAX));
        }
        if report.is_sounding && report.action > self.last_heard {
            self.last_heard = report.action;
            // The rig reads them all while it waits; a thousand more would be its mistake.
            let block = self.blocks.load(Relaxed);
            let _ = self.heard.try_send(Heard { action: report.action, at: timing.end, block });
        }
    }
}

impl Drop for Probe {
    fn drop(&mut self) {
        let _ = self.home.try_send(std::mem::take(&mut self.times));
    }
}
