//! Turns counters that rise into notices. Pure.

use std::time::{Duration, Instant};

use attacca_engine::control::Telemetry;

use crate::notice::{Notice, RepeatFilter, Severity};

/// How long an output may not ask for sound before it counts as stopped: the longest block
/// takes 0.4 s at 44.1 kHz.
const STALL: Duration = Duration::from_secs(3);

/// The counters as they were, and what was said of them.
#[derive(Debug, Default)]
pub struct Watch {
    last: Counters,
    /// When the output was last seen to have asked for sound; `None` before the first look.
    alive_at: Option<Instant>,
    repeats: RepeatFilter<Trouble>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Trouble {
    /// The output stands still.
    Stalled,
    Xruns,
    LateCallbacks,
    Clipping,
}

/// Counters that only rise, since the engine was made.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
struct Counters {
    callbacks: u64,
    xruns: u64,
    late_callbacks: u64,
    clipped_frames: u64,
}

impl Watch {
    /// What rose since the last call, and whether the output stands still; each kind at most once in
    /// ten seconds.
    pub fn look(&mut self, telemetry: &Telemetry, now: Instant) -> Vec<Notice> {
        self.compare(
            Counters {
                callbacks: telemetry.callbacks.callbacks,
                xruns: telemetry.callbacks.xruns,
                late_callbacks: telemetry.callbacks.late_callbacks,
                clipped_frames: telemetry.transport.clipped_frames,
            },
            now,
        )
    }

    fn compare(&mut self, counters: Counters, now: Instant) -> Vec<Notice> {
        let last = std::mem::replace(&mut self.last, counters);
        if last.callbacks != counters.callbacks || self.alive_at.is_none() {
            self.alive_at = Some(now);
        }
        let is_stalled = self.alive_at.is_some_and(|alive| now.duration_since(alive) >= STALL);
        let troubles = [
            (Trouble::Stalled, is_stalled),
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
        let Counters { xruns, late_callbacks, clipped_frames, .. } = counters;
        match self {
            Trouble::Stalled => Notice::new(
                Severity::Error,
                "the output device does not ask for sound any more; connect it and start again",
            ),
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
