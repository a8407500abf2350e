//! Pan position and its law.

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

#[cfg(test)]
mod tests;
