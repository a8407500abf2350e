//! The mixer: stems' samples times their gains, summed, and measured on the way.
//!
//! Runs on: audio.

use crate::{
    loading::samples::{SampleBlock, SampleData},
    protocol::mix::{SharedMeter, Strip},
};

/// Samples that are worked on at once: two SSE or one AVX register of `f32`.
const LANES: usize = 8;

/// Full scale of 16-bit samples, inverted; a power of two, so that the product is exact.
const I16_SCALE: f32 = 1.0 / 32_768.0;

/// −3 dB: what each side of a mono stem gets at the centre (constant power; see
/// [`attacca_units::Pan`]).
const MONO_SIDE_GAIN: f32 = std::f32::consts::FRAC_1_SQRT_2;

/// A gain that glides to its target by equal steps, frame by frame.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct GainRamp {
    current: f32,
    target: f32,
    step: f32,
    frames_left: u32,
}

impl GainRamp {
    pub(crate) fn at(gain: f32) -> GainRamp {
        GainRamp { current: gain, target: gain, step: 0.0, frames_left: 0 }
    }

    /// Glides to `gain` in `frames`, from wherever it is.
    pub(crate) fn set_target(&mut self, gain: f32, frames: u32) {
        if gain == self.target {
            return;
        }
        *self = GainRamp {
            current: self.current,
            target: gain,
            step: (gain - self.current) / frames as f32,
            frames_left: frames,
        };
    }

    fn next(&mut self) -> f32 {
        if self.frames_left > 0 {
            self.frames_left -= 1;
            // Counted back from the target, so that no rounding gathers on the way.
            self.current = self.target - self.step * self.frames_left as f32;
        }
        self.current
    }

    fn is_silent(&self) -> bool {
        self.current == 0.0 && self.frames_left == 0
    }

    /// Multiplies both channels, and advances by their length.
    pub(crate) fn apply(&mut self, left: &mut [f32], right: &mut [f32]) {
        let gliding = left.len().min(self.frames_left as usize);
        let (left_gliding, left_steady) = left.split_at_mut(gliding);
        let (right_gliding, right_steady) = right.split_at_mut(gliding);
        for (left, right) in left_gliding.iter_mut().zip(right_gliding) {
            let gain = self.next();
            *left *= gain;
            *right *= gain;
        }
        if self.current != 1.0 {
            left_steady.iter_mut().chain(right_steady).for_each(|sample| *sample *= self.current);
        }
    }
}

/// The playing side of a stem: its gliding gain and its level.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Track {
    pub(crate) gain: GainRamp,
    /// The stem is left out: its gain glides to silence, or is there.
    pub(crate) is_absent: bool,
    level: [Level; 2],
}

/// A level while a block is mixed, and its mean square over blocks.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Level {
    peak: f32,
    energy: f32,
    mean_square: f32,
}

impl Level {
    fn add(&mut self, (peak, energy): (f32, f32)) {
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
}

/// The weight of a block of `frames` in a mean with a time constant of 300 ms (that of a VU meter,
/// IEC 60268-17): `1 − e^(−frames / (0.3 · rate))`, to first order.
pub(crate) fn mean_square_weight(frames: usize, hz: u32) -> f32 {
    (frames as f32 / (0.3 * hz as f32)).min(1.0)
}

impl Track {
    pub(crate) fn new(gain: f32) -> Track {
        Track { gain: GainRamp::at(gain), is_absent: false, level: [Level::default(); 2] }
    }

    /// Adds frames `from..from + left.len()` of `block`, times the gain, to both channels.
    pub(crate) fn mix(
        &mut self,
        block: &SampleBlock,
        from: usize,
        left: &mut [f32],
        right: &mut [f32],
    ) {
        if self.gain.is_silent() {
            return;
        }
        match &block.data {
            SampleData::I16(data) => {
                self.mix_planes(Planes::of(data, block.channel_count), from, left, right);
            }
            SampleData::F32(data) => {
                self.mix_planes(Planes::of(data, block.channel_count), from, left, right);
            }
        }
    }

    fn mix_planes<S: Sample>(
        &mut self,
        planes: Planes<'_, S>,
        from: usize,
        left: &mut [f32],
        right: &mut [f32],
    ) {
        let range = from..from + left.len();
        let scale = S::SCALE * planes.gain;
        let (source_left, source_right) = (&planes.left[range.clone()], &planes.right[range]);
        let gliding = left.len().min(self.gain.frames_left as usize);
        for i in 0..gliding {
            let gain = self.gain.next() * scale;
            let (l, r) = (source_left[i].to_f32() * gain, source_right[i].to_f32() * gain);
            left[i] += l;
            right[i] += r;
            self.level[0].add((l.abs(), l * l));
            self.level[1].add((r.abs(), r * r));
        }
        let gain = self.gain.current * scale;
        self.level[0].add(accumulate(&source_left[gliding..], gain, &mut left[gliding..]));
        self.level[1].add(accumulate(&source_right[gliding..], gain, &mut right[gliding..]));
    }

    /// Publishes the level of the block that was mixed.
    pub(crate) fn publish_level(&mut self, strip: &Strip, frames: usize, weight: f32) {
        publish_levels(&mut self.level, &strip.level, frames, weight);
    }
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

/// The planes of a stem that go left and right.
struct Planes<'a, S> {
    left: &'a [S],
    right: &'a [S],
    gain: f32,
}

impl<'a, S> Planes<'a, S> {
    fn of(data: &'a [S], channel_count: usize) -> Planes<'a, S> {
        if channel_count == 1 {
            return Planes { left: data, right: data, gain: MONO_SIDE_GAIN };
        }
        let (left, right) = data.split_at(data.len() / 2);
        Planes { left, right, gain: 1.0 }
    }
}

trait Sample: Copy {
    /// What takes a sample to a full scale of 1.
    const SCALE: f32;
    fn to_f32(self) -> f32;
}

impl Sample for i16 {
    const SCALE: f32 = I16_SCALE;
    fn to_f32(self) -> f32 {
        f32::from(self)
    }
}

impl Sample for f32 {
    const SCALE: f32 = 1.0;
    fn to_f32(self) -> f32 {
        self
    }
}

/// `out += source · gain`; returns the peak and the sum of squares of what was added.
///
/// Peak and energy are kept in [`LANES`] partial results, which is what lets the compiler use
/// vector registers: a single sum would fix the order of additions.
fn accumulate<S: Sample>(source: &[S], gain: f32, out: &mut [f32]) -> (f32, f32) {
    let mut peak = [0.0f32; LANES];
    let mut energy = [0.0f32; LANES];
    let mut chunks = out.chunks_exact_mut(LANES);
    let mut source_chunks = source.chunks_exact(LANES);
    for (out, source) in chunks.by_ref().zip(source_chunks.by_ref()) {
        for k in 0..LANES {
            let sample = source[k].to_f32() * gain;
            out[k] += sample;
            note(&mut peak[k], &mut energy[k], sample);
        }
    }
    for (k, (out, source)) in
        chunks.into_remainder().iter_mut().zip(source_chunks.remainder()).enumerate()
    {
        let sample = source.to_f32() * gain;
        *out += sample;
        note(&mut peak[k], &mut energy[k], sample);
    }
    total(peak, energy)
}

#[inline(always)]
fn note(peak: &mut f32, energy: &mut f32, sample: f32) {
    let magnitude = sample.abs();
    *peak = if magnitude > *peak { magnitude } else { *peak };
    *energy += sample * sample;
}

fn total(peak: [f32; LANES], energy: [f32; LANES]) -> (f32, f32) {
    (peak.into_iter().fold(0.0, f32::max), energy.into_iter().sum())
}

#[cfg(test)]
mod tests;
