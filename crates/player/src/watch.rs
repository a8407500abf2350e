//! Turns counters that rise into notices. Pure.

use std::time::Instant;

use attacca_engine::control::Telemetry;

use crate::notice::{Notice, RepeatFilter, Severity};

/// The counters as they were, and what was said of them.
#[derive(Debug, Default)]
pub struct Watch {
    last: Counters,
    repeats: RepeatFilter<&'static str>,
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
        let checks = [
            (
                "xruns",
                last.xruns < counters.xruns,
                format!(
                    "the output ran dry ({} times so far); a larger buffer helps",
                    counters.xruns
                ),
            ),
            (
                "late",
                last.late_callbacks < counters.late_callbacks,
                format!(
                    "the machine was too busy to render in time ({} times so far); end other \
                     programs, or take a larger buffer",
                    counters.late_callbacks
                ),
            ),
            (
                "clips",
                last.clipped_frames < counters.clipped_frames,
                format!(
                    "the mix is too loud and distorts ({} frames so far); lower the master",
                    counters.clipped_frames
                ),
            ),
        ];
        checks
            .into_iter()
            .filter(|(kind, has_risen, _)| *has_risen && self.repeats.admit(kind, now).is_some())
            .map(|(_, _, text)| Notice::new(Severity::Warning, text))
            .collect()
    }
}

#[cfg(test)]
mod tests;
