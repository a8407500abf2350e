//! Headers of MPEG audio frames, whichever coding they are of.

use crate::loading::packets::mpeg::{adts, layer3};

/// Bytes that hold every header.
pub(crate) const MAX_HEADER_BYTES: usize = 9;

/// Bytes of the longest frame: ADTS has 13 bits for it.
pub(crate) const MAX_FRAME_BYTES: usize = 8191;

/// How frames are coded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Coding {
    /// MP3, by version.
    Layer3(layer3::Version),
    /// AAC behind ADTS headers, by object type.
    Adts(adts::ObjectType),
}

/// What all frames of a stream have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Kind {
    /// How they are coded.
    pub(crate) coding: Coding,
    /// In Hz.
    pub(crate) rate: u32,
    /// 1 or 2 for MP3; for ADTS the channel configuration, 0 to 7.
    pub(crate) channels: u8,
    /// Frames of audio that each gives.
    pub(crate) packet_frames: u32,
}

/// One frame's header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct FrameHeader {
    /// What is the same in all frames of a stream.
    pub(crate) kind: Kind,
    /// Bytes of the frame with its header.
    pub(crate) byte_count: usize,
    /// Bytes before what the decoder wants.
    pub(crate) skipped_bytes: usize,
    /// Bytes of it that later frames may use.
    pub(crate) main_data_bytes: usize,
    /// Bits per second of MP3; 0 for ADTS.
    pub(crate) bit_rate: u32,
}

impl FrameHeader {
    /// The header that `bytes` begin with; `None` when there is none, or one of a coding that has no
    /// length (free format) or is not known.
    pub(crate) fn parse(bytes: &[u8]) -> Option<FrameHeader> {
        layer3::parse(bytes).or_else(|| adts::parse(bytes))
    }
}

impl Kind {
    /// Frames before another one that the decoder must have decoded for that to be right, apart from
    /// those that hold [`Kind::reservoir_bytes`].
    ///
    /// Synthesis reaches back over two granules of MP3, of which MPEG 1 has two in a frame. Windows of
    /// AAC overlap with the one before.
    pub(crate) fn overlapping_packets(self) -> usize {
        match self.coding {
            Coding::Layer3(layer3::Version::Mpeg1) | Coding::Adts(_) => 1,
            Coding::Layer3(_) => 2,
        }
    }

    /// Bytes of earlier frames' main data in which a frame may begin at most.
    pub(crate) fn reservoir_bytes(self) -> usize {
        match self.coding {
            Coding::Layer3(layer3::Version::Mpeg1) => 511,
            Coding::Layer3(_) => 255,
            Coding::Adts(_) => 0,
        }
    }
}
