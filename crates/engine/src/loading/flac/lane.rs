//! A lane over a FLAC file: decodes any stretch, goes on cheaply where it stopped.
//!
//! The decoded block stays in the codec until the next one is needed, so blocks of any length
//! are decoded once and copied once.

use std::{ops::Range, sync::Arc};

use crate::{
    error::DecodeError,
    loading::{
        fill::Fill,
        flac::{
            FlacFile,
            codec::Codec,
            ends::FrameEnd,
            reader::{Cursor, FoundFrame, FrameReader, Search},
            seek::seek,
        },
    },
};

/// Bytes of damage searched in one call, beyond two of the longest frames: 0.2 ms. The next call
/// goes on from there.
const SEARCH_BYTES_PER_CALL: u64 = 512 * 1024;

/// Frames that are rather walked over than found by a new seek.
const WALK_FRAMES: u64 = 4 * 4096;

/// The decoding state of one FLAC stem for one window.
#[derive(Debug)]
pub(crate) struct FlacLane {
    file: Arc<FlacFile>,
    reader: FrameReader,
    codec: Codec,
    /// The frames that the codec holds, and where their block begins.
    block: Range<u64>,
    block_start: Cursor,
    cursor: Cursor,
    /// Where the next request would go on with a search that ran out of its permitted bytes.
    search_goes_on_at: Option<u64>,
    /// Behind here the file was found to end.
    data_end: Option<u64>,
}

/// What a step towards a position gave.
enum Step {
    /// The codec holds the position.
    Decoded,
    /// All is silent up to this position.
    Silent { until: u64, error: DecodeError },
}

impl FlacLane {
    /// A lane at the start of `file`.
    pub(crate) fn new(file: Arc<FlacFile>) -> FlacLane {
        let reader = file.reader();
        let codec = Codec::new(reader.stream());
        let cursor = Cursor { offset: reader.stream().audio_start, position: 0 };
        FlacLane {
            file,
            reader,
            codec,
            block: 0..0,
            block_start: cursor,
            cursor,
            search_goes_on_at: None,
            data_end: None,
        }
    }

    /// Where the block begins in which `position` lies, if the lane stands there: another lane that
    /// is put there finds it without a search.
    pub(crate) fn bookmark(&self, position: u64) -> Option<Cursor> {
        let is_inside = self.block.contains(&position);
        let bookmark = if is_inside { self.block_start } else { self.cursor };
        (is_inside || self.cursor.position == position).then_some(bookmark)
    }

    /// Puts the lane where another one stood.
    pub(crate) fn go_to(&mut self, bookmark: Cursor) {
        self.cursor = bookmark;
    }

    /// Bytes of memory that the lane holds.
    pub(crate) fn byte_count(&self) -> usize {
        self.reader.window_bytes() + self.codec.byte_count(self.reader.stream().channel_count)
    }

    /// Fills all of `fill`.
    pub(crate) fn decode(&mut self, fill: &mut Fill<'_>) {
        let longest = self.reader.stream().max_bytes_of_any_frame() as u64;
        let mut budget = SEARCH_BYTES_PER_CALL + 2 * longest;
        while let Some(wanted) = fill.wanted() {
            if self.block.contains(&wanted.start) {
                let from = (wanted.start - self.block.start) as usize;
                let count = (self.block.end.min(wanted.end) - wanted.start) as usize;
                fill.push(count, |channel| {
                    self.codec.plane(channel)[from..from + count].iter().copied()
                });
                continue;
            }
            match self.step(&wanted, &mut budget) {
                Ok(Step::Decoded) => {}
                Ok(Step::Silent { until, error }) => fill.push_silence(until, error),
                Err(error) => fill.push_silence(u64::MAX, DecodeError::Read(error)),
            }
        }
    }

    /// Goes one frame or one gap towards the start of `wanted`.
    fn step(&mut self, wanted: &Range<u64>, budget: &mut u64) -> std::io::Result<Step> {
        let position = wanted.start;
        if self.data_end.is_some_and(|end| position >= end) {
            return Ok(Step::Silent { until: u64::MAX, error: DecodeError::Truncated });
        }
        self.approach(position)?;
        loop {
            let frame = match self.reader.next_frame(self.cursor, budget)? {
                Search::Found(frame) => frame,
                Search::Interrupted(reached) => {
                    self.cursor.offset = reached;
                    self.search_goes_on_at = Some(wanted.end);
                    let error = DecodeError::Damaged("no frame follows");
                    return Ok(Step::Silent { until: u64::MAX, error });
                }
                Search::EndOfFile => {
                    self.data_end = Some(self.cursor.position);
                    return Ok(Step::Silent { until: u64::MAX, error: DecodeError::Truncated });
                }
            };
            if frame.position > position {
                self.cursor = Cursor { offset: frame.offset, position: frame.position };
                let error = DecodeError::Damaged("a frame is missing");
                return Ok(Step::Silent { until: frame.position, error });
            }
            if frame.end_position() > position {
                return self.decode_frame(&frame);
            }
            self.cursor = frame.cursor_behind_header();
        }
    }

    /// Moves the cursor near `position`, unless it is already.
    fn approach(&mut self, position: u64) -> std::io::Result<()> {
        let goes_on = self.search_goes_on_at.take() == Some(position);
        let is_ahead = position.checked_sub(self.cursor.position);
        if goes_on || is_ahead.is_some_and(|frames| frames < self.walk_frames()) {
            return Ok(());
        }
        self.cursor = match self.indexed_cursor(position)? {
            Some(cursor) => cursor,
            None => seek(&mut self.reader, position)?,
        };
        Ok(())
    }

    fn walk_frames(&self) -> u64 {
        match self.file.index() {
            Some(index) => index.stride(),
            None => WALK_FRAMES.max(u64::from(self.reader.stream().max_block_frames)),
        }
    }

    /// Where the index says that `position` is, if a frame near before it is there.
    fn indexed_cursor(&mut self, position: u64) -> std::io::Result<Option<Cursor>> {
        let Some(offset) = self.file.index().and_then(|index| index.offset(position)) else {
            return Ok(None);
        };
        let near = self.walk_frames() + u64::from(self.reader.stream().max_block_frames);
        let is_near = |frame: &FoundFrame| {
            position.checked_sub(frame.position).is_some_and(|frames| frames < near)
        };
        let frame = self.reader.frame_at(offset)?.filter(is_near);
        Ok(frame.map(|frame| Cursor { offset: frame.offset, position: frame.position }))
    }

    fn decode_frame(&mut self, frame: &FoundFrame) -> std::io::Result<Step> {
        self.block = 0..0;
        self.cursor = frame.cursor_behind_header();
        let hint = self.file.index().and_then(|index| index.exact_offset(frame.end_position()));
        let until = frame.end_position();
        let byte_count = match self.reader.frame_end(frame, hint)? {
            FrameEnd::Intact(byte_count) => byte_count,
            FrameEnd::Damaged(byte_count) => {
                self.cursor.offset = frame.offset + byte_count as u64;
                let error = DecodeError::Damaged("a frame's checksum is wrong");
                return Ok(Step::Silent { until, error });
            }
            FrameEnd::CutOff => {
                return Ok(Step::Silent { until, error: DecodeError::Truncated });
            }
            FrameEnd::Unknown => {
                let error = DecodeError::Damaged("a frame does not end");
                return Ok(Step::Silent { until, error });
            }
        };
        self.cursor.offset = frame.offset + byte_count as u64;
        let stream = Arc::clone(self.reader.stream());
        if !stream.fits(&frame.header) {
            let error = DecodeError::Damaged("a frame's rate, bits or channels are other ones");
            return Ok(Step::Silent { until, error });
        }
        let bytes = self.reader.bytes(frame.offset, byte_count)?;
        match self.codec.decode(bytes, &frame.header, &stream) {
            Ok(()) => {
                self.block = frame.position..until;
                self.block_start = Cursor { offset: frame.offset, position: frame.position };
                Ok(Step::Decoded)
            }
            Err(error) => Ok(Step::Silent { until, error }),
        }
    }
}
