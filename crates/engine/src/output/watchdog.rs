//! Whether a device still asks for sound. Pure: time is passed in.

use std::time::{Duration, Instant};

/// A device that was silent for so long is lost, if that is longer than [`SILENT_PERIODS`].
const SILENCE: Duration = Duration::from_millis(500);

/// Periods without a callback after which a device is lost: a server that reconfigures skips a few.
const SILENT_PERIODS: u32 = 8;

/// The most that one look counts as silence: a machine that stood for a second, and its audio
/// threads with it, is not a device that was silent for a second.
const MOST_PER_LOOK: Duration = Duration::from_millis(100);

/// Counts how long no callback came.
#[derive(Debug)]
pub(crate) struct Watchdog {
    callbacks: u64,
    looked_at: Instant,
    silence: Duration,
}

impl Watchdog {
    /// A watchdog of a device that has called `callbacks` times.
    pub(crate) fn new(callbacks: u64, now: Instant) -> Watchdog {
        Watchdog { callbacks, looked_at: now, silence: Duration::ZERO }
    }

    /// True when the device, whose callbacks come every `period`, is silent for too long.
    pub(crate) fn is_silent(&mut self, callbacks: u64, period: Duration, now: Instant) -> bool {
        let passed = now.saturating_duration_since(self.looked_at).min(MOST_PER_LOOK);
        self.looked_at = now;
        self.silence =
            if self.callbacks == callbacks { self.silence + passed } else { Duration::ZERO };
        self.callbacks = callbacks;
        self.silence >= SILENCE.max(period * SILENT_PERIODS)
    }
}

#[cfg(test)]
mod tests;
