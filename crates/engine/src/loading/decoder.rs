//! ChunkDecoder: any stretch of one stem, exact to the frame.
//!
//! Runs on: loader threads; one lane is leased to one loader at a time.

use std::{ops::Range, sync::Arc};

use attacca_units::{FrameCount, FramePos};

use crate::{
    error::DecodeError,
    loading::{
        fill::Fill,
        flac::{lane::FlacLane, reader::Cursor},
        packets::lane::PacketLane,
        pcm::lane::PcmLane,
        rates::converter::RateConverter,
        samples::SampleBlock,
        stem::{OpenStem, StemFile},
    },
};

/// A lane: the decoding state of one stem for one window.
#[derive(Debug)]
pub struct ChunkDecoder {
    stem: Arc<OpenStem>,
    lane: Lane,
    /// Between the file's rate and the engine's; `None` when they are equal.
    converter: Option<RateConverter>,
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
        let converter = stem.converter();
        ChunkDecoder { stem, lane, converter, position: FramePos::ZERO }
    }

    /// Writes the frames from `start` on into all of `out`.
    ///
    /// Frames past the stem's end are silence. Cheapest when `start` is where the last call
    /// ended: nothing is decoded twice and nothing is allocated then.
    ///
    /// Shape: `out` has the format and channels of [`OpenStem::info`], any number of frames; positions
    /// are at the rate that the stem was opened for.
    ///
    /// # Errors
    /// When a stretch could not be read or decoded: it is silent in `out`, all else is right, and
    /// the lane can be used on.
    pub fn decode(&mut self, start: FramePos, out: &mut SampleBlock) -> Result<(), Damage> {
        self.position = start + FrameCount(out.frame_count() as u64);
        let (stem, lane) = (&self.stem, &mut self.lane);
        match &mut self.converter {
            None => lane.read(stem, start, stem.source_frame_count(), out),
            Some(converter) => converter.convert(start.0, out, &mut |frames: Range<u64>, out| {
                let end = FrameCount(frames.end).min(stem.source_frame_count());
                lane.read(stem, FramePos(frames.start), end, out)
            }),
        }
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
                let cursor = lane.bookmark(self.stem.first_source_frame(self.position))?;
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

    /// Bytes of memory that the lane holds: what it read ahead, its decoded block and its converter.
    pub fn byte_count(&self) -> usize {
        let lane = match &self.lane {
            Lane::Flac(lane) => lane.byte_count(),
            Lane::Pcm(lane) => lane.byte_count(),
            Lane::Packets(lane) => lane.byte_count(),
        };
        lane + self.converter.as_ref().map_or(0, RateConverter::byte_count)
    }
}

impl Lane {
    /// Writes the frames of `stem` from `start` to `end`, at its file's rate, into `out`; what
    /// remains of it is silence.
    fn read(
        &mut self,
        stem: &OpenStem,
        start: FramePos,
        end: FrameCount,
        out: &mut SampleBlock,
    ) -> Result<(), Damage> {
        let mut fill = Fill::new(out, stem.mixdown(), start, end);
        match self {
            Lane::Flac(lane) => lane.decode(&mut fill),
            Lane::Pcm(lane) => lane.decode(&mut fill),
            Lane::Packets(lane) => lane.decode(&mut fill),
        }
        fill.finish()
    }
}
