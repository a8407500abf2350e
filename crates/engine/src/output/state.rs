//! Where the sound goes at this moment, and how well that does.

use std::{fmt, time::Instant};

use attacca_units::SampleRate;

/// What an output does.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum OutputState {
    /// The device plays what is rendered.
    Running,
    /// Nothing is heard for a moment, while the device is closed and opened anew; the transport runs
    /// on by the wall clock.
    Reopening {
        /// When the loss was noticed.
        since: Instant,
        /// Why it was lost.
        reason: LossReason,
    },
    /// Nothing is heard, since the device can't be opened or was not there yet; the transport runs on
    /// by the wall clock. The device is looked for twice a second.
    Lost {
        /// When the loss was noticed, or the output started.
        since: Instant,
        /// Why it was lost, or not there.
        reason: LossReason,
    },
    /// Nothing is heard, and the transport stands: the device's thread was stopped in the middle of
    /// a block and has not come back yet. All goes on when it does.
    Stuck {
        /// When it was noticed.
        since: Instant,
        /// Why the device was given up.
        reason: LossReason,
    },
}

/// Why a device does not play any more, or not yet.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum LossReason {
    /// It is being opened for the first time.
    NotOpenYet,
    /// It could not be opened when the output started; what that said.
    NotThereYet(String),
    /// It is gone, in the system's words.
    Gone(String),
    /// Its stream must be opened anew, in the system's words.
    Invalidated(String),
    /// It did not ask for sound for 500 ms, or eight of its periods if that is longer.
    Silent,
    /// It takes frames at another rate than it says: it is opened anew at that rate.
    WrongRate {
        /// The rate that it was taken to have.
        believed: SampleRate,
        /// The rate by the wall clock.
        measured: SampleRate,
    },
}

impl fmt::Display for LossReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            LossReason::NotThereYet(words)
            | LossReason::Gone(words)
            | LossReason::Invalidated(words) => f.write_str(words),
            LossReason::NotOpenYet => f.write_str("it is being opened"),
            LossReason::Silent => f.write_str("it does not ask for sound any more"),
            LossReason::WrongRate { believed, measured } => {
                write!(f, "it runs at {measured}, not at {believed}")
            }
        }
    }
}

/// What an output contributes to the engine's health.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum OutputHealth {
    /// All is heard.
    Ok,
    /// Nothing is heard for a moment, and the output comes back by itself.
    Recovering(LossReason),
    /// Nothing is heard until somebody does something about it.
    Degraded(LossReason),
}

impl OutputState {
    /// What the state means for the engine's health.
    pub fn health(&self) -> OutputHealth {
        match self {
            OutputState::Running => OutputHealth::Ok,
            OutputState::Reopening { reason, .. } => OutputHealth::Recovering(reason.clone()),
            OutputState::Lost { reason, .. } | OutputState::Stuck { reason, .. } => {
                OutputHealth::Degraded(reason.clone())
            }
        }
    }
}

/// What happened to an output since it was started.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct OutputCounters {
    /// Times that the device was lost, for whatever reason.
    pub losses: u64,
    /// Times that it came back.
    pub returns: u64,
    /// Times that its clock turned out to be wrong.
    pub wrong_rates: u64,
    /// Times that it could not be opened anew.
    pub failed_openings: u64,
}

#[cfg(test)]
mod tests;
