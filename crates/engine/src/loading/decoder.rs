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
        store::{Origin, PartCost},
        stored::StoredLane,
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
    /// Over the chunk that was read last, if the store had it.
    stored: Option<Box<StoredLane>>,
    /// Where the last frames came from.
    origin: Origin,
    /// It asks the store of its stem before the file.
    asks_store: bool,
    /// It asks the file.
    asks_file: bool,
}

#[derive(Debug)]
enum Lane {
    Flac(Box<FlacLane>),
    Pcm(PcmLane),
    Packets(Box<PacketLane>),
    Lost,
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
            StemFile::Lost => Lane::Lost,
        };
        let converter = stem.converter();
        ChunkDecoder {
            asks_store: stem.store().is_some(),
            asks_file: true,
            stem,
            lane,
            converter,
            position: FramePos::ZERO,
            stored: None,
            origin: Origin::Source,
        }
    }

    /// As [`ChunkDecoder::new`], which reads the stem's own file only.
    pub(crate) fn of_file(stem: Arc<OpenStem>) -> ChunkDecoder {
        ChunkDecoder { asks_store: false, ..ChunkDecoder::new(stem) }
    }

    /// Says whether it may ask the stem's file: what the store does not have is else a failed read.
    pub(crate) fn set_asks_file(&mut self, asks_file: bool) {
        self.asks_file = asks_file;
    }

    /// True when it may.
    pub(crate) fn asks_file(&self) -> bool {
        self.asks_file
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
        if self.decode_stored(start, out) {
            self.origin = Origin::Store;
            return Ok(());
        }
        self.origin = Origin::Source;
        let lane = if self.asks_file { &mut self.lane } else { &mut Lane::Lost };
        let stem = &self.stem;
        match &mut self.converter {
            None => lane.read(stem, start, stem.source_frame_count(), out),
            Some(converter) => converter.convert(start.0, out, &mut |frames: Range<u64>, out| {
                let end = FrameCount(frames.end).min(stem.source_frame_count());
                lane.read(stem, FramePos(frames.start), end, out)
            }),
        }
    }

    /// Takes the frames from a chunk in the store; false when it can't.
    fn decode_stored(&mut self, start: FramePos, out: &mut SampleBlock) -> bool {
        let Some(store) = self.stem.store().filter(|_| self.asks_store) else { return false };
        let chunk_frames = store.stem.chunk_frames();
        let number = start.0 / chunk_frames;
        let end = (start.0 + out.frame_count() as u64).min(self.stem.info().frame_count.0);
        if start.0 >= end || (end - 1) / chunk_frames != number {
            return false;
        }
        if self.stored.as_ref().is_none_or(|lane| lane.number != number) {
            self.stored = store.open(number, self.asks_file).map(Box::new);
        }
        let Some(lane) = &mut self.stored else { return false };
        let Err(damage) = lane.decode(FramePos(start.0 - number * chunk_frames), out) else {
            return true;
        };
        self.stored = None;
        store.stem.spoiled(number, &damage.error);
        false
    }

    /// Where the frames of the last call came from.
    pub(crate) fn origin(&self) -> Origin {
        self.origin
    }

    /// Lets the store of its stem know how the last call went: what it took, or that the file failed.
    pub(crate) fn tell_store(&self, cost: Result<PartCost, &DecodeError>) {
        let Some(store) = self.stem.store() else { return };
        match cost {
            Ok(cost) => {
                let start = self.position.0.saturating_sub(cost.frames);
                let number = start / store.stem.chunk_frames();
                store.stem.note_cost(self.origin, number, cost);
            }
            Err(DecodeError::Read(_)) => store.stem.note_failed(),
            Err(_) => {}
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
            Lane::Pcm(_) | Lane::Packets(_) | Lane::Lost => None,
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
            Lane::Lost => 0,
        };
        let stored = self.stored.as_ref().map_or(0, |lane| lane.byte_count());
        lane + stored + self.converter.as_ref().map_or(0, RateConverter::byte_count)
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
            Lane::Lost if fill.wanted().is_some() => {
                let error = DecodeError::Read(std::io::ErrorKind::NotFound.into());
                fill.push_silence(u64::MAX, error);
            }
            Lane::Lost => {}
        }
        fill.finish()
    }
}
