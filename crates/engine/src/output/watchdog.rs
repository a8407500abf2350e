//! Whether a device still asks for sound. Pure: time is passed in.

use std::time::{Duration, Instant};

/// A device that was silent for so long is lost, if that is longer than [`SILENT_PERIODS`].
const SILENCE: Duration = Duration::from_millis(500);

/// Periods without a callback after which a device is lost: a server that reconfigures skips a few.
const SILENT_PERIODS: u32 = 8;

/// How long a device may be silent that reports faults all the time, if that is longer than
/// [`STORM_PERIODS`]. ALSA, when its server has died, calls nothing and fails without a pause.
const STORM: Duration = Duration::from_millis(100);

/// Periods without a callback after which faults are taken for a loss.
const STORM_PERIODS: u32 = 2;

/// Faults since the last callback that are no single mishap.
const STORM_FAULTS: u64 = 32;

/// The most that one look counts as silence: a machine that stood for a second, and its audio
/// threads with it, is not a device that was silent for a second.
const MOST_PER_LOOK: Duration = Duration::from_millis(100);

/// What is seen of a device.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sight {
    /// Callbacks so far.
    pub(crate) callbacks: u64,
    /// Faults that were reported so far.
    pub(crate) faults: u64,
    /// How long a block lasts.
    pub(crate) period: Duration,
}

/// What is wrong with a device.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Alarm {
    /// It does not call any more.
    Silent,
    /// It does not call any more, and fails without a pause.
    Fails,
}

/// Counts how long no callback came.
#[derive(Debug)]
pub(crate) struct Watchdog {
    callbacks: u64,
    /// Faults when the last callback was seen.
    faults: u64,
    looked_at: Instant,
    silence: Duration,
}

impl Watchdog {
    /// A watchdog of a device that looks like `sight` now.
    pub(crate) fn new(sight: Sight, now: Instant) -> Watchdog {
        let Sight { callbacks, faults, .. } = sight;
        Watchdog { callbacks, faults, looked_at: now, silence: Duration::ZERO }
    }

    /// Looks at the device, which looks like `sight` now.
    pub(crate) fn look(&mut self, sight: Sight, now: Instant) -> Option<Alarm> {
        let passed = now.saturating_duration_since(self.looked_at).min(MOST_PER_LOOK);
        self.looked_at = now;
        if self.callbacks != sight.callbacks {
            (self.callbacks, self.faults) = (sight.callbacks, sight.faults);
            self.silence = Duration::ZERO;
            return None;
        }
        self.silence += passed;
        let is_storm = sight.faults - self.faults >= STORM_FAULTS
            && self.silence >= STORM.max(sight.period * STORM_PERIODS);
        let is_silent = self.silence >= SILENCE.max(sight.period * SILENT_PERIODS);
        match (is_storm, is_silent) {
            (true, _) => Some(Alarm::Fails),
            (false, true) => Some(Alarm::Silent),
            (false, false) => None,
        }
    }
}

#[cfg(test)]
mod tests;
