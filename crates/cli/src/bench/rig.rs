//! An engine that plays to a null device, and a probe that tells when an action is heard.

use std::{
    thread,
    time::{Duration, Instant},
};

use attacca_engine::{
    ActionId, EngineEvent, EngineSettings, MultiTrackEngine, SongId, TransportState,
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

/// An engine with two songs of the same files, playing to a null device.
pub(crate) struct Rig {
    pub(crate) engine: MultiTrackEngine,
    pub(crate) songs: [SongId; 2],
    heard: Receiver<Heard>,
    callback_times: Receiver<Vec<u32>>,
    stream: NullStream,
    rate: SampleRate,
}

/// The first block in which an action is heard.
struct Heard {
    action: ActionId,
    /// When its last frame was rendered.
    at: Instant,
}

impl Rig {
    /// Starts an engine that never saw the songs, and a device of `block_frames`.
    pub(crate) fn start(material: &Material, block_frames: usize) -> Result<Rig, BenchError> {
        let rate = material.engine_rate;
        let (engine, renderer) = MultiTrackEngine::new(EngineSettings::new(rate))?;
        let (probe, heard, callback_times) = Probe::new();
        let settings =
            NullSettings { block_sizes: BlockSizes::Fixed(block_frames), channel_count: 2 };
        let stream = NullStream::start_with_tap(renderer, &settings, probe)?;
        let songs = [engine.add_song(material.source()), engine.add_song(material.source())];
        Ok(Rig { engine, songs, heard, callback_times, stream, rate })
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
        let called = Instant::now();
        let action = act(&self.engine);
        let heard = self.wait_heard(action)?;
        self.drain_events();
        Ok(heard.saturating_duration_since(called))
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

    /// Waits until nothing is left to do: windows are full and all files are indexed.
    pub(crate) fn wait_idle(&self) -> Result<(), BenchError> {
        let mut last_change = Instant::now();
        let mut index_bytes = 0;
        let begin = Instant::now();
        while last_change.elapsed() < IDLE_TIME {
            if begin.elapsed() > TIMEOUT {
                return Err(BenchError::Timeout { what: "finish loading" });
            }
            let telemetry = self.telemetry();
            let is_loading = telemetry.loader.queued_jobs + telemetry.loader.running_jobs > 0;
            if is_loading || telemetry.memory.index_bytes != index_bytes {
                last_change = Instant::now();
                index_bytes = telemetry.memory.index_bytes;
            }
            self.drain_events();
            thread::sleep(POLL_INTERVAL);
        }
        Ok(())
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

    fn wait_heard(&self, action: ActionId) -> Result<Instant, BenchError> {
        let deadline = Instant::now() + TIMEOUT;
        loop {
            let heard = self
                .heard
                .recv_deadline(deadline)
                .map_err(|_| BenchError::Timeout { what: "sound" })?;
            if heard.action >= action {
                return Ok(heard.at);
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
            began: Duration::ZERO,
            times: Vec::with_capacity(KEPT_CALLBACKS),
            home,
        };
        (probe, heard_receiver, home_receiver)
    }
}

impl BlockTap for Probe {
    fn before(&mut self) {
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
            let _ = self.heard.try_send(Heard { action: report.action, at: timing.end });
        }
    }
}

impl Drop for Probe {
    fn drop(&mut self) {
        let _ = self.home.try_send(std::mem::take(&mut self.times));
    }
}
