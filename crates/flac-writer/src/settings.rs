//! What the frames of a stream are, and how they are cut into blocks.

use std::ops::RangeInclusive;

use attacca_units::SampleRate;

use crate::FlacError;

/// What a FLAC stream holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FlacSettings {
    /// Frames per second; at most 655,350 Hz.
    pub sample_rate: SampleRate,
    /// Samples per frame; 1 to 8.
    pub channel_count: usize,
    /// Bits of each sample: 8, 12, 16, 20 or 24.
    pub bits_per_sample: u32,
    /// Frames in each FLAC block but the last; 32 to 32,767.
    pub block_frames: usize,
    /// Room for points in the seek table, 18 bytes each; none leaves the table out.
    pub seek_point_count: usize,
}

impl FlacSettings {
    /// Frames in a block unless said otherwise: 85 ms at 48 kHz, what other encoders use too.
    pub const DEFAULT_BLOCK_FRAMES: usize = 4096;

    /// Seek points unless said otherwise: 1.8 KB, one every 2 to 4 seconds in a song.
    pub const DEFAULT_SEEK_POINT_COUNT: usize = 100;

    const SAMPLE_RATES: RangeInclusive<u32> = 1..=655_350;
    const CHANNEL_COUNTS: RangeInclusive<usize> = 1..=flacenc::constant::MAX_CHANNELS;
    /// What flacenc and the frame header of FLAC both know.
    const BIT_COUNTS: [u32; 5] = [8, 12, 16, 20, 24];
    const BLOCK_FRAMES: RangeInclusive<usize> =
        flacenc::constant::MIN_BLOCK_SIZE..=flacenc::constant::MAX_BLOCK_SIZE;
    /// As many as fit into a metadata block, whose length has 24 bits.
    const SEEK_POINT_COUNTS: RangeInclusive<usize> = 0..=((1 << 24) - 1) / 18;

    /// A stream in blocks of the default length, with a seek table.
    pub const fn new(
        sample_rate: SampleRate,
        channel_count: usize,
        bits_per_sample: u32,
    ) -> FlacSettings {
        FlacSettings {
            sample_rate,
            channel_count,
            bits_per_sample,
            block_frames: Self::DEFAULT_BLOCK_FRAMES,
            seek_point_count: Self::DEFAULT_SEEK_POINT_COUNT,
        }
    }

    /// The values a sample can have.
    pub(crate) fn sample_range(&self) -> RangeInclusive<i32> {
        let half = 1 << (self.bits_per_sample - 1);
        -half..=half - 1
    }

    /// # Errors
    /// [`FlacError::Settings`] for the first field outside what FLAC or the encoder takes.
    pub(crate) fn check(&self) -> Result<(), FlacError> {
        let check = |is_valid: bool, field, value: u64| {
            if is_valid { Ok(()) } else { Err(FlacError::Settings { field, value }) }
        };
        let hz = self.sample_rate.hz();
        check(Self::SAMPLE_RATES.contains(&hz), "sample rate", hz.into())?;
        let channels = self.channel_count;
        check(Self::CHANNEL_COUNTS.contains(&channels), "channel count", channels as u64)?;
        let bits = self.bits_per_sample;
        check(Self::BIT_COUNTS.contains(&bits), "bits per sample", bits.into())?;
        let frames = self.block_frames;
        check(Self::BLOCK_FRAMES.contains(&frames), "block length", frames as u64)?;
        let points = self.seek_point_count;
        check(Self::SEEK_POINT_COUNTS.contains(&points), "seek point count", points as u64)
    }
}
