//! Levels: how loud a signal is, measured while it is mixed.
//!
//! Runs on: audio.

use crate::protocol::mix::SharedMeter;

/// Samples that are worked on at once: two SSE or one AVX register of `f32`.
pub(super) const LANES: usize = 8;

/// A level while a block is mixed, and its mean square over blocks.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Level {
    peak: f32,
    energy: f32,
    mean_square: f32,
}

impl Level {
    /// Takes a peak and a sum of squares in.
    pub(crate) fn add(&mut self, (peak, energy): (f32, f32)) {
        self.peak = self.peak.max(peak);
        self.energy += energy;
    }

    /// Moves the mean square towards this block's and starts the next block.
    ///
    /// `weight` is what a block of `frames` counts: see [`mean_square_weight`].
    pub(crate) fn finish(&mut self, frames: usize, weight: f32) -> (f32, f32) {
        let peak = std::mem::take(&mut self.peak);
        let block = std::mem::take(&mut self.energy) / frames as f32;
        self.mean_square += (block - self.mean_square) * weight;
        if self.mean_square < 1e-15 {
            // Under −150 dBFS: silence, before it becomes a denormal.
            self.mean_square = 0.0;
        }
        (peak, self.mean_square)
    }

    /// Measures a channel.
    pub(crate) fn measure(&mut self, samples: &[f32]) {
        let mut peak = [0.0f32; LANES];
        let mut energy = [0.0f32; LANES];
        let chunks = samples.chunks_exact(LANES);
        for (k, &sample) in chunks.remainder().iter().enumerate() {
            note(&mut peak[k], &mut energy[k], sample);
        }
        for chunk in chunks {
            for k in 0..LANES {
                note(&mut peak[k], &mut energy[k], chunk[k]);
            }
        }
        self.add(total(peak, energy));
    }

    /// True when it is silence and was said to be.
    pub(crate) fn is_at_rest(&self) -> bool {
        self.peak == 0.0 && self.mean_square == 0.0
    }
}

/// The weight of a block of `frames` in a mean with a time constant of 300 ms (that of a VU meter,
/// IEC 60268-17): `1 − e^(−frames / (0.3 · rate))`, to first order.
pub(crate) fn mean_square_weight(frames: usize, hz: u32) -> f32 {
    (frames as f32 / (0.3 * hz as f32)).min(1.0)
}

/// Publishes both channels' levels of a block and starts the next one.
pub(crate) fn publish_levels(
    levels: &mut [Level; 2],
    meter: &SharedMeter,
    frames: usize,
    weight: f32,
) {
    for (channel, level) in levels.iter_mut().enumerate() {
        let (peak, mean_square) = level.finish(frames, weight);
        meter.publish(channel, peak, mean_square);
    }
}

/// Takes a sample into a peak and a sum of squares.
#[inline(always)]
pub(super) fn note(peak: &mut f32, energy: &mut f32, sample: f32) {
    let magnitude = sample.abs();
    *peak = if magnitude > *peak { magnitude } else { *peak };
    *energy += sample * sample;
}

/// The peak and the sum of squares of all lanes.
pub(super) fn total(peak: [f32; LANES], energy: [f32; LANES]) -> (f32, f32) {
    (peak.into_iter().fold(0.0, f32::max), energy.into_iter().sum())
}

#[cfg(test)]
mod tests;
