//! Where a FLAC frame ends.
//!
//! At the first place behind which a header begins and before which the frame's checksum is
//! right. Where the next frame is missing or damaged, decoding the frame tells.

use crate::loading::flac::{
    crc::crc16,
    header::{FrameHeader, MAX_HEADER_BYTES},
    plain::{CUT_OFF, PlainDecoder},
    reader::{FoundFrame, sync_codes},
    stream::Stream,
};

/// Where a frame ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FrameEnd {
    /// Its checksum is right; it has this many bytes.
    Intact(usize),
    /// Its checksum is wrong; the next frame begins after this many bytes.
    Damaged(usize),
    /// Its checksum is wrong, or nowhere in the bytes that it may have.
    Unknown,
    /// Behind the end of the file.
    CutOff,
}

/// A search for the end of one frame, in more and more of the bytes from its start on.
#[derive(Debug)]
pub(crate) struct EndSearch<'a> {
    frame: &'a FoundFrame,
    /// Bytes in which there is no end.
    pub(crate) searched: usize,
    /// Bytes that are in the checksum.
    summed: usize,
    crc: u16,
}

impl<'a> EndSearch<'a> {
    /// A search behind the header of `frame`.
    pub(crate) fn new(frame: &'a FoundFrame) -> EndSearch<'a> {
        EndSearch { frame, searched: frame.header.byte_count, summed: 0, crc: 0 }
    }

    /// Searches on in `bytes`, which begin with the frame and are more than at the last call.
    pub(crate) fn go_on(&mut self, bytes: &[u8], stream: &Stream) -> Option<FrameEnd> {
        let rest = bytes.get(self.searched..)?;
        for at in sync_codes(rest).map(|at| self.searched + at) {
            let Some(header) = FrameHeader::parse(&bytes[at..]) else { continue };
            self.crc = crc16(self.crc, &bytes[self.summed..at]);
            self.summed = at;
            if self.crc == 0 {
                return Some(FrameEnd::Intact(at));
            }
            let is_next = stream.position(&header) == Some(self.frame.end_position());
            if is_next && stream.fits(&header) {
                // Foreign bytes may lie between the two.
                return Some(match self.measured(&bytes[..at], stream) {
                    FrameEnd::Intact(byte_count) => FrameEnd::Intact(byte_count),
                    _ => FrameEnd::Damaged(at),
                });
            }
        }
        // The last bytes may be a header that is cut.
        let whole = bytes.len().saturating_sub(MAX_HEADER_BYTES);
        self.searched = self.searched.max(whole).max(self.summed);
        None
    }

    /// The end in `bytes`, in which none was found and behind which the file ends.
    pub(crate) fn end_of_file(&self, bytes: &[u8], stream: &Stream) -> FrameEnd {
        let rest = bytes.get(self.summed..).unwrap_or(&[]);
        if crc16(self.crc, rest) == 0 && !rest.is_empty() {
            return FrameEnd::Intact(bytes.len());
        }
        self.measured(bytes, stream)
    }

    /// The end in `bytes`, in which none was found and which are all that the frame may have.
    pub(crate) fn limit(&self, bytes: &[u8], stream: &Stream) -> FrameEnd {
        match self.measured(bytes, stream) {
            FrameEnd::CutOff => FrameEnd::Unknown,
            end => end,
        }
    }

    /// The end in `bytes`, by decoding.
    fn measured(&self, bytes: &[u8], stream: &Stream) -> FrameEnd {
        let header = &self.frame.header;
        let body = match PlainDecoder::default().decode(bytes, header, stream.bits) {
            Ok(body) => body,
            Err(CUT_OFF) => return FrameEnd::CutOff,
            Err(_) => return FrameEnd::Unknown,
        };
        let byte_count = body + 2;
        match bytes.get(..byte_count) {
            Some(frame) if is_intact(frame, byte_count) => FrameEnd::Intact(byte_count),
            Some(_) => FrameEnd::Unknown,
            None => FrameEnd::CutOff,
        }
    }
}

/// Whether `frame` is `byte_count` bytes and its checksum, at its end, is right.
pub(crate) fn is_intact(frame: &[u8], byte_count: usize) -> bool {
    frame.len() == byte_count && byte_count > 0 && crc16(0, frame) == 0
}
