//! Samples as whole numbers of steps. Pure.

/// Where the noise begins: any number does, and the same one gives the same file each time.
const DITHER_SEED: u64 = 0x4174_7461_6363_6121;

/// Rounds samples to integers, and counts what is beyond full scale.
#[derive(Debug)]
pub(crate) struct Quantiser {
    /// Steps of full scale: 2^(bits − 1).
    full_scale: f32,
    dither: Option<Dither>,
    clipped_frames: u64,
}

impl Quantiser {
    /// For integers of `bits` bits, 8 to 24, which `f32` holds exactly.
    pub(crate) fn new(bits: u32, is_dithered: bool) -> Quantiser {
        Quantiser {
            full_scale: (1u32 << (bits - 1)) as f32,
            dither: is_dithered.then_some(Dither(DITHER_SEED)),
            clipped_frames: 0,
        }
    }

    /// The steps nearest to the samples of one frame, with dither if it is on; what is beyond full
    /// scale is cut off and counted.
    pub(crate) fn quantise(&mut self, frame: [f32; 2]) -> [i32; 2] {
        let (lowest, highest) = (-self.full_scale, self.full_scale - 1.0);
        let mut is_clipped = false;
        let steps = frame.map(|sample| {
            let noise = self.dither.as_mut().map_or(0.0, Dither::next);
            let steps = (sample * self.full_scale + noise).round_ties_even();
            is_clipped |= !(lowest..=highest).contains(&steps);
            steps.clamp(lowest, highest) as i32
        });
        self.clipped_frames += u64::from(is_clipped);
        steps
    }

    pub(crate) fn clipped_frames(&self) -> u64 {
        self.clipped_frames
    }
}

/// Noise of triangular probability, between −1 and 1 step: the difference of two even ones. It
/// makes the rounding error independent of the signal in mean and power.
///
/// Source: Lipshitz, Wannamaker, Vanderkooy, "Quantization and Dither", JAES 40 (1992).
#[derive(Debug)]
struct Dither(u64);

impl Dither {
    fn next(&mut self) -> f32 {
        let bits = self.next_bits();
        let (first, second) = ((bits >> 40) as f32, ((bits >> 16) & 0xff_ffff) as f32);
        (first - second) / (1 << 24) as f32
    }

    /// Source: Steele, Lea, Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014
    /// (SplitMix64).
    fn next_bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ (bits >> 31)
    }
}

#[cfg(test)]
mod tests;
