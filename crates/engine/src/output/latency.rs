//! Which latency of a device is believed. Pure.

use std::time::Duration;

/// The longest latency that is believed. The slowest outputs that music is played to, receivers in a
/// network, hold two seconds; a long buffer of the system may come on top.
const MAX_LATENCY: Duration = Duration::from_secs(3);

/// Takes what a device says of its latency, as far as it can be true.
///
/// Times at which frames are heard are counted with it, and frames are rendered for them: a device
/// that says an hour would be waited for.
#[derive(Debug, Default)]
pub(crate) struct BelievedLatency {
    /// What was believed last; none before that.
    believed: Duration,
}

impl BelievedLatency {
    /// What is believed when the device says `said`, which is `None` for a frame that was heard
    /// before it is rendered. Realtime-safe.
    ///
    /// # Errors
    /// When that can't be: what was believed before holds on.
    pub(crate) fn hear(&mut self, said: Option<Duration>) -> Result<Duration, Duration> {
        match said {
            Some(said) if said <= MAX_LATENCY => {
                self.believed = said;
                Ok(said)
            }
            _ => Err(self.believed),
        }
    }
}

#[cfg(test)]
mod tests;
