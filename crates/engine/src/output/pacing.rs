//! The clock of a device that isn't there: when each block is due. Pure: time is passed in.

use std::time::{Duration, Instant};

use attacca_units::{FrameCount, FramePos, SampleRate};

/// Blocks that a late thread may render at once to catch up: what a sound card with a buffer of
/// this many blocks would ask for. Further behind, it would have run dry.
const MAX_BLOCKS_BEHIND: u32 = 4;

/// Says when blocks are due. Every time is counted from the start, so that nothing accumulates.
#[derive(Debug)]
pub(crate) struct Pacing {
    sample_rate: SampleRate,
    /// When frame 0 is due.
    start: Instant,
    /// The first frame of the next block.
    position: FramePos,
}

/// A block's place in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Due {
    /// When to begin to render it.
    pub(crate) at: Instant,
    /// When it has to be rendered: as the next one is due.
    pub(crate) deadline: Instant,
}

impl Pacing {
    /// A clock whose first block is due at `start`.
    pub(crate) fn new(sample_rate: SampleRate, start: Instant) -> Pacing {
        Pacing { sample_rate, start, position: FramePos::ZERO }
    }

    /// When the next block, of `frames`, is due.
    pub(crate) fn next_due(&self, frames: FrameCount) -> Due {
        Due { at: self.time_of(self.position), deadline: self.time_of(self.position + frames) }
    }

    /// Counts a block of `frames` that was rendered at `now`.
    ///
    /// True when the device ran dry: the thread is so far behind that the lost time is skipped,
    /// and the next block is due a block from now.
    pub(crate) fn advance(&mut self, frames: FrameCount, now: Instant) -> bool {
        self.position += frames;
        let block = duration_of(frames, self.sample_rate);
        let has_run_dry = now > self.time_of(self.position) + block * MAX_BLOCKS_BEHIND;
        if has_run_dry {
            *self = Pacing::new(self.sample_rate, now + block);
        }
        has_run_dry
    }

    fn time_of(&self, position: FramePos) -> Instant {
        self.start + duration_of(position.saturating_since(FramePos::ZERO), self.sample_rate)
    }
}

/// How long `frames` last: exact to the nanosecond for any length.
pub(crate) fn duration_of(frames: FrameCount, sample_rate: SampleRate) -> Duration {
    const NANOS_PER_SECOND: u64 = 1_000_000_000;
    let hz = u64::from(sample_rate.hz());
    let rest_nanos = frames.0 % hz * NANOS_PER_SECOND / hz;
    Duration::from_secs(frames.0 / hz) + Duration::from_nanos(rest_nanos)
}

#[cfg(test)]
mod tests;
