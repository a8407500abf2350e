//! From a call on the engine's handle to the end of the first callback that renders the new
//! position, with callbacks of 128 frames.

use std::{
    thread,
    time::{Duration, Instant},
};

use attacca_engine::{ActionId, MultiTrackEngine, SongId};
use attacca_units::FramePos;
use serde::Serialize;

use super::{
    BenchError, cache, material::Material, percentiles::Percentiles, random::Random, rig::Rig, say,
};

/// Frames of a callback: 2.7 ms at 48 kHz, the least that stage computers are run with.
pub(crate) const BLOCK_FRAMES: usize = 128;

/// A seek "in the window" goes this far ahead, in seconds: the window of 1.5 s holds it, and it is
/// beyond what sounds already.
const IN_WINDOW_SECONDS: (f64, f64) = (0.2, 1.0);

/// Lead that must be there before a seek in the window: the furthest one and half a slab.
const IN_WINDOW_LEAD_SECONDS: f64 = 1.1;

/// Between two measurements, in milliseconds: more than the default crossfade of 50 ms. A seek into
/// a crossfade first ends that in 5 ms, which the load's storm of seeks measures too.
pub(crate) const PAUSE_MS: (u64, u64) = (60, 100);

/// How often each latency is measured.
#[derive(Debug, Clone, Copy)]
pub(crate) struct LatencyPlan {
    /// Starts with a fresh engine each.
    pub(crate) first_starts: usize,
    /// Runs of every other one.
    pub(crate) runs: usize,
    /// When this time is over, no further run of a latency begins.
    pub(crate) at_most: Duration,
}

/// Every latency.
#[derive(Debug, Serialize)]
pub(crate) struct Latencies {
    /// Start of a song whose files the engine never saw.
    pub(crate) start_first_time_ms: Percentiles,
    /// Start of a song whose files are indexed and closed.
    pub(crate) start_indexed_ms: Percentiles,
    /// Start of a song that is armed.
    pub(crate) start_armed_ms: Percentiles,
    /// Seek to anywhere in the song that plays.
    pub(crate) seek_uncached_ms: Percentiles,
    /// Seek to a place that is decoded already.
    pub(crate) seek_in_window_ms: Percentiles,
    /// Jump to anywhere in the other song, while one plays; its files are open.
    pub(crate) song_jump_ms: Percentiles,
    /// As `start_indexed_ms`, with nothing in the page cache.
    pub(crate) start_indexed_cold_ms: Percentiles,
    /// As `seek_uncached_ms`, with nothing in the page cache.
    pub(crate) seek_cold_ms: Percentiles,
    /// As `song_jump_ms`, with nothing in the page cache.
    pub(crate) song_jump_cold_ms: Percentiles,
    /// What the cold ones read from storage, in MiB: 0 means that they were warm.
    pub(crate) cold_read_mib: Option<f64>,
    /// Underruns during all of these.
    pub(crate) latency_underruns: u64,
}

impl Latencies {
    pub(crate) fn measure(material: &Material, plan: LatencyPlan) -> Result<Latencies, BenchError> {
        say("starts of files never seen");
        let first = first_time_starts(material, plan)?;
        let mut bench = Bench::start(material, plan)?;
        say("starts");
        let indexed = bench.starts_indexed(Cache::Warm)?;
        let armed = bench.starts_armed()?;
        say("seeks and jumps");
        let uncached = bench.seeks(Cache::Warm)?;
        let in_window = bench.seeks_in_window()?;
        let jumps = bench.jumps(Cache::Warm)?;
        say("the same with a cold disk");
        let read_before = cache::storage_bytes_read();
        let indexed_cold = bench.starts_indexed(Cache::Dropped)?;
        let seeks_cold = bench.seeks(Cache::Dropped)?;
        let jumps_cold = bench.jumps(Cache::Dropped)?;
        let read =
            cache::storage_bytes_read().zip(read_before).map(|(after, before)| after - before);
        Ok(Latencies {
            start_first_time_ms: Percentiles::in_ms(first),
            start_indexed_ms: Percentiles::in_ms(indexed),
            start_armed_ms: Percentiles::in_ms(armed),
            seek_uncached_ms: Percentiles::in_ms(uncached),
            seek_in_window_ms: Percentiles::in_ms(in_window),
            song_jump_ms: Percentiles::in_ms(jumps),
            start_indexed_cold_ms: Percentiles::in_ms(indexed_cold),
            seek_cold_ms: Percentiles::in_ms(seeks_cold),
            song_jump_cold_ms: Percentiles::in_ms(jumps_cold),
            cold_read_mib: read.map(|bytes| bytes as f64 / f64::from(1 << 20)),
            latency_underruns: bench.rig.telemetry().transport.underruns,
        })
    }
}

/// What is in the page cache when a measurement begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cache {
    /// Everything.
    Warm,
    /// Nothing of the stems.
    Dropped,
}

/// Starts of a song with a fresh engine each.
pub(super) fn first_time_starts(
    material: &Material,
    plan: LatencyPlan,
) -> Result<Vec<Duration>, BenchError> {
    let mut random = Random::new(1);
    let begin = Instant::now();
    (0..plan.first_starts)
        .take_while(|_| begin.elapsed() < plan.at_most)
        .map(|_| {
            let rig = Rig::start(material, BLOCK_FRAMES)?;
            thread::sleep(random.duration_ms(10, 20));
            let song = rig.songs[0];
            let latency = rig.time_to_sound(|engine| engine.play_song(song, FramePos::ZERO));
            rig.stop();
            latency
        })
        .collect()
}

/// One engine for all latencies but the first starts.
struct Bench<'a> {
    rig: Rig,
    material: &'a Material,
    plan: LatencyPlan,
    random: Random,
    /// Which of the two songs is the current one.
    current: usize,
    last_position: FramePos,
}

impl<'a> Bench<'a> {
    /// Both songs are open and indexed; the first one is the current one.
    fn start(material: &'a Material, plan: LatencyPlan) -> Result<Bench<'a>, BenchError> {
        let rig = Rig::start(material, BLOCK_FRAMES)?;
        for &song in &rig.songs {
            rig.arm(song)?;
        }
        rig.time_to_sound(|engine| engine.play_song(rig.songs[0], FramePos::ZERO))?;
        rig.wait_idle()?;
        let last_position = rig.last_position();
        Ok(Bench { rig, material, plan, random: Random::new(2), current: 0, last_position })
    }

    fn starts_indexed(&mut self, cache: Cache) -> Result<Vec<Duration>, BenchError> {
        self.repeat(|bench| {
            bench.rig.pause()?;
            let song = bench.switch_song();
            bench.rig.close(song)?;
            bench.prepare(cache)?;
            bench.rig.time_to_sound(|engine| engine.play_song(song, FramePos::ZERO))
        })
    }

    fn starts_armed(&mut self) -> Result<Vec<Duration>, BenchError> {
        self.repeat(|bench| {
            bench.rig.pause()?;
            let song = bench.switch_song();
            bench.rig.arm(song)?;
            bench.prepare(Cache::Warm)?;
            bench.rig.time_to_sound(|engine| engine.play_song(song, FramePos::ZERO))
        })
    }

    fn seeks(&mut self, cache: Cache) -> Result<Vec<Duration>, BenchError> {
        self.play_current()?;
        self.repeat(|bench| {
            bench.prepare(cache)?;
            let (song, target) = (bench.current_song(), bench.random.position(bench.last_position));
            bench.rig.time_to_sound(|engine| engine.locate(song, target))
        })
    }

    fn seeks_in_window(&mut self) -> Result<Vec<Duration>, BenchError> {
        self.play_current()?;
        self.repeat(|bench| {
            bench.stay_off_the_end()?;
            let rate = bench.material.engine_rate;
            let lead = rate.frames_in(IN_WINDOW_LEAD_SECONDS);
            bench.rig.wait("fill a window", |t| t.transport.leads.playing >= lead)?;
            bench.prepare(Cache::Warm)?;
            let (least, most) = IN_WINDOW_SECONDS;
            let ahead = bench.random.between(rate.frames_in(least).0, rate.frames_in(most).0);
            let target = FramePos(bench.rig.telemetry().transport.playhead.0 + ahead);
            let song = bench.current_song();
            bench.rig.time_to_sound(|engine| engine.locate(song, target))
        })
    }

    fn jumps(&mut self, cache: Cache) -> Result<Vec<Duration>, BenchError> {
        self.play_current()?;
        self.repeat(|bench| {
            let song = bench.switch_song();
            bench.rig.arm(song)?;
            bench.prepare(cache)?;
            let target = bench.random.position(bench.last_position);
            bench.rig.time_to_sound(|engine| engine.play_song(song, target))
        })
    }

    fn repeat(
        &mut self,
        mut measure: impl FnMut(&mut Bench<'a>) -> Result<Duration, BenchError>,
    ) -> Result<Vec<Duration>, BenchError> {
        let plan = self.plan;
        let begin = Instant::now();
        (0..plan.runs)
            .take_while(|_| begin.elapsed() < plan.at_most)
            .map(|_| measure(self))
            .collect()
    }

    /// Waits until the crossfade of the seek before is over and a little longer, so that calls fall
    /// anywhere between two callbacks, and empties the page cache if asked for.
    fn prepare(&mut self, cache: Cache) -> Result<(), BenchError> {
        let (least, most) = PAUSE_MS;
        thread::sleep(self.random.duration_ms(least, most));
        if cache == Cache::Dropped {
            cache::drop_from(self.material.paths())?;
        }
        Ok(())
    }

    fn play_current(&mut self) -> Result<(), BenchError> {
        let (song, at) = (self.current_song(), self.random.position(self.last_position));
        self.sound(|engine| engine.play_song(song, at))
    }

    fn stay_off_the_end(&mut self) -> Result<(), BenchError> {
        if self.rig.telemetry().transport.playhead < self.last_position {
            return Ok(());
        }
        let song = self.current_song();
        self.sound(|engine| engine.locate(song, FramePos::ZERO))
    }

    fn sound(&self, act: impl FnOnce(&MultiTrackEngine) -> ActionId) -> Result<(), BenchError> {
        self.rig.time_to_sound(act).map(drop)
    }

    fn current_song(&self) -> SongId {
        self.rig.songs[self.current]
    }

    /// The other song, which is the current one from now on.
    fn switch_song(&mut self) -> SongId {
        self.current = 1 - self.current;
        self.current_song()
    }
}
