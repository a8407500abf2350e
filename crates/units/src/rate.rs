//! Frames per second, how people write them, and the way between frames and seconds.

use std::{fmt, str::FromStr};

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

    /// As people say it: `44.1 kHz`.
    pub fn in_kilohertz(self) -> impl fmt::Display {
        fmt::from_fn(move |f| write!(f, "{} kHz", f64::from(self.0) / 1000.0))
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

/// Why a text is not a sample rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ParseRateError;

impl fmt::Display for ParseRateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a sample rate: write Hz, as in 44100, or kHz, as in 44.1k or 96 kHz")
    }
}

impl std::error::Error for ParseRateError {}

impl FromStr for SampleRate {
    type Err = ParseRateError;

    /// `44100`, `44100 Hz`, `44.1k` or `44.1 kHz`, in whatever case: a whole number of Hz.
    ///
    /// # Errors
    /// When the text has another form, or is zero.
    fn from_str(text: &str) -> Result<SampleRate, ParseRateError> {
        let text = text.trim().to_ascii_lowercase();
        let without_hertz = text.strip_suffix("hz").unwrap_or(&text);
        let (number, factor) = match without_hertz.strip_suffix('k') {
            Some(number) => (number.trim_end(), 1000.0),
            None => (without_hertz.trim_end(), 1.0),
        };
        // Else "inf" and "1e3" would be numbers.
        let is_plain = number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        let hz = number.parse::<f64>().ok().filter(|_| is_plain).ok_or(ParseRateError)? * factor;
        let whole = hz.round();
        let is_whole = (hz - whole).abs() < 1e-6 && whole <= f64::from(u32::MAX);
        // `as` is exact: a whole number within the type.
        SampleRate::new(whole as u32).filter(|_| is_whole).ok_or(ParseRateError)
    }
}

#[cfg(test)]
mod tests;
