//! WAV files: header and samples.

mod header;
pub(crate) mod lane;

use std::{ops::Range, sync::Arc};

use attacca_units::SampleRate;

use crate::{
    error::OpenError,
    loading::{
        mixdown::SpeakerMask, source::ByteSource, wav::header::read_layout, window::ByteWindow,
    },
};

/// An opened WAV file.
#[derive(Debug)]
pub(crate) struct WavFile {
    source: Arc<dyn ByteSource>,
    layout: WavLayout,
}

/// Where the samples of a WAV file are and what they mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct WavLayout {
    /// Frames per second.
    pub(crate) rate: SampleRate,
    /// 1 to 8.
    pub(crate) channel_count: usize,
    /// How a sample is coded.
    pub(crate) coding: SampleCoding,
    /// Bits of a sample that mean something.
    pub(crate) bits: u32,
    /// Where the channels are heard.
    pub(crate) speakers: SpeakerMask,
    /// Where the samples begin, in bytes.
    pub(crate) data_start: u64,
    /// Whole frames that are there.
    pub(crate) frame_count: u64,
}

/// How a sample is coded, lowest byte first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SampleCoding {
    /// 0 to 255; 128 is silence.
    Unsigned8,
    /// Two's complement.
    Signed16,
    /// Two's complement in three bytes.
    Signed24,
    /// Two's complement.
    Signed32,
    /// IEEE 754.
    Float32,
    /// IEEE 754.
    Float64,
}

impl SampleCoding {
    /// Bytes of a sample.
    pub(crate) fn byte_count(self) -> usize {
        match self {
            SampleCoding::Unsigned8 => 1,
            SampleCoding::Signed16 => 2,
            SampleCoding::Signed24 => 3,
            SampleCoding::Signed32 | SampleCoding::Float32 => 4,
            SampleCoding::Float64 => 8,
        }
    }

    /// Whether samples are floating point.
    pub(crate) fn is_float(self) -> bool {
        matches!(self, SampleCoding::Float32 | SampleCoding::Float64)
    }
}

impl WavLayout {
    /// Bytes of a frame; at most 64.
    pub(crate) fn frame_bytes(&self) -> usize {
        self.channel_count * self.coding.byte_count()
    }

    /// Where `position` lies, in bytes.
    pub(crate) fn offset(&self, position: u64) -> u64 {
        self.data_start + position * self.frame_bytes() as u64
    }
}

impl WavFile {
    /// Reads the header of `source`, of which `window` may hold the start.
    ///
    /// # Errors
    /// When it can't be read, is broken or of an unsupported coding.
    pub(crate) fn open(
        source: Arc<dyn ByteSource>,
        mut window: ByteWindow,
    ) -> Result<WavFile, OpenError> {
        let layout = read_layout(&*source, &mut window)?;
        Ok(WavFile { source, layout })
    }

    /// What the header says.
    pub(crate) fn layout(&self) -> &WavLayout {
        &self.layout
    }

    /// Asks the system for the bytes of these frames.
    pub(crate) fn will_need(&self, frames: Range<u64>) {
        self.source.will_need(self.layout.offset(frames.start)..self.layout.offset(frames.end));
    }
}
