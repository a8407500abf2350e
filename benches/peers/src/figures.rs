//! What is told of a contender.

use serde::{Deserialize, Serialize};

use crate::{
    calls::Outcome,
    device::{SAMPLE_RATE, Tape},
    heard::Arrival,
    spread::Spread,
};

/// What a contender reached.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Figures {
    /// From play to all stems, files not opened before.
    pub(crate) start_unopened: Arrivals,
    /// From play to all stems, everything prepared that can be.
    pub(crate) start_prepared: Arrivals,
    /// From a seek to all stems at the target.
    pub(crate) seek: Arrivals,
    /// Callbacks while it was sought.
    pub(crate) seek_callbacks: Callbacks,
    /// Playing music.
    pub(crate) load: Load,
    /// Playing position-coded stems.
    pub(crate) steadiness: Steadiness,
}

/// Calls, and how all stems came to be where they were called to.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(crate) struct Arrivals {
    /// How often it was called.
    pub(crate) calls: usize,
    /// How often all stems came; the others are in none of the times.
    pub(crate) arrived: usize,
    /// How often they were in step.
    pub(crate) in_step: usize,
    /// From the call to the end of the callback that renders all stems there.
    pub(crate) ms: Spread,
    /// Silence meanwhile.
    pub(crate) silence_ms: Spread,
    /// Stems at different places meanwhile.
    pub(crate) apart_ms: Spread,
}

/// What playing costs.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(crate) struct Load {
    /// Percent of one core.
    pub(crate) cpu_percent: f64,
    /// Peak of anonymous memory, less what there was before.
    pub(crate) memory_mib: Option<f64>,
    /// Its callbacks.
    pub(crate) callbacks: Callbacks,
    /// Whether the device's thread had real-time priority.
    pub(crate) is_realtime: bool,
}

/// Callbacks of the device.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(crate) struct Callbacks {
    /// Processor time of each.
    pub(crate) ms: Spread,
    /// Those that were not there when the next one was due.
    pub(crate) late: usize,
}

/// How well stems hold together while nobody touches anything.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(crate) struct Steadiness {
    /// Interruptions and skipped frames.
    pub(crate) holes: usize,
    /// Percent of the time at which stems were not in step.
    pub(crate) out_of_step_percent: f64,
}

impl Callbacks {
    /// Those on a tape.
    pub(crate) fn of(tape: &Tape) -> Callbacks {
        Callbacks {
            ms: Spread::in_ms(tape.callback_times.iter().copied()),
            late: tape.late_callbacks,
        }
    }
}

impl Arrivals {
    /// Of every call; those that all stems did not come to are `None`.
    pub(crate) fn of(outcomes: &[Option<Outcome>]) -> Arrivals {
        let arrived: Vec<&Outcome> = outcomes.iter().flatten().collect();
        let ms = |frames: usize| 1e3 * frames as f64 / f64::from(SAMPLE_RATE);
        let spread = |frames_of: fn(&Arrival) -> usize| {
            Spread::of(arrived.iter().map(|outcome| ms(frames_of(&outcome.arrival))).collect())
        };
        Arrivals {
            calls: outcomes.len(),
            arrived: arrived.len(),
            in_step: arrived.iter().filter(|outcome| outcome.arrival.is_in_step).count(),
            ms: Spread::in_ms(arrived.iter().map(|outcome| outcome.latency)),
            silence_ms: spread(|arrival| arrival.silent_frames),
            apart_ms: spread(|arrival| arrival.apart_frames),
        }
    }
}
