//! What holds for all frames of a FLAC file, and what their headers mean by it.

use crate::loading::flac::{
    header::FrameHeader,
    metadata::{Metadata, SeekPoint},
};

/// How the frames of a stream are numbered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Blocking {
    /// By block; all but the last have this many frames.
    Fixed(u32),
    /// By the first frame of audio.
    Variable,
}

/// What holds for all frames of a FLAC file.
#[derive(Debug, Clone)]
pub(crate) struct Stream {
    /// Hz.
    pub(crate) rate: u32,
    /// 1 to 8.
    pub(crate) channel_count: usize,
    /// 4 to 32.
    pub(crate) bits: u32,
    /// How frames are numbered.
    pub(crate) blocking: Blocking,
    /// The longest block that frames should have.
    pub(crate) max_block_frames: u32,
    /// The position that the first frame claims; not 0 in streams cut out of longer ones.
    pub(crate) origin: u64,
    /// Where the audio begins, in bytes.
    pub(crate) audio_start: u64,
    /// The length, in frames.
    pub(crate) frame_count: u64,
    /// Where the file claims that some frames are.
    pub(crate) seek_points: Box<[SeekPoint]>,
}

impl Stream {
    /// The stream of `metadata` whose first valid frame header is `first`.
    pub(crate) fn new(metadata: Metadata, first: Option<FrameHeader>) -> Stream {
        let info = metadata.info;
        let blocking = match first {
            Some(header) if header.is_variable => Blocking::Variable,
            // The stream's header is not to be trusted here: some encoders count the short last
            // block in.
            Some(header) => Blocking::Fixed(header.block_frames),
            None => Blocking::Fixed(info.max_block_frames.max(1)),
        };
        Stream {
            rate: info.rate.hz(),
            channel_count: info.channel_count,
            bits: info.bits,
            blocking,
            max_block_frames: match blocking {
                Blocking::Fixed(frames) => frames,
                Blocking::Variable => info.max_block_frames.max(1),
            },
            origin: 0,
            audio_start: metadata.audio_start,
            frame_count: info.frame_count.unwrap_or(u64::MAX),
            seek_points: metadata.seek_points,
        }
    }

    /// The stream whose positions begin at that of `first`, the frame at the start of the audio.
    pub(crate) fn beginning_with(mut self, first: &FrameHeader) -> Stream {
        self.origin = self.claimed_position(first).unwrap_or(0);
        self
    }

    /// The first frame of audio in the block of `header`; `None` when the header can't be one of
    /// this stream's, or lies outside its length.
    pub(crate) fn position(&self, header: &FrameHeader) -> Option<u64> {
        self.claimed_position(header)?
            .checked_sub(self.origin)
            .filter(|&position| position < self.frame_count)
    }

    /// The position before [`Stream::origin`] is taken off.
    fn claimed_position(&self, header: &FrameHeader) -> Option<u64> {
        match self.blocking {
            Blocking::Variable if header.is_variable => Some(header.number),
            // No block is longer than the others, only the last one may be shorter.
            Blocking::Fixed(frames) if !header.is_variable && header.block_frames <= frames => {
                Some(header.number * u64::from(frames))
            }
            _ => None,
        }
    }

    /// Whether the frame's rate, bits and channels are those of the stream.
    pub(crate) fn fits(&self, header: &FrameHeader) -> bool {
        header.rate.is_none_or(|rate| rate == self.rate)
            && header.bits.is_none_or(|bits| bits == self.bits)
            && header.channels.count() == self.channel_count
    }

    /// More bytes than a frame of this header takes, unless it was made to be huge: twice its
    /// samples, one bit of side channel each, and a page for what surrounds them.
    pub(crate) fn max_frame_bytes(&self, header: &FrameHeader) -> usize {
        max_frame_bytes(header.block_frames, header.channels.count(), self.bits)
    }

    /// More bytes than any frame takes.
    pub(crate) fn max_bytes_of_any_frame(&self) -> usize {
        max_frame_bytes(self.max_block_frames, self.channel_count, self.bits)
    }
}

fn max_frame_bytes(block_frames: u32, channel_count: usize, bits: u32) -> usize {
    block_frames as usize * channel_count * (bits as usize + 1) / 8 * 2 + 4096
}

#[cfg(test)]
mod tests;
