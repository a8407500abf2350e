//! Finds the frames of a FLAC file, one after the other.
//!
//! FLAC frames carry neither their length nor unique marks. A header is recognised by its
//! checksum and by what it says of the stream and of its place in it; where the frame ends is found
//! by [`EndSearch`].

use std::{io, sync::Arc};

use crate::loading::{
    flac::{
        ends::{EndSearch, FrameEnd, is_intact},
        header::{FrameHeader, MAX_HEADER_BYTES},
        stream::Stream,
    },
    source::ByteSource,
    window::ByteWindow,
};

/// Bytes searched at once.
const STEP_BYTES: usize = 16 * 1024;

/// Reads frames of one file through a window.
#[derive(Debug)]
pub(crate) struct FrameReader {
    source: Arc<dyn ByteSource>,
    stream: Arc<Stream>,
    window: ByteWindow,
}

/// A place between frames.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Cursor {
    /// Where the next frame should begin, in bytes.
    pub(crate) offset: u64,
    /// Its first frame of audio.
    pub(crate) position: u64,
}

/// A frame whose header was found.
#[derive(Debug, Clone, Copy)]
pub(crate) struct FoundFrame {
    /// Where it begins, in bytes.
    pub(crate) offset: u64,
    /// Its first frame of audio.
    pub(crate) position: u64,
    /// Its header.
    pub(crate) header: FrameHeader,
}

impl FoundFrame {
    /// The frame of audio behind its last.
    pub(crate) fn end_position(&self) -> u64 {
        self.position + u64::from(self.header.block_frames)
    }

    /// Somewhere in the frame, before the next one's header.
    pub(crate) fn cursor_behind_header(&self) -> Cursor {
        Cursor {
            offset: self.offset + self.header.byte_count as u64,
            position: self.end_position(),
        }
    }
}

/// What a search for a frame found.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Search {
    /// A frame.
    Found(FoundFrame),
    /// None before this byte, where the permitted bytes were used up.
    Interrupted(u64),
    /// None in the rest of the file.
    EndOfFile,
}

impl FrameReader {
    /// A reader of `source`, whose window may hold some of it already.
    pub(crate) fn new(
        source: Arc<dyn ByteSource>,
        stream: Arc<Stream>,
        window: ByteWindow,
    ) -> FrameReader {
        FrameReader { source, stream, window }
    }

    /// What was read, for another reader.
    pub(crate) fn into_window(self) -> ByteWindow {
        self.window
    }

    /// What holds for all frames.
    pub(crate) fn stream(&self) -> &Arc<Stream> {
        &self.stream
    }

    /// What it reads.
    pub(crate) fn source(&self) -> &dyn ByteSource {
        &*self.source
    }

    /// Bytes in the file.
    pub(crate) fn byte_count(&self) -> u64 {
        self.source.byte_count()
    }

    /// Bytes of memory that the window holds.
    pub(crate) fn window_bytes(&self) -> usize {
        self.window.capacity()
    }

    /// The `byte_count` bytes at `offset`, or fewer at the end of the file.
    ///
    /// # Errors
    /// What the system says.
    pub(crate) fn bytes(&mut self, offset: u64, byte_count: usize) -> io::Result<&[u8]> {
        let bytes = self.window.view(&*self.source, offset, byte_count)?;
        Ok(&bytes[..byte_count.min(bytes.len())])
    }

    /// The frame that begins exactly at `offset`, if a valid header is there.
    ///
    /// # Errors
    /// What the system says.
    pub(crate) fn frame_at(&mut self, offset: u64) -> io::Result<Option<FoundFrame>> {
        let header = FrameHeader::parse(self.bytes(offset, MAX_HEADER_BYTES)?);
        Ok(header.and_then(|header| {
            let position = self.stream.position(&header)?;
            Some(FoundFrame { offset, position, header })
        }))
    }

    /// The first valid header of this stream in the `limit` bytes from `offset` on whose frame is
    /// `wanted`.
    ///
    /// # Errors
    /// What the system says.
    pub(crate) fn search(
        &mut self,
        mut offset: u64,
        limit: u64,
        wanted: impl Fn(&FoundFrame) -> bool,
    ) -> io::Result<Search> {
        let end = offset.saturating_add(limit);
        while offset < end {
            let bytes = self.window.view(&*self.source, offset, STEP_BYTES)?;
            // A header must be whole to be seen: leave one that is cut for the next step.
            let is_last = offset + bytes.len() as u64 >= self.source.byte_count();
            let searched = bytes.len().saturating_sub(if is_last { 0 } else { MAX_HEADER_BYTES });
            let searched = searched.min((end - offset) as usize);
            for at in sync_codes(&bytes[..searched]) {
                let Some(header) = FrameHeader::parse(&bytes[at..]) else { continue };
                let Some(position) = self.stream.position(&header) else { continue };
                let found = FoundFrame { offset: offset + at as u64, position, header };
                if wanted(&found) {
                    return Ok(Search::Found(found));
                }
            }
            if searched == bytes.len() || searched == 0 {
                return Ok(Search::EndOfFile);
            }
            offset += searched as u64;
        }
        Ok(Search::Interrupted(offset))
    }

    /// The frame at `cursor`, or the next one behind it that can be trusted: its position is the
    /// expected one, or a later one and its checksum is right.
    ///
    /// Takes the bytes that it searches from `budget` and stops when none are left.
    ///
    /// # Errors
    /// What the system says.
    pub(crate) fn next_frame(&mut self, cursor: Cursor, budget: &mut u64) -> io::Result<Search> {
        let mut offset = cursor.offset;
        loop {
            let found = self.search(offset, *budget, |found| found.position >= cursor.position)?;
            let reached = match found {
                Search::Found(found) => found.offset,
                Search::Interrupted(reached) => reached,
                Search::EndOfFile => return Ok(Search::EndOfFile),
            };
            *budget = budget.saturating_sub(reached - offset);
            let Search::Found(frame) = found else { return Ok(found) };
            if frame.position == cursor.position {
                return Ok(found);
            }
            if let FrameEnd::Intact(_) = self.frame_end(&frame, None)? {
                return Ok(found);
            }
            *budget = budget.saturating_sub(self.stream.max_frame_bytes(&frame.header) as u64);
            offset = frame.offset + 1;
        }
    }

    /// Where `frame` ends; `hint` is where the next one is thought to begin.
    ///
    /// # Errors
    /// What the system says.
    pub(crate) fn frame_end(
        &mut self,
        frame: &FoundFrame,
        hint: Option<u64>,
    ) -> io::Result<FrameEnd> {
        let limit = self.stream.max_frame_bytes(&frame.header);
        if let Some(byte_count) = hint.and_then(|hint| hint.checked_sub(frame.offset)) {
            let byte_count = byte_count.min(limit as u64) as usize;
            if is_intact(self.bytes(frame.offset, byte_count)?, byte_count) {
                return Ok(FrameEnd::Intact(byte_count));
            }
        }
        let mut search = EndSearch::new(frame);
        loop {
            let wanted = (search.searched + STEP_BYTES).min(limit);
            let bytes = self.window.view(&*self.source, frame.offset, wanted)?;
            let bytes = &bytes[..bytes.len().min(limit)];
            if let Some(end) = search.go_on(bytes, &self.stream) {
                return Ok(end);
            }
            let is_end_of_file = bytes.len() < wanted
                || frame.offset + bytes.len() as u64 >= self.source.byte_count();
            if is_end_of_file {
                return Ok(search.end_of_file(bytes, &self.stream));
            }
            if bytes.len() == limit {
                return Ok(search.limit(bytes, &self.stream));
            }
        }
    }
}

/// Where `bytes` hold the two bytes that begin every frame's header, or the first of them at the
/// very end.
pub(crate) fn sync_codes(bytes: &[u8]) -> impl Iterator<Item = usize> {
    memchr::memchr_iter(0xff, bytes)
        .filter(|&at| bytes.get(at + 1).is_none_or(|&next| next & 0xfe == 0xf8))
}
