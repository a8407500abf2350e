//! Goes from frame to frame of an MPEG audio stream, over tags and damage.
//!
//! Each frame says how long it is, so one leads to the next. Where that chain breaks, the next two
//! headers of the stream's kind that lead from one to the other go on with it: one alone is found in
//! any picture.
//!
//! What is found from a frame on depends on nothing before it.

use std::{io, ops::Range, sync::Arc};

use crate::loading::{
    packets::mpeg::{
        end_tags::{MARK_BYTES, tag_bytes},
        gap::{PacketLength, packets_in_gap},
        header::{FrameHeader, Kind, MAX_FRAME_BYTES, MAX_HEADER_BYTES},
    },
    source::ByteSource,
    window::ByteWindow,
};

/// Bytes searched at once.
const STEP_BYTES: usize = 16 * 1024;

/// Bytes viewed at most at once: where a step ends, a frame may begin that must be followed.
pub(crate) const VIEW_BYTES: usize = STEP_BYTES + MAX_FRAME_BYTES + MAX_HEADER_BYTES;

/// What holds for all frames of a stream.
#[derive(Debug, Clone)]
pub(crate) struct Stream {
    /// What they have in common.
    pub(crate) kind: Kind,
    /// How long they are.
    pub(crate) length: PacketLength,
    /// Where they lie, in bytes: from the first one that sounds to the tags at the end.
    pub(crate) audio: Range<u64>,
}

/// A place between frames.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Cursor {
    /// In bytes.
    pub(crate) offset: u64,
    /// The next raw frame of audio.
    pub(crate) position: u64,
}

/// A frame that was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct FoundFrame {
    /// Where it begins.
    pub(crate) at: Cursor,
    /// Its header.
    pub(crate) header: FrameHeader,
}

/// What comes next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    /// A frame.
    Frame(FoundFrame),
    /// Raw frames of audio up to this one are lost.
    Lost(u64),
    /// The budget is used up.
    Interrupted,
    /// Nothing.
    End,
}

/// Walks through a stream.
#[derive(Debug)]
pub(crate) struct Walker {
    source: Arc<dyn ByteSource>,
    stream: Arc<Stream>,
    window: ByteWindow,
    cursor: Cursor,
    /// Where the gap began in which the cursor is.
    gap_start: Option<u64>,
    /// Of the last frame that was found; 0 before the first.
    bit_rate: u32,
}

impl Walker {
    /// At the start of `stream`; `window` may hold some of it.
    pub(crate) fn new(
        source: Arc<dyn ByteSource>,
        stream: Arc<Stream>,
        window: ByteWindow,
    ) -> Walker {
        let cursor = Cursor { offset: stream.audio.start, position: 0 };
        Walker { source, stream, window, cursor, gap_start: None, bit_rate: 0 }
    }

    /// What holds for all frames.
    pub(crate) fn stream(&self) -> &Arc<Stream> {
        &self.stream
    }

    /// What it reads.
    pub(crate) fn source(&self) -> &dyn ByteSource {
        &*self.source
    }

    /// What was read, for another one.
    pub(crate) fn into_window(self) -> ByteWindow {
        self.window
    }

    /// Bytes of memory.
    pub(crate) fn byte_count(&self) -> usize {
        self.window.capacity()
    }

    /// Where it is.
    pub(crate) fn cursor(&self) -> Cursor {
        self.cursor
    }

    /// Goes on from `cursor`, where a frame is known to begin.
    pub(crate) fn go_to(&mut self, cursor: Cursor) {
        self.cursor = cursor;
        self.gap_start = None;
        self.bit_rate = 0;
    }

    /// The bytes of `frame`; `None` when the file has become shorter.
    ///
    /// # Errors
    /// What the system says.
    pub(crate) fn bytes(&mut self, frame: &FoundFrame) -> io::Result<Option<&[u8]>> {
        let byte_count = frame.header.byte_count;
        let bytes = self.window.view(&*self.source, frame.at.offset, byte_count)?;
        Ok(bytes.get(..byte_count))
    }

    /// What comes next. Takes the bytes of tags, damage and foreign frames from `budget`; a call
    /// after it was used up goes on there.
    ///
    /// # Errors
    /// What the system says. The call can be made again.
    pub(crate) fn next(&mut self, budget: &mut u64) -> io::Result<Step> {
        loop {
            let step = match self.gap_start {
                None => self.go_on(budget)?,
                Some(gap_start) => self.search(gap_start, budget)?,
            };
            if let Some(step) = step {
                return Ok(step);
            }
            if *budget == 0 {
                return Ok(Step::Interrupted);
            }
        }
    }

    /// Looks at what is at the cursor, where a frame should begin; `None` when it moved the cursor or
    /// a gap begins.
    fn go_on(&mut self, budget: &mut u64) -> io::Result<Option<Step>> {
        let at = self.cursor;
        let end = self.stream.audio.end;
        if at.offset >= end {
            return Ok(Some(Step::End));
        }
        let bytes = self.window.view(&*self.source, at.offset, MARK_BYTES)?;
        if let Some(byte_count) = tag_bytes(bytes).filter(|count| at.offset + count <= end) {
            *budget = budget.saturating_sub(MARK_BYTES as u64);
            self.cursor.offset += byte_count;
            return Ok(None);
        }
        match FrameHeader::parse(bytes) {
            Some(header) if header.kind == self.stream.kind => self.frame(header).map(Some),
            Some(header) if self.is_followed(at.offset, &header)? => {
                *budget = budget.saturating_sub(header.byte_count as u64);
                self.cursor.offset += header.byte_count as u64;
                self.cursor.position += u64::from(self.stream.kind.packet_frames);
                Ok(Some(Step::Lost(self.cursor.position)))
            }
            _ => {
                self.gap_start = Some(at.offset);
                Ok(None)
            }
        }
    }

    /// The frame with `header` at the cursor, or its loss when its length can't be right.
    fn frame(&mut self, header: FrameHeader) -> io::Result<Step> {
        let at = self.cursor;
        let frame_end = at.offset + header.byte_count as u64;
        if !self.is_followed(at.offset, &header)? {
            // Another frame in the middle of this one tells which of them is wrong.
            let inside = header.byte_count - 1;
            if let Some(next) = self.sync(at.offset + 1, inside)? {
                let lost = self.lost(header.bit_rate, next - at.offset).max(1);
                self.leap(next, lost);
                return Ok(Step::Lost(self.cursor.position));
            }
        }
        if frame_end > self.stream.audio.end {
            return Ok(Step::End);
        }
        self.bit_rate = header.bit_rate;
        self.leap(frame_end, 1);
        Ok(Step::Frame(FoundFrame { at, header }))
    }

    /// Searches the end of the gap that began at `gap_start`; `None` when it lost nothing.
    fn search(&mut self, gap_start: u64, budget: &mut u64) -> io::Result<Option<Step>> {
        while self.cursor.offset < self.stream.audio.end {
            let limit = STEP_BYTES.min(usize::try_from(*budget).unwrap_or(usize::MAX));
            if limit == 0 {
                return Ok(Some(Step::Interrupted));
            }
            let found = self.sync(self.cursor.offset, limit)?;
            let reached = found.unwrap_or(self.cursor.offset + limit as u64);
            *budget = budget.saturating_sub(reached - self.cursor.offset);
            if found.is_none() {
                self.cursor.offset = reached;
                continue;
            }
            let lost = self.lost(self.bit_rate, reached - gap_start);
            self.leap(reached, lost);
            return Ok((lost > 0).then_some(Step::Lost(self.cursor.position)));
        }
        Ok(Some(Step::End))
    }

    fn leap(&mut self, offset: u64, packet_count: u64) {
        let frames = packet_count * u64::from(self.stream.kind.packet_frames);
        self.cursor = Cursor { offset, position: self.cursor.position + frames };
        self.gap_start = None;
    }

    fn lost(&self, bit_rate: u32, byte_count: u64) -> u64 {
        packets_in_gap(self.stream.kind, self.stream.length, bit_rate, byte_count)
    }

    /// The first frame of the stream's kind that begins in the `limit` bytes from `offset` on and is
    /// followed by another.
    fn sync(&mut self, offset: u64, limit: usize) -> io::Result<Option<u64>> {
        let wanted = limit + MAX_FRAME_BYTES + MAX_HEADER_BYTES;
        let bytes = self.window.view(&*self.source, offset, wanted)?;
        let stream = &self.stream;
        let found = memchr::memchr_iter(0xff, &bytes[..limit.min(bytes.len())]).find(|&at| {
            FrameHeader::parse(&bytes[at..]).is_some_and(|header| {
                let behind = bytes.get(at + header.byte_count..).unwrap_or(&[]);
                let end = offset + (at + header.byte_count) as u64;
                header.kind == stream.kind && stream.goes_on(header.kind, behind, end)
            })
        });
        Ok(found.map(|at| offset + at as u64))
    }

    /// True when a frame like the one at `offset` follows it, or its stream ends.
    fn is_followed(&mut self, offset: u64, header: &FrameHeader) -> io::Result<bool> {
        let wanted = header.byte_count + MARK_BYTES;
        let bytes = self.window.view(&*self.source, offset, wanted)?;
        let behind = bytes.get(header.byte_count..).unwrap_or(&[]);
        let end = offset + header.byte_count as u64;
        Ok(self.stream.goes_on(header.kind, behind, end))
    }
}

impl Stream {
    /// True when `behind`, which is at `offset`, goes on a stream of `kind` or ends it.
    fn goes_on(&self, kind: Kind, behind: &[u8], offset: u64) -> bool {
        offset == self.audio.end
            || offset < self.audio.end
                && (FrameHeader::parse(behind).is_some_and(|next| next.kind == kind)
                    || tag_bytes(behind).is_some())
    }
}

#[cfg(test)]
mod tests;
