//! Levels in decibels and the linear gains they stand for.

use std::fmt;

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
    /// What is quieter counts as silence: 16 dB under the step of 24 bits times 2^−13… in
    /// practice far below any converter's noise.
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
        if self.0 <= Self::FLOOR.0 { f.write_str("−∞ dB") } else { write!(f, "{:.1} dB", self.0) }
    }
}
