//! Stems whose every frame is its own number.
//!
//! Frame *n* of such a stem holds the low 14 bits of *n* in its left sample and the high 14 bits in
//! its right one. Mix identical stems at a total gain of 1, and an output frame decodes to the
//! number of the frame that all of them are at. A step other than 1 from one output frame to the
//! next is a gap, a repetition or a jump. Real music cannot show that.
//!
//! One stem of *N* that is *d* frames off moves the left sample by *d*/*N* of a step. [`frame_of`]
//! finds that to be no code for up to 60 stems, [`frame_of_quiet`] for any number, unless *d* is a
//! multiple of *N*: then the number is wrong. So compare the number with the expected one too.
//!
//! Digital silence is itself a code, that of [`SILENCE`]: 46 minutes into a stem at 48 kHz.

use std::{ops::Range, path::Path};

use attacca_flac_writer::{FlacFile, FlacSettings};
use attacca_units::SampleRate;

use crate::files::{WavFile, WavFormat};

/// Frames that have a code: 93 minutes at 48 kHz.
pub const MAX_FRAMES: u64 = 1 << (2 * HALF_BITS);

/// The frame whose code is digital silence.
pub const SILENCE: u64 = (HALF_OFFSET as u64) | ((HALF_OFFSET as u64) << HALF_BITS);

/// How much quieter [`PositionCodedStem::quiet`] stems are.
pub const QUIET_DIVISOR: f32 = 128.0;

/// Bits of the frame number in each sample. 14 of 16 leave 12 dB of headroom.
const HALF_BITS: u32 = 14;
const HALF_MASK: u64 = (1 << HALF_BITS) - 1;
/// Centres the codes around zero.
const HALF_OFFSET: i32 = 1 << (HALF_BITS - 1);
const FULL_SCALE_16: f32 = 32_768.0;
/// How far a sample may be from a code, in steps of 16 bits: less than the 1/60 of one stem among
/// 60 that is a frame off, more than the rounding of `f32` sums of 128 stems (0.005).
const TOLERANCE: f32 = 1.0 / 64.0;
/// Frames written at once.
const PIECE_FRAMES: u64 = 4096;

/// The samples of frame `frame`, left and right, as 16-bit integers.
///
/// # Panics
/// When `frame` is not below [`MAX_FRAMES`].
pub fn position_coded_stereo(frame: u64) -> (i16, i16) {
    assert!(frame < MAX_FRAMES, "frame {frame} has no code");
    let half = |bits: u64| (bits as i32 - HALF_OFFSET) as i16;
    (half(frame & HALF_MASK), half(frame >> HALF_BITS))
}

/// The number of an output frame of identical position-coded stems mixed at a total gain of 1.
///
/// Takes samples in units of full scale. `None` when they are no code: within a fade, or out of
/// step.
pub fn frame_of(left: f32, right: f32) -> Option<u64> {
    Some(half_of(left)? | (half_of(right)? << HALF_BITS))
}

/// The number of an output frame of `stem_count` identical [quiet](PositionCodedStem::quiet) stems,
/// each mixed at a gain of 1.
///
/// Exact: `f32` holds such sums of up to 2048 stems without rounding.
pub fn frame_of_quiet(left: f32, right: f32, stem_count: usize) -> Option<u64> {
    let stem_count = stem_count as f32;
    let step_of_one = |sample: f32| {
        let steps = sample * FULL_SCALE_16 * QUIET_DIVISOR;
        (steps % stem_count == 0.0).then_some(steps / stem_count / FULL_SCALE_16)
    };
    frame_of(step_of_one(left)?, step_of_one(right)?)
}

fn half_of(sample: f32) -> Option<u64> {
    let steps = sample * FULL_SCALE_16;
    let nearest = steps.round();
    // False for NaN too.
    let is_near = (steps - nearest).abs() <= TOLERANCE;
    if !is_near {
        return None;
    }
    let half = nearest as i32 + HALF_OFFSET;
    u64::try_from(half).ok().filter(|half| *half <= HALF_MASK)
}

/// A stereo stem that holds the codes of a stretch of frame numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PositionCodedStem {
    /// The numbers of its frames; songs that must be told apart begin at different numbers.
    pub frames: Range<u64>,
    /// Frames per second.
    pub sample_rate: SampleRate,
    /// How the codes are written.
    pub scale: CodeScale,
    /// Frames in each block of a FLAC file.
    pub block_frames: usize,
}

/// How codes are written as samples.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodeScale {
    /// 16-bit samples that are the codes; for mixes at a total gain of 1.
    Whole,
    /// 24-bit samples of 1/[`QUIET_DIVISOR`] of that, so that 500 stems at a gain of 1 do not clip.
    Quiet,
}

impl PositionCodedStem {
    /// A 16-bit stem at 48 kHz with the codes of `frames`.
    pub fn new(frames: Range<u64>) -> PositionCodedStem {
        PositionCodedStem {
            frames,
            sample_rate: SampleRate::HZ_48000,
            scale: CodeScale::Whole,
            block_frames: FlacSettings::DEFAULT_BLOCK_FRAMES,
        }
    }

    /// A 24-bit stem at 48 kHz with the codes of `frames`, 42 dB quieter; see [`frame_of_quiet`].
    pub fn quiet(frames: Range<u64>) -> PositionCodedStem {
        PositionCodedStem { scale: CodeScale::Quiet, ..PositionCodedStem::new(frames) }
    }

    /// Writes the stem as FLAC, in the place of a file that is there.
    pub fn write_flac(&self, path: &Path) {
        let mut settings = FlacSettings::new(self.sample_rate, 2, self.bits_per_sample());
        settings.block_frames = self.block_frames;
        let mut file = FlacFile::create(path, &settings).expect("the FLAC file can be made");
        self.for_each_piece(|piece| {
            file.write_interleaved(piece).expect("the FLAC file can be written");
        });
        file.finish().expect("the FLAC file can be finished");
    }

    /// Writes the stem as integer PCM WAV, in the place of a file that is there.
    pub fn write_wav(&self, path: &Path) {
        let format = WavFormat {
            sample_rate: self.sample_rate,
            channel_count: 2,
            bits_per_sample: self.bits_per_sample(),
        };
        let mut file = WavFile::create(path, format);
        self.for_each_piece(|piece| file.write_interleaved(piece));
        file.finish();
    }

    /// Bits of each sample of the files.
    pub fn bits_per_sample(&self) -> u32 {
        match self.scale {
            CodeScale::Whole => 16,
            CodeScale::Quiet => 24,
        }
    }

    fn for_each_piece(&self, mut write: impl FnMut(&[i32])) {
        // A step of 16 bits is 256 steps of 24.
        let factor = match self.scale {
            CodeScale::Whole => 1,
            CodeScale::Quiet => 256 / QUIET_DIVISOR as i32,
        };
        let mut piece = Vec::with_capacity(2 * PIECE_FRAMES as usize);
        let mut start = self.frames.start;
        while start < self.frames.end {
            let end = (start + PIECE_FRAMES).min(self.frames.end);
            piece.clear();
            for (left, right) in (start..end).map(position_coded_stereo) {
                piece.extend([i32::from(left) * factor, i32::from(right) * factor]);
            }
            write(&piece);
            start = end;
        }
    }
}

#[cfg(test)]
mod tests;
