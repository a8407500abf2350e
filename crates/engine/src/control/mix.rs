//! How stems are mixed, and their levels: latest value wins.

use attacca_units::Gain;

/// How a stem is mixed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StemMix {
    /// The fader, at most +12 dB.
    pub gain: Gain,
    /// Silent.
    pub is_muted: bool,
    /// When any stem of the song is soloed, only soloed and solo-safe ones sound.
    pub is_soloed: bool,
    /// Never silenced by another stem's solo.
    pub is_solo_safe: bool,
}

impl Default for StemMix {
    fn default() -> StemMix {
        StemMix { gain: Gain::UNITY, is_muted: false, is_soloed: false, is_solo_safe: false }
    }
}

/// Levels of a stereo signal, left and right.
#[derive(Debug, Default, Clone, Copy, PartialEq)]
pub struct Meter {
    /// The greatest magnitude since the last reading, linear.
    pub peak: [f32; 2],
    /// Root mean square, linear, with a time constant of 300 ms.
    pub rms: [f32; 2],
}
