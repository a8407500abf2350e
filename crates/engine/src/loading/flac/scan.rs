//! One pass over a FLAC file, frame by frame. Runs on: index threads.

use std::io;

use crate::loading::{
    flac::{
        reader::{Cursor, FrameReader, Search},
        stream::Blocking,
    },
    index::{STRIDE_FRAMES, Scan, Scanned, Stretch},
    source::ByteSource,
};

/// Finds the frames of a FLAC file one after the other.
#[derive(Debug)]
pub(crate) struct FlacScan {
    reader: FrameReader,
    cursor: Cursor,
}

impl FlacScan {
    /// From the first frame on.
    pub(crate) fn new(reader: FrameReader) -> FlacScan {
        let cursor = Cursor { offset: reader.stream().audio_start, position: 0 };
        FlacScan { reader, cursor }
    }
}

impl Scan for FlacScan {
    fn source(&self) -> &dyn ByteSource {
        self.reader.source()
    }

    fn audio_start(&self) -> u64 {
        self.reader.stream().audio_start
    }

    fn stride(&self) -> u64 {
        u64::from(match self.reader.stream().blocking {
            // Whole blocks, so that an entry is the very frame that a lane wants.
            Blocking::Fixed(frames) => frames * STRIDE_FRAMES.div_ceil(frames),
            Blocking::Variable => STRIDE_FRAMES,
        })
    }

    fn next(&mut self, budget: &mut u64) -> io::Result<Scanned> {
        match self.reader.next_frame(self.cursor, budget)? {
            Search::Found(frame) => {
                self.cursor = frame.cursor_behind_header();
                Ok(Scanned::Stretch(Stretch {
                    offset: frame.offset,
                    position: frame.position,
                    end_position: frame.end_position(),
                }))
            }
            Search::Interrupted(reached) => {
                self.cursor.offset = reached;
                Ok(Scanned::Interrupted)
            }
            Search::EndOfFile => Ok(Scanned::End),
        }
    }
}
