//! A request being answered: a block of samples that fills from its start.
//!
//! Runs on: loader threads.

use std::ops::Range;

use attacca_units::{FrameCount, FramePos};

use crate::{
    error::DecodeError,
    loading::{
        decoder::Damage,
        mixdown::Mixdown,
        samples::{SampleBlock, SampleData},
    },
};

/// A sample block of which some first frames are written.
#[derive(Debug)]
pub(crate) struct Fill<'a> {
    block: &'a mut SampleBlock,
    mixdown: &'a Mixdown,
    start: u64,
    written: usize,
    /// Frames of `block` that the stem has.
    length: usize,
    damage: Option<Damage>,
}

/// Samples of a file that can be kept as either format.
pub(crate) trait SourceSample: Copy {
    /// As 16 bits; the lower ones of wider samples are dropped.
    fn to_i16(self) -> i16;
    /// As float, full scale 1.
    fn to_f32(self) -> f32;
}

/// Full scale is 2¹⁵.
impl SourceSample for i16 {
    fn to_i16(self) -> i16 {
        self
    }

    fn to_f32(self) -> f32 {
        f32::from(self) * (1.0 / 32_768.0)
    }
}

/// Full scale is 2³¹.
impl SourceSample for i32 {
    fn to_i16(self) -> i16 {
        (self >> 16) as i16
    }

    fn to_f32(self) -> f32 {
        // A power of two: only samples of more than 24 bits are rounded, to the nearest.
        self as f32 * (1.0 / 2_147_483_648.0)
    }
}

/// The greatest magnitude of a float sample, +90 dBFS: no music is louder, and the squares of a
/// thousand stems still add up.
const MAX_FLOAT: f32 = 32_768.0;

/// Full scale is 1.
impl SourceSample for f32 {
    fn to_i16(self) -> i16 {
        // `as` saturates.
        (self * 32_768.0) as i16
    }

    fn to_f32(self) -> f32 {
        // One sample that is no number, or whose square or sum with others is none, would silence
        // or deafen the whole mix.
        if self.is_finite() { self.clamp(-MAX_FLOAT, MAX_FLOAT) } else { 0.0 }
    }
}

impl<'a> Fill<'a> {
    /// A request for the frames from `start` on of a stem of `frame_count` frames.
    pub(crate) fn new(
        block: &'a mut SampleBlock,
        mixdown: &'a Mixdown,
        start: FramePos,
        frame_count: FrameCount,
    ) -> Fill<'a> {
        let available = frame_count.0.saturating_sub(start.0);
        let length = available.min(block.frame_count() as u64) as usize;
        Fill { block, mixdown, start: start.0, written: 0, length, damage: None }
    }

    /// The stem's frames that are still to be written; `None` when all are.
    pub(crate) fn wanted(&self) -> Option<Range<u64>> {
        let range = self.start + self.written as u64..self.start + self.length as u64;
        (!range.is_empty()).then_some(range)
    }

    /// Writes `count` frames, of which `samples` gives each channel of the file.
    pub(crate) fn push<S, I>(&mut self, count: usize, samples: impl Fn(usize) -> I)
    where
        S: SourceSample,
        I: Iterator<Item = S>,
    {
        let frames = self.written..self.written + count;
        match self.mixdown {
            Mixdown::None => {
                for channel in 0..self.block.channel_count {
                    self.write_plane(channel, frames.clone(), samples(channel));
                }
            }
            Mixdown::Stereo(gains) => {
                self.block.silence(frames.clone());
                for (channel, gains) in gains.iter().enumerate() {
                    self.mix_side(0, gains.left, frames.clone(), samples(channel));
                    self.mix_side(1, gains.right, frames.clone(), samples(channel));
                }
            }
        }
        self.written += count;
    }

    /// Leaves all frames before `until` silent, for `error`.
    pub(crate) fn push_silence(&mut self, until: u64, error: DecodeError) {
        let at = self.start + self.written as u64;
        let end = (until - self.start).min(self.length as u64) as usize;
        let silent = FrameCount((end - self.written) as u64);
        self.block.silence(self.written..end);
        self.written = end;
        match &mut self.damage {
            Some(damage) => damage.frames = damage.frames + silent,
            None => self.damage = Some(Damage { at: FramePos(at), frames: silent, error }),
        }
    }

    /// Silences what lies behind the stem's end, and says what was damaged.
    pub(crate) fn finish(self) -> Result<(), Damage> {
        self.block.silence(self.length..self.block.frame_count());
        self.damage.map_or(Ok(()), Err)
    }

    fn write_plane<S: SourceSample>(
        &mut self,
        channel: usize,
        frames: Range<usize>,
        samples: impl Iterator<Item = S>,
    ) {
        let plane = channel * self.block.frame_count();
        let frames = plane + frames.start..plane + frames.end;
        match &mut self.block.data {
            SampleData::I16(data) => {
                data[frames].iter_mut().zip(samples).for_each(|(out, s)| *out = s.to_i16());
            }
            SampleData::F32(data) => {
                data[frames].iter_mut().zip(samples).for_each(|(out, s)| *out = s.to_f32());
            }
        }
    }

    fn mix_side<S: SourceSample>(
        &mut self,
        side: usize,
        gain: f32,
        frames: Range<usize>,
        samples: impl Iterator<Item = S>,
    ) {
        let plane = side * self.block.frame_count();
        let frames = plane + frames.start..plane + frames.end;
        // A mix-down always has float samples.
        let SampleData::F32(data) = &mut self.block.data else { return };
        if gain != 0.0 {
            data[frames].iter_mut().zip(samples).for_each(|(out, s)| *out += gain * s.to_f32());
        }
    }
}

#[cfg(test)]
mod tests;
