//! Turns counters that rise into notices. Pure.

use std::time::Instant;

use attacca_engine::control::Telemetry;

use crate::notice::{Notice, RepeatFilter, Severity};

/// The counters as they were, and what was said of them.
#[derive(Debug, Default)]
pub struct Watch {
    last: Counters,
    repeats: RepeatFilter<Trouble>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Trouble {
    Xruns,
    LateCallbacks,
    Clipping,
}

/// Counters that only rise, since the engine was made.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
struct Counters {
    xruns: u64,
    late_callbacks: u64,
    clipped_frames: u64,
}

impl Watch {
    /// What rose since the last call; each kind at most once in ten seconds.
    pub fn look(&mut self, telemetry: &Telemetry, now: Instant) -> Vec<Notice> {
        self.compare(
            Counters {
                xruns: telemetry.callbacks.xruns,
                late_callbacks: telemetry.callbacks.late_callbacks,
                clipped_frames: telemetry.transport.clipped_frames,
            },
            now,
        )
    }

    fn compare(&mut self, counters: Counters, now: Instant) -> Vec<Notice> {
        let last = std::mem::replace(&mut self.last, counters);
        let troubles = [
            (Trouble::Xruns, last.xruns < counters.xruns),
            (Trouble::LateCallbacks, last.late_callbacks < counters.late_callbacks),
            (Trouble::Clipping, last.clipped_frames < counters.clipped_frames),
        ];
        troubles
            .into_iter()
            .filter(|(trouble, is_there)| *is_there && self.repeats.admit(*trouble, now).is_some())
            .map(|(trouble, _)| trouble.notice(counters))
            .collect()
    }
}

impl Trouble {
    fn notice(self, counters: Counters) -> Notice {
        let Counters { xruns, late_callbacks, clipped_frames } = counters;
        match self {
            Trouble::Xruns => Notice::new(
                Severity::Warning,
                format!("the output ran dry; a larger buffer helps (xruns so far: {xruns})"),
            ),
            Trouble::LateCallbacks => Notice::new(
                Severity::Warning,
                format!(
                    "the machine was too busy to render in time; end other programs, or take a \
                     larger buffer (late callbacks so far: {late_callbacks})"
                ),
            ),
            Trouble::Clipping => Notice::new(
                Severity::Warning,
                format!(
                    "the mix is too loud and distorts; lower the master (clipped frames so far: \
                     {clipped_frames})"
                ),
            ),
        }
    }
}

#[cfg(test)]
mod tests;
