//! How a song is mixed and how loud it is: single values, of which only the latest counts.
//!
//! Control writes parameters and reads levels; the audio thread does the reverse. Every value is
//! read alone, so all accesses are relaxed.

use std::sync::atomic::{AtomicBool, AtomicU8, AtomicU32, Ordering::Relaxed};

use attacca_units::{Decibels, Gain, Pan};

use crate::protocol::bus::BusId;

/// How a stem is mixed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StemMix {
    /// The fader; from silence to +12 dB, what is beyond is clamped.
    pub gain: Gain,
    /// The place between left and right; what is beyond the sides is clamped, NaN is the centre.
    pub pan: Pan,
    /// The bus it goes to.
    pub bus: BusId,
    /// Silent.
    pub is_muted: bool,
    /// When any stem of the song is soloed, only soloed and solo-safe ones sound.
    pub is_soloed: bool,
    /// Never silenced by another stem's solo.
    pub is_solo_safe: bool,
}

impl Default for StemMix {
    fn default() -> StemMix {
        StemMix {
            gain: Gain::UNITY,
            pan: Pan::CENTRE,
            bus: BusId::MAIN,
            is_muted: false,
            is_soloed: false,
            is_solo_safe: false,
        }
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
    trim: SharedF32,
}

impl SongMix {
    pub(crate) fn new(stems: impl Iterator<Item = StemMix>) -> SongMix {
        let mix = SongMix { strips: stems.map(Strip::new).collect(), trim: SharedF32::default() };
        mix.set_trim(Gain::UNITY);
        mix
    }

    pub(crate) fn set_trim(&self, trim: Gain) {
        self.trim.store(clamp_gain(trim).0);
    }

    pub(crate) fn trim(&self) -> Gain {
        Gain(self.trim.load())
    }

    /// How every stem sounds, in the song's order. Realtime-safe.
    pub(crate) fn sounding(&self) -> impl Iterator<Item = SoundingMix> {
        let has_solo = self.strips.iter().any(|strip| strip.is_soloed.load(Relaxed));
        let trim = self.trim.load();
        self.strips.iter().map(move |strip| strip.sounding(has_solo, trim))
    }
}

/// How a stem sounds, after mute, the song's solos and its trim.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct SoundingMix {
    pub(crate) gain: f32,
    pub(crate) pan: Pan,
    pub(crate) bus: BusId,
}

/// Parameters and levels of one stem.
#[derive(Debug, Default)]
pub(crate) struct Strip {
    gain: SharedF32,
    pan: SharedF32,
    bus: AtomicU8,
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
        self.pan.store(clamp_pan(mix.pan).0);
        self.bus.store(mix.bus.index() as u8, Relaxed);
        self.is_muted.store(mix.is_muted, Relaxed);
        self.is_soloed.store(mix.is_soloed, Relaxed);
        self.is_solo_safe.store(mix.is_solo_safe, Relaxed);
    }

    pub(crate) fn get(&self) -> StemMix {
        StemMix {
            gain: Gain(self.gain.load()),
            pan: Pan(self.pan.load()),
            bus: self.bus(),
            is_muted: self.is_muted.load(Relaxed),
            is_soloed: self.is_soloed.load(Relaxed),
            is_solo_safe: self.is_solo_safe.load(Relaxed),
        }
    }

    fn bus(&self) -> BusId {
        // What is stored was a bus.
        BusId::new(self.bus.load(Relaxed).into()).unwrap_or(BusId::MAIN)
    }

    /// The gain is 0 when the stem is muted, or silenced by another's solo.
    fn sounding(&self, has_solo: bool, trim: f32) -> SoundingMix {
        let mix = self.get();
        let is_dimmed = has_solo && !mix.is_soloed && !mix.is_solo_safe;
        let gain = if mix.is_muted || is_dimmed { 0.0 } else { mix.gain.0 * trim };
        SoundingMix { gain, pan: mix.pan, bus: mix.bus }
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

/// An `f32`; 0 at first.
#[derive(Debug, Default)]
pub(crate) struct SharedF32(AtomicU32);

impl SharedF32 {
    pub(crate) fn load(&self) -> f32 {
        f32::from_bits(self.0.load(Relaxed))
    }

    pub(crate) fn store(&self, value: f32) {
        self.0.store(value.to_bits(), Relaxed);
    }

    /// For values that are never negative nor NaN: their bits order like they do.
    fn raise(&self, value: f32) {
        // Most blocks hold no new peak, and a look is cheap: a locked operation for each stem was 7 % of
        // a callback of 128 frames in `benches/render.rs`.
        if value <= self.load() {
            return;
        }
        self.0.fetch_max(value.to_bits(), Relaxed);
    }

    fn take(&self) -> f32 {
        f32::from_bits(self.0.swap(0, Relaxed))
    }
}

/// From silence to the fader's end; NaN is silence.
pub(crate) fn clamp_gain(gain: Gain) -> Gain {
    Gain(gain.0.max(0.0).min(Decibels::FADER_MAX.to_gain().0))
}

/// From left to right; NaN is the centre.
fn clamp_pan(pan: Pan) -> Pan {
    if pan.0.is_nan() { Pan::CENTRE } else { Pan(pan.0.clamp(-1.0, 1.0)) }
}
