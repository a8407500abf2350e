//! Times the callbacks. Runs on: audio.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use crate::realtime::stats::CallbackStats;

/// When a block was rendered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BlockTiming {
    /// When its callback began.
    pub begin: Instant,
    /// When its last frame was rendered.
    pub end: Instant,
    /// When it had to be rendered.
    pub deadline: Instant,
}

impl BlockTiming {
    /// True when the block was rendered after its deadline.
    pub fn is_late(&self) -> bool {
        self.end > self.deadline
    }
}

/// Counts the callbacks of one stream. Realtime-safe.
#[derive(Debug)]
pub(crate) struct CallbackMonitor {
    stats: Arc<CallbackStats>,
    previous_begin: Option<Instant>,
}

impl CallbackMonitor {
    pub(crate) fn new(stats: Arc<CallbackStats>) -> CallbackMonitor {
        CallbackMonitor { stats, previous_begin: None }
    }

    /// Counts a callback, and the time since the one before.
    pub(crate) fn record(&mut self, timing: BlockTiming) {
        let interval = self.previous_begin.map(|previous| elapsed(previous, timing.begin));
        self.previous_begin = Some(timing.begin);
        self.stats.record(elapsed(timing.begin, timing.end), interval, timing.is_late());
    }

    /// Counts frames that the device missed.
    pub(crate) fn record_xrun(&self) {
        self.stats.record_xrun();
    }
}

fn elapsed(from: Instant, to: Instant) -> Duration {
    to.saturating_duration_since(from)
}

#[cfg(test)]
mod tests;
