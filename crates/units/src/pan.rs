//! Pan position and its law.

use std::{fmt, str::FromStr};

use crate::Gain;

/// A position from −1 (left) to 1 (right).
///
/// Law: a mono signal is spread with constant power, −3 dB on each side at the centre; a stereo
/// signal is balanced, with unity on both sides at the centre.
#[derive(Debug, Default, Clone, Copy, PartialEq, PartialOrd)]
pub struct Pan(pub f32);

impl Pan {
    /// The middle.
    pub const CENTRE: Pan = Pan(0.0);

    /// Gains to the left and right side of a mono signal: cos and sin of a quarter turn.
    pub fn mono_gains(self) -> (Gain, Gain) {
        if self == Self::CENTRE {
            let side = Gain(std::f32::consts::FRAC_1_SQRT_2);
            return (side, side);
        }
        let angle = (self.0.clamp(-1.0, 1.0) + 1.0) * std::f32::consts::FRAC_PI_4;
        (Gain(angle.cos().max(0.0)), Gain(angle.sin()))
    }

    /// Gains of the left and right side of a stereo signal: the far side falls linearly.
    pub fn balance_gains(self) -> (Gain, Gain) {
        let pan = self.0.clamp(-1.0, 1.0);
        (Gain((1.0 - pan).min(1.0)), Gain((1.0 + pan).min(1.0)))
    }
}

impl fmt::Display for Pan {
    /// `L30`, `C`, `R100`: the side, and how far towards it in whole percent.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let percent = (self.0.clamp(-1.0, 1.0) * 100.0).round();
        match percent {
            _ if percent < 0.0 => write!(f, "L{}", -percent),
            _ if percent > 0.0 => write!(f, "R{percent}"),
            _ => f.write_str("C"),
        }
    }
}

/// Why a text is not a pan position.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ParsePanError;

impl fmt::Display for ParsePanError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a pan position: write L100 to L1, C, or R1 to R100")
    }
}

impl std::error::Error for ParsePanError {}

impl FromStr for Pan {
    type Err = ParsePanError;

    /// `C`, or `L` or `R` and a number from 0 to 100, in either case.
    ///
    /// # Errors
    /// When the text has another form.
    fn from_str(text: &str) -> Result<Pan, ParsePanError> {
        let text = text.trim().to_lowercase();
        if text == "c" {
            return Ok(Pan::CENTRE);
        }
        let side = if text.starts_with('l') { -1.0 } else { 1.0 };
        let number = text.strip_prefix(['l', 'r']).ok_or(ParsePanError)?;
        if !number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') {
            return Err(ParsePanError);
        }
        let percent: f32 = number.parse().map_err(|_| ParsePanError)?;
        if percent > 100.0 { Err(ParsePanError) } else { Ok(Pan(side * percent / 100.0)) }
    }
}

#[cfg(test)]
mod tests;
