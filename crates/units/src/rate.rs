//! Frames per second, and the way between frames and seconds.

use std::fmt;

use crate::{FrameCount, FramePos};

/// Frames per second, in Hz; never zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SampleRate(u32);

impl SampleRate {
    /// The rate of compact discs.
    pub const HZ_44100: SampleRate = SampleRate(44_100);
    /// The rate of most stems and devices.
    pub const HZ_48000: SampleRate = SampleRate(48_000);

    /// A rate of `hz` frames per second; `None` for zero.
    pub const fn new(hz: u32) -> Option<SampleRate> {
        if hz == 0 { None } else { Some(SampleRate(hz)) }
    }

    /// Frames per second.
    pub const fn hz(self) -> u32 {
        self.0
    }

    /// The frame nearest to `seconds` after the start; the first one for negative times and NaN.
    pub fn position_at(self, seconds: f64) -> FramePos {
        // `as` saturates and takes NaN to zero.
        FramePos((seconds * f64::from(self.0)).round() as u64)
    }

    /// The span nearest to `seconds`; none for negative times and NaN.
    pub fn frames_in(self, seconds: f64) -> FrameCount {
        FrameCount(self.position_at(seconds).0)
    }

    /// How long `span` lasts, in seconds.
    pub fn seconds(self, span: FrameCount) -> f64 {
        span.0 as f64 / f64::from(self.0)
    }

    /// How long after the start `position` is, in seconds.
    pub fn seconds_at(self, position: FramePos) -> f64 {
        position.0 as f64 / f64::from(self.0)
    }
}

impl fmt::Display for SampleRate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} Hz", self.0)
    }
}

#[cfg(test)]
mod tests;
