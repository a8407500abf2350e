//! What loading asks of a store of decoded chunks, and how it opens stems with one.
//!
//! Runs on: loader threads, and the store's own. `crate::cache` is the one on disk.

use std::{fmt, path::PathBuf, sync::Arc, time::Duration};

use attacca_units::SampleRate;

use crate::{
    error::{DecodeError, OpenError},
    loading::{
        answers::{Answers, CountingOpener},
        index::IndexCatalog,
        schedule::StemRef,
        source::{FileOpener, SourceOpener},
        stem::{OpenStem, StemInfo},
        stored::StoredLane,
        tracks::StemLocation,
    },
};

/// Keeps chunks of decoded stems, at the engine's rate.
pub(crate) trait ChunkStore: Send + Sync + fmt::Debug {
    /// The store's side of a stem whose file was just opened; `None` when it keeps nothing of it. What it
    /// reads for that it opens with `opener`.
    fn stem(
        &self,
        place: StemRef,
        opened: &OpenStem,
        opener: &dyn SourceOpener,
    ) -> Option<Arc<dyn StoredStem>>;

    /// What the store knows of a stem whose file can't be opened; `None` when that is nothing.
    fn lost_stem(&self, place: StemRef, opener: &dyn SourceOpener) -> Option<LostStem>;
}

/// The chunks of one stem. Calls neither wait for disks nor for others that do.
pub(crate) trait StoredStem: Send + Sync + fmt::Debug {
    /// Frames of each chunk but the last, at the engine's rate; a multiple of a slab's.
    fn chunk_frames(&self) -> u64;

    /// Where chunk `number` is, if it is there and reading it is faster than the stem's file, or when that
    /// must not be asked. Counts.
    fn find(&self, number: u64, may_ask_file: bool) -> Option<StoredChunk>;

    /// True when chunk `number` is there.
    fn has(&self, number: u64) -> bool;

    /// Chunk `number` is not what was written: it is dropped.
    fn spoiled(&self, number: u64, error: &DecodeError);

    /// What decoding frames of chunk `number` took.
    fn note_cost(&self, origin: Origin, number: u64, cost: PartCost);

    /// The stem's file gave an error, or no answer.
    fn note_failed(&self);
}

/// A chunk in the store: a FLAC file.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct StoredChunk {
    /// Where it is.
    pub(crate) path: PathBuf,
    /// What its header must say.
    pub(crate) seal: ChunkSeal,
    /// Factor on its samples; 1 unless the stem was above full scale.
    pub(crate) scale: f32,
}

/// What tells a chunk's file from any other's without decoding it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ChunkSeal {
    /// Bytes in the file.
    pub(crate) byte_count: u64,
    /// Frames of audio.
    pub(crate) frame_count: u64,
    /// Frames per second.
    pub(crate) rate: SampleRate,
    /// 1 or 2.
    pub(crate) channel_count: usize,
    /// Of the samples, as FLAC's header has it.
    pub(crate) md5: [u8; 16],
}

/// A stem of which only chunks are there.
#[derive(Debug)]
pub(crate) struct LostStem {
    /// Where its file was.
    pub(crate) path: PathBuf,
    /// What its file held.
    pub(crate) info: StemInfo,
    /// Its chunks.
    pub(crate) stored: Arc<dyn StoredStem>,
}

/// Where a stem's frames came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Origin {
    /// Its file.
    Source,
    /// A chunk in the store.
    Store,
}

/// What decoding a part took.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PartCost {
    /// Frames.
    pub(crate) frames: u64,
    /// Of the thread's work; all time where the system does not tell.
    pub(crate) work: Duration,
    /// With waiting for reads.
    pub(crate) all: Duration,
}

/// A stem's place in a store, as its lanes use it.
#[derive(Debug, Clone)]
pub(crate) struct StoreSide {
    pub(crate) stem: Arc<dyn StoredStem>,
    /// Of the stem: a store that hangs is as bad as a file that does.
    answers: Arc<Answers>,
}

impl StoreSide {
    /// Asks the system to have chunk `number` in memory soon; false when the stem's file is to be read
    /// instead.
    pub(crate) fn will_need(&self, number: u64) -> bool {
        let Some(found) = self.stem.find(number, true) else { return false };
        let opener = CountingOpener { opener: &FileOpener, answers: self.answers.clone() };
        let opened = opener.open(&found.path);
        opened.inspect(|source| source.will_need(0..found.seal.byte_count)).is_ok()
    }

    /// Opens chunk `number`; `None` when the stem's file is to be read instead, if that may be asked.
    pub(crate) fn open(&self, number: u64, may_ask_file: bool) -> Option<StoredLane> {
        let found = self.stem.find(number, may_ask_file)?;
        let opener = CountingOpener { opener: &FileOpener, answers: self.answers.clone() };
        let opened = StoredLane::open(number, &found, &opener);
        opened.inspect_err(|error| self.stem.spoiled(number, error)).ok()
    }
}

/// How stems are opened.
pub(crate) struct Opening<'a> {
    pub(crate) store: Option<&'a dyn ChunkStore>,
    pub(crate) opener: &'a dyn SourceOpener,
    pub(crate) catalog: &'a IndexCatalog,
    pub(crate) engine_rate: SampleRate,
}

impl Opening<'_> {
    /// Opens the stem of `place`, whose file's answers are counted; from the store alone when its file
    /// can't be reached.
    ///
    /// # Errors
    /// As [`OpenStem::open_at`].
    pub(crate) fn open(
        &self,
        place: StemRef,
        location: StemLocation,
        answers: Arc<Answers>,
    ) -> Result<Arc<OpenStem>, OpenError> {
        let opener = CountingOpener { opener: self.opener, answers: answers.clone() };
        // A store that hangs is as bad as a file that does.
        let stored = CountingOpener { opener: &FileOpener, answers: answers.clone() };
        match OpenStem::read_at(location, &opener, self.catalog, self.engine_rate) {
            Ok(mut opened) => {
                let found = self.store.and_then(|store| store.stem(place, &opened, &stored));
                opened.set_store(found.map(|stem| StoreSide { stem, answers }));
                Ok(Arc::new(opened))
            }
            Err(error @ (OpenError::Open(_) | OpenError::ReadHeader(_))) => {
                self.open_stored(place, answers).ok_or(error)
            }
            Err(error) => Err(error),
        }
    }

    /// Opens the stem of `place` from the store alone; `None` when that has nothing of it.
    pub(crate) fn open_stored(
        &self,
        place: StemRef,
        answers: Arc<Answers>,
    ) -> Option<Arc<OpenStem>> {
        let stored = CountingOpener { opener: &FileOpener, answers: answers.clone() };
        let lost = self.store?.lost_stem(place, &stored)?;
        let side = StoreSide { stem: lost.stored, answers };
        Some(Arc::new(OpenStem::without_file(lost.path, lost.info, side)))
    }
}
