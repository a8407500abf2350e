//! How many stems this machine plays at once.

use std::{thread, time::Duration};

use attacca_engine::{MemoryBudget, control::Telemetry};
use attacca_units::FramePos;

use super::{
    BenchError,
    load::BLOCK_FRAMES,
    material::Material,
    rig::{Rig, RigSettings},
    say,
};

/// Tried in this order; the last one that plays is the figure.
const STEM_COUNTS: [usize; 7] = [128, 256, 500, 750, 1000, 1500, 2000];

/// Decoded look-ahead, in seconds: a song of 500 stems takes as much memory so as one of 167 does by
/// default.
const WINDOW_SECONDS: f64 = 0.5;

/// Memory is not what is asked for here: 2000 stems take half a gigabyte.
const BUDGET_BYTES: usize = 4 << 30;

/// Tries of each number: one moment in which the machine did something else must not decide.
const TRIES: usize = 2;

/// How long each number of stems has to play.
#[derive(Debug, Clone, Copy)]
pub(crate) struct CapacityPlan {
    pub(crate) playing: Duration,
}

/// The greatest number of stems that play without an underrun or a late callback; 0 when even the
/// first number does not.
pub(crate) fn max_stems(material: &Material, plan: CapacityPlan) -> Result<usize, BenchError> {
    let mut most = 0;
    for count in STEM_COUNTS {
        say(&format!("{count} stems at once"));
        if !plays(material, count, plan)? {
            break;
        }
        most = count;
    }
    Ok(most)
}

fn plays(material: &Material, count: usize, plan: CapacityPlan) -> Result<bool, BenchError> {
    for _ in 0..TRIES {
        match plays_without_fault(material, count, plan) {
            Ok(true) => return Ok(true),
            // Too many to sound at all is an answer too.
            Ok(false) | Err(BenchError::Timeout { .. }) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(false)
}

fn plays_without_fault(
    material: &Material,
    count: usize,
    plan: CapacityPlan,
) -> Result<bool, BenchError> {
    let mut engine = material.engine_settings();
    engine.live.pcm_window_seconds = WINDOW_SECONDS;
    engine.live.memory_budget = MemoryBudget::Bytes(BUDGET_BYTES);
    let songs = vec![material.repeated(count)];
    let rig = Rig::start_with(RigSettings { engine, songs, block_frames: BLOCK_FRAMES })?;
    let song = rig.songs[0];
    rig.arm(song)?;
    rig.time_to_sound(|engine| engine.play_song(song, FramePos::ZERO))?;
    rig.wait_idle()?;
    if rig.engine.song(song).stems.iter().any(|stem| stem.info.is_none()) {
        return Ok(false);
    }
    let before = rig.telemetry();
    thread::sleep(plan.playing);
    let after = rig.telemetry();
    Ok(faults(&after) == faults(&before) && after.transport.playhead > before.transport.playhead)
}

/// Everything that may not happen, counted since the engine was made.
fn faults(telemetry: &Telemetry) -> u64 {
    let Telemetry { transport, callbacks, .. } = telemetry;
    transport.underruns
        + transport.unsynchronised_blocks
        + callbacks.late_callbacks
        + callbacks.xruns
}
