//! What playing takes of the machine, steadily and under a storm of seeks and jumps, with callbacks
//! of 512 frames.

use std::{
    thread,
    time::{Duration, Instant},
};

use attacca_units::FramePos;
use serde::Serialize;

use super::{
    BenchError,
    machine::{process_time, thread_time},
    material::Material,
    memory::{self, MemoryWatch, mib},
    percentiles::Percentiles,
    random::Random,
    rig::Rig,
};

/// Frames of a callback: 11 ms at 48 kHz.
pub(crate) const BLOCK_FRAMES: usize = 512;

/// From one seek or jump to the next, in milliseconds.
const ACTION_INTERVAL_MS: (u64, u64) = (50, 500);

/// One action of so many is a jump to the other song; the others are seeks.
const JUMP_EVERY: u64 = 5;

/// How long the load lasts.
#[derive(Debug, Clone, Copy)]
pub(crate) struct LoadPlan {
    /// Playing and nothing else.
    pub(crate) steady: Duration,
    /// Playing with seeks and jumps.
    pub(crate) storm: Duration,
}

impl LoadPlan {
    pub(crate) fn seconds(self) -> u64 {
        (self.steady + self.storm).as_secs()
    }
}

/// What playing took.
#[derive(Debug, Serialize)]
pub(crate) struct LoadReport {
    /// Stretches for which frames were not there in time.
    pub(crate) underruns: u64,
    /// Callbacks that ended after the next one was due.
    pub(crate) late_callbacks: u64,
    /// Times that the device would have run dry.
    pub(crate) xruns: u64,
    /// Blocks in which stems were not at the same frame.
    pub(crate) unsynchronised_blocks: u64,
    /// Percent of one core, of the whole process without the bench itself, while it plays.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) cpu_percent_of_core: Option<f64>,
    /// The same in the storm.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) storm_cpu_percent_of_core: Option<f64>,
    /// Peak of anonymous memory, less what there was before the engine was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) memory_anonymous_mib: Option<f64>,
    /// Look-ahead at the end, in seconds: what the machine lost of its own time lengthens it, and with
    /// it what memory takes.
    pub(crate) window_seconds: f64,
    /// Peak of all memory of the process, the program itself and the bench included.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) memory_peak_mib: Option<f64>,
    /// Processor time of a callback.
    pub(crate) callback_us: Percentiles,
    /// From a seek or jump to its first block.
    pub(crate) storm_action_ms: Percentiles,
    /// How long the storm lasted.
    pub(crate) storm_seconds: u64,
    /// Whether the audio thread had real-time priority.
    pub(crate) realtime: String,
}

impl LoadReport {
    /// Without what a load beside busy loops can't tell: their processor time is the process's,
    /// and the memory that the load before has left is taken again.
    pub(crate) fn without_shared_figures(self) -> LoadReport {
        LoadReport {
            cpu_percent_of_core: None,
            storm_cpu_percent_of_core: None,
            memory_anonymous_mib: None,
            memory_peak_mib: None,
            ..self
        }
    }
}

/// Plays steadily, then with seeks and jumps.
pub(crate) fn measure(material: &Material, plan: LoadPlan) -> Result<LoadReport, BenchError> {
    let memory_before = memory::anonymous_bytes();
    let watch = MemoryWatch::start()?;
    let begin = Instant::now();
    let rig = Rig::start(material, BLOCK_FRAMES)?;
    rig.time_to_sound(|engine| engine.play_song(rig.songs[0], FramePos::ZERO))?;
    for &song in &rig.songs {
        rig.arm(song)?;
    }
    rig.wait_idle()?;
    rig.check_length()?;

    let (_, steady_cpu) = processor_share(|| thread::sleep(plan.steady));
    let (actions, storm_cpu) = processor_share(|| storm(&rig, plan.storm));
    let actions = actions?;

    let telemetry = rig.telemetry();
    let realtime = rig.priority().to_string();
    let callbacks = rig.stop();
    let watched = watch.stop();
    let watch_cpu = percent(watched.own_time, begin.elapsed());
    let memory = watched.peak.zip(memory_before).map(|(peak, before)| peak.saturating_sub(before));
    Ok(LoadReport {
        underruns: telemetry.transport.underruns,
        late_callbacks: telemetry.callbacks.late_callbacks,
        xruns: telemetry.callbacks.xruns,
        unsynchronised_blocks: telemetry.transport.unsynchronised_blocks,
        cpu_percent_of_core: Some(rounded(steady_cpu - watch_cpu)),
        storm_cpu_percent_of_core: Some(rounded(storm_cpu - watch_cpu)),
        memory_anonymous_mib: memory.map(mib),
        window_seconds: rounded(telemetry.look_ahead.window_seconds),
        memory_peak_mib: memory::peak_resident_bytes().map(mib),
        callback_us: Percentiles::in_us(callbacks),
        storm_action_ms: Percentiles::in_ms(actions),
        storm_seconds: plan.storm.as_secs(),
        realtime,
    })
}

/// Seeks and jumps for `duration`; how long each took to be heard.
fn storm(rig: &Rig, duration: Duration) -> Result<Vec<Duration>, BenchError> {
    let mut random = Random::new(3);
    let mut current = 0;
    let mut latencies = Vec::with_capacity(duration.as_secs() as usize * 20);
    let last_position = rig.last_position();
    let begin = Instant::now();
    while begin.elapsed() < duration {
        let called = Instant::now();
        if random.between(0, JUMP_EVERY) == 0 {
            current = 1 - current;
        }
        let (song, target) = (rig.songs[current], random.position(last_position));
        latencies.push(rig.time_to_sound(|engine| engine.play_song(song, target))?);
        let interval = random.duration_ms(ACTION_INTERVAL_MS.0, ACTION_INTERVAL_MS.1);
        thread::sleep(interval.saturating_sub(called.elapsed()));
    }
    Ok(latencies)
}

/// What `work` gives, and the percent of one core that all other threads took meanwhile.
pub(super) fn processor_share<T>(work: impl FnOnce() -> T) -> (T, f64) {
    let begin = (Instant::now(), process_time(), thread_time());
    let answer = work();
    let own = thread_time() - begin.2;
    let others = (process_time() - begin.1).saturating_sub(own);
    (answer, percent(others, begin.0.elapsed()))
}

fn percent(part: Duration, whole: Duration) -> f64 {
    100.0 * part.as_secs_f64() / whole.as_secs_f64().max(f64::MIN_POSITIVE)
}

/// Two decimals: more would be noise.
fn rounded(value: f64) -> f64 {
    (value.max(0.0) * 100.0).round() / 100.0
}
