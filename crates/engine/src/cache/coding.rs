//! How samples become the integers of a chunk, and come back. Pure.
//!
//! Integers of up to 24 bits at the engine's rate are stored as they are. What is converted, mixed down
//! or floating point has 24 bits, rounded; what a lossy codec gave, 16 bits with TPDF dither: its own
//! noise is far above. Where such a chunk is above full scale, it is scaled down and says by how much.

use crate::{
    cache::metadata::SCALE_UNIT,
    loading::{
        samples::{SampleBlock, SampleData},
        stem::OpenStem,
    },
};

/// How a stem's samples are stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Coding {
    /// Bit for bit, as so many bits.
    Exact(u32),
    /// As 24 bits.
    Rounded,
    /// As 16 bits with dither.
    Dithered,
}

impl Coding {
    /// The coding of a stem; `None` when FLAC here has none: integers of more than 24 bits would not
    /// come back as they are.
    pub(super) fn of(stem: &OpenStem) -> Option<Coding> {
        let info = stem.info();
        if stem.is_lossy() {
            return Some(Coding::Dithered);
        }
        let is_changed = stem.is_converted() || info.mixdown().is_some();
        if info.is_float || is_changed {
            return Some(Coding::Rounded);
        }
        [8, 12, 16, 20, 24].into_iter().find(|bits| info.bits <= *bits).map(Coding::Exact)
    }

    /// Bits of the stored samples.
    pub(super) fn bits(self) -> u32 {
        match self {
            Coding::Exact(bits) => bits,
            Coding::Rounded => 24,
            Coding::Dithered => 16,
        }
    }

    /// The factor, in 256ths, by which a chunk with this greatest magnitude is divided so that neither
    /// rounding nor dither clips. A float holds it exactly.
    pub(super) fn scale_for(self, peak: f32) -> u32 {
        let step = 1.0 / f64::from(1 << (self.bits() - 1));
        let reach = f64::from(peak) + 2.0 * step;
        if matches!(self, Coding::Exact(_)) || reach <= 1.0 {
            return SCALE_UNIT;
        }
        let scale = (f64::from(peak) / (1.0 - 2.0 * step) * f64::from(SCALE_UNIT)).ceil() as u32;
        if scale > 1 << f32::MANTISSA_DIGITS { scale.next_multiple_of(16) } else { scale }
    }
}

/// The greatest magnitude in a block, full scale 1.
pub(super) fn peak(block: &SampleBlock) -> f32 {
    match &block.data {
        SampleData::F32(samples) => samples.iter().fold(0.0, |peak, sample| sample.abs().max(peak)),
        SampleData::I16(_) => 1.0,
    }
}

/// Makes integers of blocks.
#[derive(Debug, Clone, Copy)]
pub(super) struct Quantiser {
    coding: Coding,
    /// Of a sample of full scale.
    factor: f64,
}

impl Quantiser {
    pub(super) fn new(coding: Coding, scale: u32) -> Quantiser {
        let full = f64::from(1 << (coding.bits() - 1));
        Quantiser { coding, factor: full * f64::from(SCALE_UNIT) / f64::from(scale) }
    }

    /// The integers of the first `frame_count` frames of `block`, which begins with frame `first` of the
    /// stem. The same block at the same place gives the same integers.
    ///
    /// Shape: `out[frame][channel]`.
    pub(super) fn quantise(
        &self,
        block: &SampleBlock,
        frame_count: usize,
        first: u64,
        out: &mut Vec<i32>,
    ) {
        let channel_count = block.channel_count;
        out.clear();
        out.resize(frame_count * channel_count, 0);
        let plane_frames = block.frame_count();
        for channel in 0..channel_count {
            let plane = channel * plane_frames..channel * plane_frames + frame_count;
            let out = out.iter_mut().skip(channel).step_by(channel_count);
            match &block.data {
                SampleData::I16(data) => {
                    // 16 bits hold narrower samples at their top.
                    let shift = 16 - self.coding.bits().min(16);
                    out.zip(&data[plane]).for_each(|(out, s)| *out = i32::from(*s) >> shift);
                }
                SampleData::F32(data) => {
                    let samples = &data[plane];
                    // Silence stays silence.
                    let is_dithered = self.coding == Coding::Dithered
                        && samples.iter().any(|sample| *sample != 0.0);
                    for (at, (out, sample)) in out.zip(samples).enumerate() {
                        let dither =
                            if is_dithered { tpdf(first + at as u64, channel) } else { 0.0 };
                        *out = self.integer(*sample, dither);
                    }
                }
            }
        }
    }

    fn integer(&self, sample: f32, dither: f64) -> i32 {
        let half = 1 << (self.coding.bits() - 1);
        let value = (f64::from(sample) * self.factor + dither).round_ties_even();
        // `as` saturates.
        (value as i32).clamp(-half, half - 1)
    }
}

/// Noise of triangular distribution between −1 and 1 step, fixed by the place.
fn tpdf(frame: u64, channel: usize) -> f64 {
    // Source: Steele, Lea, Flood, "Fast splittable pseudorandom number generators", 2014: the finaliser.
    let mut bits = (frame * 2 + channel as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^= bits >> 31;
    let half = |bits: u64| f64::from(bits as u32) / f64::from(u32::MAX);
    half(bits) + half(bits >> 32) - 1.0
}

#[cfg(test)]
mod tests;
