//! Files of plain samples: WAV, RF64, BW64, Wave64, AIFF and AIFF-C.
//!
//! They differ in what precedes the samples, and share everything else.

mod aiff;
mod claim;
pub(crate) mod lane;
mod wave;

use std::{borrow::Cow, ops::Range, sync::Arc};

use attacca_units::SampleRate;

use crate::{
    error::OpenError,
    loading::{
        mixdown::Speakers,
        source::ByteSource,
        window::{ByteWindow, WINDOW_BYTES},
    },
};

/// Chunks looked at in a file: empty ones could otherwise fill gigabytes.
const MAX_CHUNKS: usize = 1024;

/// What is around the samples.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Container {
    /// RIFF WAVE.
    Wav,
    /// RIFF WAVE with sizes of 64 bits, by the European Broadcasting Union.
    Rf64,
    /// The same, by the ITU.
    Bw64,
    /// Sony's: sizes of 64 bits throughout.
    Wave64,
    /// Apple's, highest byte first.
    Aiff,
    /// The same with a choice of codings.
    AiffC,
}

impl Container {
    /// As shown to users.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Container::Wav => "WAV",
            Container::Rf64 => "RF64",
            Container::Bw64 => "BW64",
            Container::Wave64 => "Wave64",
            Container::Aiff => "AIFF",
            Container::AiffC => "AIFF-C",
        }
    }

    fn broken(self, reason: &'static str) -> OpenError {
        OpenError::BrokenHeader { format: self.name(), reason }
    }

    fn unsupported(self, what: impl Into<Cow<'static, str>>) -> OpenError {
        let format = format!("{} with {}", self.name(), what.into()).into();
        OpenError::UnsupportedFormat { format }
    }
}

/// An opened file of plain samples.
#[derive(Debug)]
pub(crate) struct PcmFile {
    source: Arc<dyn ByteSource>,
    layout: PcmLayout,
}

/// Where the samples of a file are and what they mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct PcmLayout {
    /// Frames per second.
    pub(crate) rate: SampleRate,
    /// 1 to 8.
    pub(crate) channel_count: usize,
    /// How a sample is coded.
    pub(crate) coding: SampleCoding,
    /// In which order the bytes of a sample are.
    pub(crate) byte_order: ByteOrder,
    /// Bits of a sample that mean something.
    pub(crate) bits: u32,
    /// Where the channels are heard.
    pub(crate) speakers: Speakers,
    /// Where the samples begin, in bytes.
    pub(crate) data_start: u64,
    /// Whole frames, by the header; the file may end before. Their bytes and `data_start` add up
    /// to less than 2⁶³.
    pub(crate) frame_count: u64,
}

/// How a sample is coded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SampleCoding {
    /// 0 to 255; 128 is silence.
    Unsigned8,
    /// Two's complement.
    Signed8,
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

/// In which order the bytes of a sample are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ByteOrder {
    /// Lowest first, as Intel's processors have them.
    Little,
    /// Highest first, as Motorola's had them.
    Big,
}

impl SampleCoding {
    /// Signed integers of `bits` bits, 1 to 32, at the top of as few bytes as hold them.
    fn signed(bits: u32) -> Option<SampleCoding> {
        Some(match bits {
            1..=8 => SampleCoding::Signed8,
            9..=16 => SampleCoding::Signed16,
            17..=24 => SampleCoding::Signed24,
            25..=32 => SampleCoding::Signed32,
            _ => return None,
        })
    }

    /// Bytes of a sample.
    pub(crate) fn byte_count(self) -> usize {
        match self {
            SampleCoding::Unsigned8 | SampleCoding::Signed8 => 1,
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

impl PcmLayout {
    /// Bytes of a frame; at most 64.
    pub(crate) fn frame_bytes(&self) -> usize {
        self.channel_count * self.coding.byte_count()
    }

    /// Where `position` lies, in bytes.
    pub(crate) fn offset(&self, position: u64) -> u64 {
        self.data_start + position * self.frame_bytes() as u64
    }
}

impl PcmFile {
    /// Bytes of memory that a lane takes at most: its window.
    pub(crate) const LANE_BYTES: usize = WINDOW_BYTES;

    /// Reads the header of `source`, which begins at `start` and of which `window` may hold some.
    ///
    /// # Errors
    /// When it can't be read, is broken or of an unsupported coding.
    pub(crate) fn open(
        container: Container,
        source: Arc<dyn ByteSource>,
        mut window: ByteWindow,
        start: u64,
    ) -> Result<PcmFile, OpenError> {
        let layout = match container {
            Container::Wav | Container::Rf64 | Container::Bw64 | Container::Wave64 => {
                wave::read_layout(container, &*source, &mut window, start)?
            }
            Container::Aiff | Container::AiffC => {
                aiff::read_layout(container, &*source, &mut window, start)?
            }
        };
        Ok(PcmFile { source, layout })
    }

    /// What the header says.
    pub(crate) fn layout(&self) -> &PcmLayout {
        &self.layout
    }

    /// Asks the system for the bytes of these frames.
    pub(crate) fn will_need(&self, frames: Range<u64>) {
        self.source.will_need(self.layout.offset(frames.start)..self.layout.offset(frames.end));
    }
}
