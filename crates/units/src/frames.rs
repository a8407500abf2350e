//! Instants and spans, counted in frames.

use std::ops::{Add, AddAssign, Range, Sub};

/// An instant: frames since the start of a song or a file.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FramePos(pub u64);

/// A span of time, in frames.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FrameCount(pub u64);

impl FramePos {
    /// The first frame.
    pub const ZERO: FramePos = FramePos(0);

    /// The span from `earlier` to here; zero when `earlier` is later.
    pub fn saturating_since(self, earlier: FramePos) -> FrameCount {
        FrameCount(self.0.saturating_sub(earlier.0))
    }

    /// This instant moved back by `span`, at most to the first frame.
    pub fn saturating_back(self, span: FrameCount) -> FramePos {
        FramePos(self.0.saturating_sub(span.0))
    }

    /// The half-open stretch of `length` frames that begins here.
    pub fn range(self, length: FrameCount) -> Range<FramePos> {
        self..self + length
    }
}

impl FrameCount {
    /// No frames.
    pub const ZERO: FrameCount = FrameCount(0);

    /// The instant this long after the first frame.
    pub fn from_start(self) -> FramePos {
        FramePos(self.0)
    }
}

impl Add<FrameCount> for FramePos {
    type Output = FramePos;
    fn add(self, span: FrameCount) -> FramePos {
        FramePos(self.0.saturating_add(span.0))
    }
}

impl AddAssign<FrameCount> for FramePos {
    fn add_assign(&mut self, span: FrameCount) {
        *self = *self + span;
    }
}

impl Add for FrameCount {
    type Output = FrameCount;
    fn add(self, other: FrameCount) -> FrameCount {
        FrameCount(self.0.saturating_add(other.0))
    }
}

impl Sub for FrameCount {
    type Output = FrameCount;
    /// The difference, at least zero.
    fn sub(self, other: FrameCount) -> FrameCount {
        FrameCount(self.0.saturating_sub(other.0))
    }
}

#[cfg(test)]
mod tests;
