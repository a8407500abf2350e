//! Levels in decibels and the linear gains they stand for.

use std::{fmt, str::FromStr};

/// A level in dB: a ratio, or a level against full scale (dBFS). Silence is −∞.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub struct Decibels(pub f32);

/// A linear factor: 1 is unity, 0 is silence.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub struct Gain(pub f32);

impl Decibels {
    /// No signal.
    pub const SILENCE: Decibels = Decibels(f32::NEG_INFINITY);
    /// Unchanged.
    pub const UNITY: Decibels = Decibels(0.0);
    /// The most a fader gives.
    pub const FADER_MAX: Decibels = Decibels(12.0);
    /// What is this quiet or quieter counts as silence. A full-scale signal under it is smaller
    /// than the step of 16 bits (−90 dB), which no listener hears behind a band.
    pub const FLOOR: Decibels = Decibels(-100.0);

    /// The factor of this level: 10^(dB/20); 0 at or below [`Decibels::FLOOR`] and for NaN.
    pub fn to_gain(self) -> Gain {
        if self.0 > Self::FLOOR.0 { Gain(10f32.powf(self.0 / 20.0)) } else { Gain::SILENCE }
    }
}

impl Gain {
    /// No signal.
    pub const SILENCE: Gain = Gain(0.0);
    /// Unchanged.
    pub const UNITY: Gain = Gain(1.0);

    /// The level of this factor's magnitude, in dB; −∞ for zero.
    pub fn to_decibels(self) -> Decibels {
        Decibels(20.0 * self.0.abs().log10())
    }
}

impl fmt::Display for Decibels {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 <= Self::FLOOR.0 {
            return f.write_str("−∞ dB");
        }
        // Adding zero takes the sign from −0.0.
        write!(f, "{:.1} dB", (self.0 * 10.0).round() / 10.0 + 0.0)
    }
}

/// Why a text is not a level.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ParseLevelError;

impl fmt::Display for ParseLevelError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a level: write decibels (-6, +3.5, -12 dB) or -inf for silence")
    }
}

impl std::error::Error for ParseLevelError {}

impl FromStr for Decibels {
    type Err = ParseLevelError;

    /// A number of dB with or without sign and unit, or `-inf`; a true minus sign is as good as
    /// a hyphen.
    ///
    /// # Errors
    /// When the text has another form.
    fn from_str(text: &str) -> Result<Decibels, ParseLevelError> {
        let text = text.trim().to_lowercase().replace('−', "-");
        let number = text.strip_suffix("db").unwrap_or(&text).trim_end();
        if matches!(number, "-inf" | "-∞") {
            return Ok(Decibels::SILENCE);
        }
        if !number.bytes().all(|byte| byte.is_ascii_digit() || b"+-.".contains(&byte)) {
            return Err(ParseLevelError);
        }
        number.parse().map(Decibels).map_err(|_| ParseLevelError)
    }
}

#[cfg(test)]
mod tests;
