//! How a song is mixed and how loud it is: single values, of which only the latest counts.
//!
//! Control writes parameters and reads levels; the audio thread does the reverse. Every value is
//! read alone, so all accesses are relaxed.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering::Relaxed};

use attacca_units::{Decibels, Gain};

/// How a stem is mixed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StemMix {
    /// The fader; from silence to +12 dB, what is beyond is clamped.
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

/// The mix of one song, shared by control and every voice that plays the song.
#[derive(Debug)]
pub(crate) struct SongMix {
    pub(crate) strips: Box<[Strip]>,
}

impl SongMix {
    pub(crate) fn new(stems: impl Iterator<Item = StemMix>) -> SongMix {
        SongMix { strips: stems.map(Strip::new).collect() }
    }

    /// True when some stem is soloed.
    pub(crate) fn has_solo(&self) -> bool {
        self.strips.iter().any(|strip| strip.is_soloed.load(Relaxed))
    }
}

/// Parameters and levels of one stem.
#[derive(Debug, Default)]
pub(crate) struct Strip {
    gain: SharedF32,
    is_muted: AtomicBool,
    is_soloed: AtomicBool,
    is_solo_safe: AtomicBool,
    pub(crate) level: SharedMeter,
}

impl Strip {
    fn new(mix: StemMix) -> Strip {
        let strip = Strip::default();
        strip.set(mix);
        strip
    }

    pub(crate) fn set(&self, mix: StemMix) {
        self.gain.store(clamp_gain(mix.gain).0);
        self.is_muted.store(mix.is_muted, Relaxed);
        self.is_soloed.store(mix.is_soloed, Relaxed);
        self.is_solo_safe.store(mix.is_solo_safe, Relaxed);
    }

    pub(crate) fn get(&self) -> StemMix {
        StemMix {
            gain: Gain(self.gain.load()),
            is_muted: self.is_muted.load(Relaxed),
            is_soloed: self.is_soloed.load(Relaxed),
            is_solo_safe: self.is_solo_safe.load(Relaxed),
        }
    }

    /// The gain that sounds: 0 when the stem is muted, or silenced by another's solo.
    pub(crate) fn sounding_gain(&self, has_solo: bool) -> f32 {
        let mix = self.get();
        let is_dimmed = has_solo && !mix.is_soloed && !mix.is_solo_safe;
        if mix.is_muted || is_dimmed { 0.0 } else { mix.gain.0 }
    }
}

/// The master's gain and level.
#[derive(Debug)]
pub(crate) struct MasterMix {
    gain: SharedF32,
    pub(crate) level: SharedMeter,
}

impl MasterMix {
    pub(crate) fn new() -> MasterMix {
        let gain = SharedF32::default();
        gain.store(1.0);
        MasterMix { gain, level: SharedMeter::default() }
    }

    pub(crate) fn set_gain(&self, gain: Gain) {
        self.gain.store(clamp_gain(gain).0);
    }

    pub(crate) fn gain(&self) -> Gain {
        Gain(self.gain.load())
    }
}

/// Levels that the audio thread raises and a reader takes.
#[derive(Debug, Default)]
pub(crate) struct SharedMeter {
    peak: [SharedF32; 2],
    mean_square: [SharedF32; 2],
}

impl SharedMeter {
    pub(crate) fn publish(&self, channel: usize, peak: f32, mean_square: f32) {
        self.peak[channel].raise(peak);
        self.mean_square[channel].store(mean_square);
    }

    /// The stem is not heard any more.
    pub(crate) fn silence(&self) {
        self.mean_square.iter().for_each(|mean_square| mean_square.store(0.0));
    }

    pub(crate) fn take(&self) -> Meter {
        Meter {
            peak: [self.peak[0].take(), self.peak[1].take()],
            rms: [self.mean_square[0].load().sqrt(), self.mean_square[1].load().sqrt()],
        }
    }
}

/// An `f32` that never is negative nor NaN, so that its bits order like its value.
#[derive(Debug, Default)]
struct SharedF32(AtomicU32);

impl SharedF32 {
    fn load(&self) -> f32 {
        f32::from_bits(self.0.load(Relaxed))
    }

    fn store(&self, value: f32) {
        self.0.store(value.to_bits(), Relaxed);
    }

    fn raise(&self, value: f32) {
        self.0.fetch_max(value.to_bits(), Relaxed);
    }

    fn take(&self) -> f32 {
        f32::from_bits(self.0.swap(0, Relaxed))
    }
}

/// From silence to the fader's end; NaN is silence.
fn clamp_gain(gain: Gain) -> Gain {
    Gain(gain.0.max(0.0).min(Decibels::FADER_MAX.to_gain().0))
}
