//! The mixer: stems' samples times their gains, summed into their buses, and measured on the way.
//!
//! Runs on: audio.

use std::ops::Range;

use crate::{
    loading::samples::{SampleBlock, SampleData},
    protocol::{
        bus::BusId,
        mix::{SoundingMix, Strip},
    },
    realtime::{
        level::{LANES, Level, note, publish_levels, total},
        piece::{BusPieces, Stereo},
        ramp::{Crossfaded, Ramp},
    },
};

/// Full scale of 16-bit samples, inverted; a power of two, so that the product is exact.
const I16_SCALE: f32 = 1.0 / 32_768.0;

/// The playing side of a stem: its gliding gains, the bus it goes to, and its level.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Track {
    wanted: SoundingMix,
    /// Of the left and the right side of a stereo stem, then of a mono stem.
    gains: Ramp<4>,
    bus: Crossfaded<BusId>,
    /// The stem is left out: its gains glide to silence, or are there.
    is_absent: bool,
    level: [Level; 2],
}

impl Track {
    /// As control wants it.
    pub(crate) fn new(wanted: SoundingMix) -> Track {
        Track {
            wanted,
            gains: Ramp::at(side_gains(wanted)),
            bus: Crossfaded::at(wanted.bus),
            is_absent: false,
            level: [Level::default(); 2],
        }
    }

    /// Glides to what control wants; while it is left out it stays silent.
    pub(crate) fn follow(&mut self, wanted: SoundingMix, frames: u32) {
        if self.gains.is_silent() {
            // Nothing of it is in the old bus.
            self.bus = Crossfaded::at(wanted.bus);
        }
        self.bus.follow(wanted.bus, frames);
        if wanted != self.wanted {
            self.wanted = wanted;
            self.gains.set_target(self.wanted_gains(), frames);
        }
    }

    /// Is at once what control wants: nothing sounds that could click.
    pub(crate) fn settle(&mut self, wanted: SoundingMix) {
        *self = Track { is_absent: self.is_absent, level: self.level, ..Track::new(wanted) };
        self.gains = Ramp::at(self.wanted_gains());
    }

    /// Fades out over so many frames, at least 1, and is left out then.
    pub(crate) fn leave(&mut self, frames: u32) {
        self.is_absent = true;
        self.gains.set_target(self.wanted_gains(), frames);
    }

    /// Is left out from here on.
    pub(crate) fn be_absent(&mut self) {
        self.is_absent = true;
        self.gains = Ramp::at(self.wanted_gains());
    }

    /// Fades in over so many frames, at least 1, if it was left out.
    pub(crate) fn come_back(&mut self, frames: u32) {
        if std::mem::take(&mut self.is_absent) {
            self.gains.set_target(self.wanted_gains(), frames);
        }
    }

    /// True when it is left out, or about to be.
    pub(crate) fn is_absent(&self) -> bool {
        self.is_absent
    }

    fn wanted_gains(&self) -> [f32; 4] {
        if self.is_absent { [0.0; 4] } else { side_gains(self.wanted) }
    }

    /// Adds the frames of `block` from `from` on, times the gains, to a stretch of its bus.
    pub(crate) fn mix(
        &mut self,
        block: &SampleBlock,
        from: usize,
        out: &mut BusPieces,
        stretch: Range<usize>,
    ) {
        if self.gains.is_silent() {
            return;
        }
        match &block.data {
            SampleData::I16(data) => {
                let planes = Planes::of(data, block.channel_count, from..from + stretch.len());
                self.mix_planes(&planes, out, stretch);
            }
            SampleData::F32(data) => {
                let planes = Planes::of(data, block.channel_count, from..from + stretch.len());
                self.mix_planes(&planes, out, stretch);
            }
        }
    }

    fn mix_planes<S: Sample>(
        &mut self,
        planes: &Planes<'_, S>,
        out: &mut BusPieces,
        stretch: Range<usize>,
    ) {
        let gliding = self.gains.frames_left().max(self.bus.frames_left()).min(stretch.len());
        if gliding > 0 {
            self.mix_gliding(planes, out, stretch.start..stretch.start + gliding);
        }
        let steady = stretch.start + gliding..stretch.end;
        if !steady.is_empty() {
            let gains = planes.gains_of(self.gains.current());
            let Stereo { left, right } = out.stretch(self.bus.choice(), steady);
            self.level[0].add(accumulate(&planes.left[gliding..], gains[0], left));
            self.level[1].add(accumulate(&planes.right[gliding..], gains[1], right));
        }
    }

    /// As [`Track::mix_planes`], frame by frame; into the bus that it leaves, too.
    fn mix_gliding<S: Sample>(
        &mut self,
        planes: &Planes<'_, S>,
        out: &mut BusPieces,
        stretch: Range<usize>,
    ) {
        let frames = stretch.len();
        if let Some(leaving) = self.bus.leaving() {
            let (mut gains, mut shares) = (self.gains, self.bus.shares());
            let out = out.stretch(leaving, stretch.clone());
            for (i, (out_left, out_right)) in out.left.iter_mut().zip(out.right).enumerate() {
                let ([left, right], [_, share]) = (planes.frame(i, gains.next()), shares.next());
                *out_left += left * share;
                *out_right += right * share;
            }
        }
        let mut shares = self.bus.shares();
        let out = out.stretch(self.bus.choice(), stretch);
        for (i, (out_left, out_right)) in out.left.iter_mut().zip(out.right).enumerate() {
            let ([left, right], [share, _]) = (planes.frame(i, self.gains.next()), shares.next());
            *out_left += left * share;
            *out_right += right * share;
            self.level[0].add((left.abs(), left * left));
            self.level[1].add((right.abs(), right * right));
        }
        self.bus.skip(frames);
    }

    /// Publishes the level of the block that was mixed.
    pub(crate) fn publish_level(&mut self, strip: &Strip, frames: usize, weight: f32) {
        publish_levels(&mut self.level, &strip.level, frames, weight);
    }
}

/// The gains of the left and the right side of a stereo stem, then of a mono stem.
fn side_gains(mix: SoundingMix) -> [f32; 4] {
    let (stereo, mono) = (mix.pan.balance_gains(), mix.pan.mono_gains());
    [stereo.0, stereo.1, mono.0, mono.1].map(|side| side.0 * mix.gain)
}

/// The frames of a stem that go left and right.
struct Planes<'a, S> {
    left: &'a [S],
    right: &'a [S],
    is_mono: bool,
}

impl<'a, S: Sample> Planes<'a, S> {
    fn of(data: &'a [S], channel_count: usize, frames: Range<usize>) -> Planes<'a, S> {
        let is_mono = channel_count == 1;
        let (left, right) = if is_mono { (data, data) } else { data.split_at(data.len() / 2) };
        Planes { left: &left[frames.clone()], right: &right[frames], is_mono }
    }

    /// Those of the [`side_gains`] that are for this stem, times what takes it to full scale.
    fn gains_of(&self, [left, right, mono_left, mono_right]: [f32; 4]) -> [f32; 2] {
        let sides = if self.is_mono { [mono_left, mono_right] } else { [left, right] };
        sides.map(|side| side * S::SCALE)
    }

    fn frame(&self, i: usize, gains: [f32; 4]) -> [f32; 2] {
        let [left, right] = self.gains_of(gains);
        [self.left[i].to_f32() * left, self.right[i].to_f32() * right]
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

#[cfg(test)]
mod tests;
