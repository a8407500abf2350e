//! The grid of a pair of rates: which frames of a file make which frames of the engine. Pure.

use std::ops::{Range, RangeInclusive};

use attacca_units::{FrameCount, FramePos, SampleRate};

use crate::error::OpenError;

/// Rates that are converted, in Hz: from telephones, below which blocks would span many slabs, to the
/// highest that studios record at.
pub const CONVERTED_RATES_HZ: RangeInclusive<u32> = 8_000..=384_000;

/// Frames of a block at least, at the lower one of both rates. The filter is as long as a block: so
/// many pass 0.95 of the band whole and stop all beyond it. With more, a seek, which converts the
/// block before as well, would be dearer, and nothing better that can be heard.
const BLOCK_FRAMES: u32 = 512;

/// Where the blocks of a conversion lie. Engine block *n* is made of the source blocks *n* and
/// *n* + 1, whatever was converted before.
///
/// Both kinds of blocks last equally long: a whole number of frames at both rates, a second at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct RateGrid {
    source_rate: SampleRate,
    engine_rate: SampleRate,
    source_block: u32,
    engine_block: u32,
}

/// The frames of a source block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SourceBlock {
    /// Frames of silence at its start: those before the file's first frame. Only block 0 has any.
    pub(crate) silent_frames: usize,
    /// The frames of the file that follow, at its own rate; it may end before them.
    pub(crate) frames: Range<u64>,
}

impl RateGrid {
    /// The grid from `source_rate` to `engine_rate`; `None` when they are equal.
    ///
    /// # Errors
    /// When one is not among [`CONVERTED_RATES_HZ`].
    pub(crate) fn between(
        source_rate: SampleRate,
        engine_rate: SampleRate,
    ) -> Result<Option<RateGrid>, OpenError> {
        let is_converted = |rate: SampleRate| CONVERTED_RATES_HZ.contains(&rate.hz());
        match source_rate == engine_rate {
            true => Ok(None),
            false if is_converted(source_rate) && is_converted(engine_rate) => {
                Ok(Some(RateGrid::new(source_rate, engine_rate)))
            }
            false => Err(OpenError::OtherRate { stem_rate: source_rate, engine_rate }),
        }
    }

    fn new(source_rate: SampleRate, engine_rate: SampleRate) -> RateGrid {
        let per_second = greatest_common_divisor(source_rate.hz(), engine_rate.hz());
        let (source, engine) = (source_rate.hz() / per_second, engine_rate.hz() / per_second);
        let mut repeats = BLOCK_FRAMES.div_ceil(source.min(engine));
        // The filter is symmetric to the last bit when it has an even number of frames.
        if source % 2 == 1 && repeats % 2 == 1 && repeats < per_second {
            repeats += 1;
        }
        let (source_block, engine_block) = (source * repeats, engine * repeats);
        RateGrid { source_rate, engine_rate, source_block, engine_block }
    }

    /// Frames of each source block.
    pub(crate) fn source_block_frames(&self) -> usize {
        self.source_block as usize
    }

    /// Frames of each engine block.
    pub(crate) fn engine_block_frames(&self) -> usize {
        self.engine_block as usize
    }

    /// Frames per second of the file.
    pub(crate) fn source_rate(&self) -> SampleRate {
        self.source_rate
    }

    /// Frames per second of the engine.
    pub(crate) fn engine_rate(&self) -> SampleRate {
        self.engine_rate
    }

    /// The engine block in which `position` lies.
    pub(crate) fn block_of(&self, position: u64) -> u64 {
        position / u64::from(self.engine_block)
    }

    /// The engine's frames of block `number`.
    pub(crate) fn engine_frames(&self, number: u64) -> Range<u64> {
        let frames = u64::from(self.engine_block);
        number.saturating_mul(frames)..number.saturating_add(1).saturating_mul(frames)
    }

    /// What source block `number` holds. The filter delays by half a block, rounded down: blocks
    /// begin so much later in the file, and the first of them before it.
    pub(crate) fn source_block(&self, number: u64) -> SourceBlock {
        let frames = u64::from(self.source_block);
        let lead = u64::from(self.source_block.div_ceil(2));
        let at = |number: u64| number.saturating_mul(frames).saturating_sub(lead);
        let silent_frames = if number == 0 { lead as usize } else { 0 };
        SourceBlock { silent_frames, frames: at(number)..at(number.saturating_add(1)) }
    }

    /// The length of a stem of `source_frames`: the engine's frames that begin before its end. Frame
    /// *n* of the engine is the sound at *n* / engine rate.
    pub(crate) fn length(&self, source_frames: FrameCount) -> FrameCount {
        FrameCount(self.to_engine(source_frames.0, Rounding::Up))
    }

    /// The engine's frames in which these frames of the file sound.
    pub(crate) fn engine_range(&self, source: Range<u64>) -> Range<u64> {
        self.to_engine(source.start, Rounding::Down)..self.to_engine(source.end, Rounding::Up)
    }

    /// The file's frames that are read for these frames of the engine, which are not none.
    pub(crate) fn source_range(&self, engine: &Range<FramePos>) -> Range<u64> {
        let (first, last) = (self.block_of(engine.start.0), self.block_of(engine.end.0 - 1));
        let start = self.source_block(first).frames.start;
        start..self.source_block(last.saturating_add(1)).frames.end
    }

    fn to_engine(self, source: u64, rounding: Rounding) -> u64 {
        let (source_hz, engine_hz) =
            (u128::from(self.source_rate.hz()), u128::from(self.engine_rate.hz()));
        let scaled = u128::from(source) * engine_hz;
        let engine = match rounding {
            Rounding::Down => scaled / source_hz,
            Rounding::Up => scaled.div_ceil(source_hz),
        };
        u64::try_from(engine).unwrap_or(u64::MAX)
    }
}

enum Rounding {
    Down,
    Up,
}

fn greatest_common_divisor(mut a: u32, mut b: u32) -> u32 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

#[cfg(test)]
mod tests;
