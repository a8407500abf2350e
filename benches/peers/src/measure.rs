//! Measures one contender, in a process of its own, so that memory and processor time are its own.

use std::{
    path::PathBuf,
    thread,
    time::{Duration, Instant},
};

use crate::{
    calls::{Call, Outcome},
    contenders::{Contender, ContenderError, Entry},
    device::{Device, DeviceSettings, SAMPLE_RATE},
    figures::{Arrivals, Callbacks, Figures, Load, Steadiness},
    heard::{self, Continuity},
    positions,
    random::Random,
    spread::rounded,
    system,
};

/// Callbacks of latencies: 2.7 ms, the least that stage computers are run with.
const LATENCY_BLOCK_FRAMES: usize = 128;

/// Callbacks of the load: 10.7 ms, what most devices choose.
const LOAD_BLOCK_FRAMES: usize = 512;

/// From one seek to the next: the slowest contender takes 350 ms, and then has to be in step for a while.
const SEEK_INTERVAL: Duration = Duration::from_millis(600);

/// How long a start may take.
const START_TIME: Duration = Duration::from_millis(500);

/// Playing before the load is measured: what is filled or indexed after the start is done then.
const SETTLING_TIME: Duration = Duration::from_secs(3);

/// From one look at the memory to the next.
const MEMORY_INTERVAL: Duration = Duration::from_millis(20);

/// How much is measured.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Plan {
    /// Starts of each kind.
    pub(crate) starts: usize,
    /// Seeks.
    pub(crate) seeks: usize,
    /// How long the load lasts, for each of both songs.
    pub(crate) load: Duration,
}

impl Plan {
    /// A minute and a half for each contender.
    pub(crate) const FULL: Plan = Plan { starts: 20, seeks: 60, load: Duration::from_secs(12) };

    /// Fifteen seconds for each contender.
    pub(crate) const QUICK: Plan = Plan { starts: 4, seeks: 8, load: Duration::from_secs(2) };
}

/// The two songs.
#[derive(Debug, Clone)]
pub(crate) struct Songs {
    /// Stems of music, of any length.
    pub(crate) music: Vec<PathBuf>,
    /// Those of [`positions`].
    pub(crate) positions: Vec<PathBuf>,
}

/// Measures everything of `contender`.
///
/// # Errors
/// When it refuses to play.
pub(crate) fn figures(
    contender: Contender,
    songs: &Songs,
    plan: Plan,
) -> Result<Figures, ContenderError> {
    // First, while the process holds nothing else: its memory is measured.
    let load = load(contender, songs, plan)?;
    let steadiness = steadiness(contender, songs, plan)?;
    let start_unopened = starts(contender, songs, plan, |_| Ok(()))?;
    let start_prepared = starts(contender, songs, plan, |entry| entry.player.prepare())?;
    let (seek, seek_callbacks) = seeks(contender, songs, plan)?;
    Ok(Figures { start_unopened, start_prepared, seek, seek_callbacks, load, steadiness })
}

fn load(contender: Contender, songs: &Songs, plan: Plan) -> Result<Load, ContenderError> {
    let before = system::anonymous_bytes();
    let Entry { mut player, render } = contender.enter(songs.music.clone())?;
    let device = Device::start(render, silent_tape(LOAD_BLOCK_FRAMES))?;
    player.prepare()?;
    player.play()?;
    let settling_peak = wait_and_watch(SETTLING_TIME);
    let begin = (Instant::now(), system::process_time(), system::thread_time());
    let peak = settling_peak.max(wait_and_watch(plan.load));
    let elapsed = begin.0.elapsed();
    let own = system::thread_time().saturating_sub(begin.2);
    let time = system::process_time().saturating_sub(begin.1).saturating_sub(own);
    let tape = device.stop();
    let memory = peak.zip(before).map(|(peak, before)| peak.saturating_sub(before));
    Ok(Load {
        cpu_percent: rounded(100.0 * time.as_secs_f64() / elapsed.as_secs_f64()),
        memory_mib: memory.map(|bytes| rounded(bytes as f64 / f64::from(1 << 20))),
        callbacks: Callbacks::of(&tape),
        is_realtime: tape.is_realtime,
    })
}

/// Waits, and gives the most memory that was taken meanwhile.
fn wait_and_watch(time: Duration) -> Option<u64> {
    let begin = Instant::now();
    let mut peak = None;
    while begin.elapsed() < time {
        peak = peak.max(system::anonymous_bytes());
        thread::sleep(MEMORY_INTERVAL);
    }
    peak
}

fn steadiness(
    contender: Contender,
    songs: &Songs,
    plan: Plan,
) -> Result<Steadiness, ContenderError> {
    let Entry { mut player, render } = contender.enter(songs.positions.clone())?;
    let device = Device::start(render, tape_of(LOAD_BLOCK_FRAMES, plan.load + START_TIME * 2))?;
    player.prepare()?;
    player.play()?;
    thread::sleep(plan.load);
    let heard = heard::listen(&device.stop().samples, songs.positions.len());
    let arrival = heard::arrival(&heard, 0)
        .ok_or_else(|| ContenderError::Refused("the stems never came together".to_owned()))?;
    let Continuity { frames, out_of_step_frames, holes } = heard::continuity(&heard[arrival.at..]);
    let percent = 100.0 * out_of_step_frames as f64 / frames.max(1) as f64;
    Ok(Steadiness { holes, out_of_step_percent: rounded(percent) })
}

/// Starts again and again, each time with a new player and a new device.
fn starts(
    contender: Contender,
    songs: &Songs,
    plan: Plan,
    prepare: impl Fn(&mut Entry) -> Result<(), ContenderError>,
) -> Result<Arrivals, ContenderError> {
    let mut random = Random::new(1);
    let mut calls = Vec::with_capacity(plan.starts);
    for _ in 0..plan.starts {
        let mut entry = contender.enter(songs.positions.clone())?;
        prepare(&mut entry)?;
        let Entry { mut player, render } = entry;
        let device = Device::start(render, tape_of(LATENCY_BLOCK_FRAMES, START_TIME * 2))?;
        thread::sleep(Duration::from_millis(20) + random.pause());
        let call = Call { at: Instant::now(), target: 0 };
        player.play()?;
        thread::sleep(START_TIME);
        let tape = device.stop();
        calls.push(call.outcome(&tape, None, songs.positions.len()));
    }
    Ok(Arrivals::of(&calls))
}

fn seeks(
    contender: Contender,
    songs: &Songs,
    plan: Plan,
) -> Result<(Arrivals, Callbacks), ContenderError> {
    let mut random = Random::new(2);
    let seeking_time = (SEEK_INTERVAL + START_TIME) * (plan.seeks as u32 + 1);
    let mut entry = contender.enter(songs.positions.clone())?;
    entry.player.prepare()?;
    let Entry { mut player, render } = entry;
    let device = Device::start(render, tape_of(LATENCY_BLOCK_FRAMES, seeking_time))?;
    player.play()?;
    thread::sleep(START_TIME);
    let mut calls = Vec::with_capacity(plan.seeks);
    // Far enough off the end for what is heard after a seek.
    let end = positions::FRAMES - 10 * u64::from(SAMPLE_RATE);
    for _ in 0..plan.seeks {
        thread::sleep(random.pause());
        let call = Call { at: Instant::now(), target: random.target(end) };
        player.seek(call.target)?;
        calls.push(call);
        thread::sleep(SEEK_INTERVAL);
    }
    let tape = device.stop();
    let nexts = calls.iter().skip(1).map(|call| Some(call.at)).chain([None]);
    let outcomes: Vec<Option<Outcome>> = calls
        .iter()
        .zip(nexts)
        .map(|(call, next)| call.outcome(&tape, next, songs.positions.len()))
        .collect();
    Ok((Arrivals::of(&outcomes), Callbacks::of(&tape)))
}

fn silent_tape(block_frames: usize) -> DeviceSettings {
    tape_of(block_frames, Duration::ZERO)
}

fn tape_of(block_frames: usize, recording: Duration) -> DeviceSettings {
    DeviceSettings { block_frames, recording }
}
