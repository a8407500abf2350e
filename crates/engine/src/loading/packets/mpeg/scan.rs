//! One pass over a file of MPEG audio, frame by frame. Runs on: index threads.

use std::io;

use crate::loading::{
    index::{STRIDE_FRAMES, Scan, Scanned, Stretch},
    packets::mpeg::walker::{Step, Walker},
    source::ByteSource,
};

/// Finds the frames of a file one after the other.
#[derive(Debug)]
pub(crate) struct MpegScan {
    walker: Walker,
}

impl MpegScan {
    /// From where `walker` is: the start.
    pub(crate) fn new(walker: Walker) -> MpegScan {
        MpegScan { walker }
    }
}

impl Scan for MpegScan {
    fn source(&self) -> &dyn ByteSource {
        self.walker.source()
    }

    fn audio_start(&self) -> u64 {
        self.walker.stream().audio.start
    }

    fn stride(&self) -> u64 {
        // Whole packets, so that every entry that is not in a gap is where one begins.
        let packet_frames = self.walker.stream().kind.packet_frames;
        u64::from(packet_frames * STRIDE_FRAMES.div_ceil(packet_frames))
    }

    fn next(&mut self, budget: &mut u64) -> io::Result<Scanned> {
        loop {
            match self.walker.next(budget)? {
                Step::Frame(frame) => {
                    *budget = budget.saturating_sub(frame.header.byte_count as u64);
                    let position = frame.at.position;
                    let end_position = position + u64::from(frame.header.kind.packet_frames);
                    let offset = frame.at.offset;
                    return Ok(Scanned::Stretch(Stretch { offset, position, end_position }));
                }
                Step::Lost(_) if *budget > 0 => {}
                Step::Lost(_) | Step::Interrupted => return Ok(Scanned::Interrupted),
                Step::End => return Ok(Scanned::End),
            }
        }
    }
}
