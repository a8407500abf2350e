//! ChunkDecoder: any stretch of one stem, exact to the frame.
//!
//! Runs on: loader threads; one lane is leased to one loader at a time.

use std::sync::Arc;

use attacca_units::{FrameCount, FramePos};

use crate::{
    error::DecodeError,
    loading::{
        fill::Fill,
        flac::{lane::FlacLane, reader::Cursor},
        packets::lane::PacketLane,
        pcm::lane::PcmLane,
        samples::SampleBlock,
        stem::{OpenStem, StemFile},
    },
};

/// A lane: the decoding state of one stem for one window.
#[derive(Debug)]
pub struct ChunkDecoder {
    stem: Arc<OpenStem>,
    lane: Lane,
    position: FramePos,
}

#[derive(Debug)]
enum Lane {
    Flac(Box<FlacLane>),
    Pcm(PcmLane),
    Packets(Box<PacketLane>),
}

/// Where a lane stood, for another one over the same file that goes on there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bookmark {
    position: FramePos,
    cursor: Cursor,
}

impl Bookmark {
    /// The frame from which on going on is cheap.
    pub fn position(&self) -> FramePos {
        self.position
    }
}

/// Frames of a stem that could not be decoded and are silent instead.
#[derive(Debug)]
pub struct Damage {
    /// The first silent frame.
    pub at: FramePos,
    /// Silent frames of the request from there on; sound frames may lie between them.
    pub frames: FrameCount,
    /// What was wrong with the first.
    pub error: DecodeError,
}

impl ChunkDecoder {
    /// A lane over `stem`, at its start. Reads nothing.
    pub fn new(stem: Arc<OpenStem>) -> ChunkDecoder {
        let lane = match stem.file() {
            StemFile::Flac(file) => Lane::Flac(Box::new(FlacLane::new(Arc::clone(file)))),
            StemFile::Pcm(file) => Lane::Pcm(PcmLane::new(Arc::clone(file))),
            StemFile::Packets(file) => Lane::Packets(Box::new(PacketLane::new(Arc::clone(file)))),
        };
        ChunkDecoder { stem, lane, position: FramePos::ZERO }
    }

    /// Writes the frames from `start` on into all of `out`.
    ///
    /// Frames past the stem's end are silence. Cheapest when `start` is where the last call
    /// ended: nothing is decoded twice and nothing is allocated then.
    ///
    /// Shape: `out` has the format and channels of [`OpenStem::info`], any number of frames.
    ///
    /// # Errors
    /// When a stretch could not be read or decoded: it is silent in `out`, all else is right, and
    /// the lane can be used on.
    pub fn decode(&mut self, start: FramePos, out: &mut SampleBlock) -> Result<(), Damage> {
        self.position = start + FrameCount(out.frame_count() as u64);
        let mut fill = Fill::new(out, self.stem.mixdown(), start, self.stem.info().frame_count);
        match &mut self.lane {
            Lane::Flac(lane) => lane.decode(&mut fill),
            Lane::Pcm(lane) => lane.decode(&mut fill),
            Lane::Packets(lane) => lane.decode(&mut fill),
        }
        fill.finish()
    }

    /// A lane over `stem` where another lane over it stood. Reads nothing.
    pub fn resume(stem: Arc<OpenStem>, bookmark: Bookmark) -> ChunkDecoder {
        let mut decoder = ChunkDecoder::new(stem);
        if let Lane::Flac(lane) = &mut decoder.lane {
            lane.go_to(bookmark.cursor);
        }
        decoder.position = bookmark.position;
        decoder
    }

    /// Where it stands; `None` when a lane over its file is cheap to begin anywhere, or is lost
    /// in damage.
    pub fn bookmark(&self) -> Option<Bookmark> {
        match &self.lane {
            Lane::Flac(lane) => {
                let cursor = lane.bookmark(self.position.0)?;
                Some(Bookmark { position: self.position, cursor })
            }
            Lane::Pcm(_) | Lane::Packets(_) => None,
        }
    }

    /// Where the last call ended: going on from here is cheapest.
    pub fn position(&self) -> FramePos {
        self.position
    }

    /// The file it reads.
    pub(crate) fn stem(&self) -> &Arc<OpenStem> {
        &self.stem
    }

    /// Bytes of memory that the lane holds: what it read ahead and its decoded block.
    pub fn byte_count(&self) -> usize {
        match &self.lane {
            Lane::Flac(lane) => lane.byte_count(),
            Lane::Pcm(lane) => lane.byte_count(),
            Lane::Packets(lane) => lane.byte_count(),
        }
    }
}
