//! A stem as the loaders see it: its file, its lanes, and how the file stands.

use std::{collections::BTreeSet, ops::Range, sync::Arc, time::Instant};

use attacca_units::FramePos;

use crate::{
    control::StemReport,
    error::OpenError,
    loading::{
        answers::Answers,
        change::FileChange,
        decoder::{Bookmark, ChunkDecoder},
        schedule::{
            pool::BlockKind,
            quarantine::{Quarantine, Standing},
            running::JobId,
            shelf::PartState,
        },
        stem::OpenStem,
        tracks::StemLocation,
    },
    protocol::slab::{Slab, SlabPart},
    settings::{LANES_PER_STEM, SLAB_FRAMES},
};

#[derive(Debug)]
pub(crate) struct Stem {
    pub(crate) location: StemLocation,
    pub(crate) file: StemFile,
    /// What the file has answered, since the song is known.
    pub(crate) answers: Arc<Answers>,
    pub(crate) standing: Standing,
    /// What became of its file since it was opened.
    pub(crate) change: Option<FileChange>,
    /// The first frame of its silence that its owner was told of and that is not over.
    pub(crate) silent_since: Option<FramePos>,
    /// Lanes that no loader has, the least recently used one first.
    lanes: Vec<ChunkDecoder>,
    /// Where the lane used last stood when it was given up.
    bookmark: Option<Bookmark>,
    /// Slabs that loaders decode of this stem now, without those of loaders taken for lost.
    leased: Vec<Lease>,
    /// Slabs with damage that was reported.
    damaged: BTreeSet<u64>,
    /// A loader looks, or has looked, for what the store has of it.
    has_asked_store: bool,
    /// What the store has of it can't be read either.
    is_store_lost: bool,
}

/// A part that a loader decodes.
#[derive(Debug, Clone, Copy)]
struct Lease {
    job: JobId,
    slab: u64,
    /// The loader may wait for the stem's file, not for the store alone.
    asks_file: bool,
}

/// A stem's file and lanes that nobody uses any more.
#[derive(Debug)]
pub(crate) struct Closed {
    _file: StemFile,
    _lanes: Vec<ChunkDecoder>,
}

impl From<Arc<OpenStem>> for Closed {
    fn from(file: Arc<OpenStem>) -> Closed {
        Closed { _file: StemFile::Open(file), _lanes: Vec::new() }
    }
}

impl From<ChunkDecoder> for Closed {
    fn from(lane: ChunkDecoder) -> Closed {
        Closed { _file: StemFile::Closed, _lanes: vec![lane] }
    }
}

/// How far a stem's file is.
#[derive(Debug)]
pub(crate) enum StemFile {
    Closed,
    Opening(JobId),
    Open(Arc<OpenStem>),
    Failed(Arc<OpenError>),
}

impl Stem {
    pub(crate) fn new(location: StemLocation) -> Stem {
        Stem {
            location,
            file: StemFile::Closed,
            answers: Arc::default(),
            standing: Standing::Good,
            change: None,
            silent_since: None,
            lanes: Vec::new(),
            bookmark: None,
            leased: Vec::new(),
            damaged: BTreeSet::new(),
            has_asked_store: false,
            is_store_lost: false,
        }
    }

    /// Gives up its file and lanes, for the caller to drop where nobody waits for it.
    pub(crate) fn close(&mut self) -> Closed {
        self.damaged.clear();
        self.standing = Standing::Good;
        self.change = None;
        self.silent_since = None;
        self.bookmark = None;
        self.has_asked_store = false;
        self.is_store_lost = false;
        // Loaders that are stuck in it bring home what nobody waits for.
        self.leased.clear();
        let file = std::mem::replace(&mut self.file, StemFile::Closed);
        Closed { _file: file, _lanes: std::mem::take(&mut self.lanes) }
    }

    /// Gives up all lanes but the `kept` used last; `None` when there are no more.
    pub(crate) fn rest_lanes(&mut self, kept: usize) -> Option<Closed> {
        let given_up = self.lanes.len().checked_sub(kept).filter(|count| *count > 0)?;
        self.bookmark = self.lanes.last().and_then(ChunkDecoder::bookmark).or(self.bookmark);
        Some(Closed { _file: StemFile::Closed, _lanes: self.lanes.drain(..given_up).collect() })
    }

    /// True while a loader works on it that is not taken for lost.
    pub(crate) fn is_at_work(&self) -> bool {
        !self.leased.is_empty() || (self.is_opening() && !self.is_late())
    }

    /// The most that a lane of it takes, in bytes.
    pub(crate) fn bytes_of_lane(&self) -> usize {
        match &self.file {
            StemFile::Open(file) => file.lane_bytes(),
            _ => 0,
        }
    }

    /// The most that its lanes take, in bytes, with those that loaders have.
    pub(crate) fn lane_bound(&self) -> usize {
        (self.lanes.len() + self.leased.len()) * self.bytes_of_lane()
    }

    pub(crate) fn lane_bytes(&self) -> usize {
        self.lanes.iter().map(ChunkDecoder::byte_count).sum()
    }

    /// What a slab that begins has of the stem.
    pub(crate) fn first_state(&self, index: u64) -> PartState {
        match &self.file {
            StemFile::Open(file)
                if Slab::start_of(index) >= file.info().frame_count.from_start() =>
            {
                PartState::Done(SlabPart::Silent)
            }
            StemFile::Open(_) if self.can_be_asked(index) => PartState::Wanted,
            StemFile::Open(_) | StemFile::Opening(_) => PartState::Done(SlabPart::Absent),
            StemFile::Closed | StemFile::Failed(_) => PartState::Done(SlabPart::Silent),
        }
    }

    /// A second lane next to one that is at work close before would only run after it: such a part
    /// waits for the first one.
    pub(crate) fn can_lease(&self, index: u64, now: Instant) -> bool {
        (self.standing.may_ask(now) || self.is_stored(index))
            && self.leased.len() < LANES_PER_STEM
            && !self.leased.iter().any(|lease| lease.slab.abs_diff(index) <= 2)
    }

    /// The lane that stands at slab `index`, else a new one if there is memory for it, else the one
    /// unused for longest.
    pub(crate) fn lease(
        &mut self,
        index: u64,
        job: JobId,
        has_room_for_lane: bool,
    ) -> Option<ChunkDecoder> {
        let StemFile::Open(file) = &self.file else { return None };
        let start = Slab::start_of(index);
        let may_make = has_room_for_lane && self.lanes.len() + self.leased.len() < LANES_PER_STEM;
        let lane = match self.lanes.iter().position(|lane| lane.position() == start) {
            Some(at) => self.lanes.remove(at),
            None if may_make => match self.bookmark.filter(|mark| mark.position() == start) {
                Some(bookmark) => ChunkDecoder::resume(file.clone(), bookmark),
                None => ChunkDecoder::new(file.clone()),
            },
            None if self.lanes.is_empty() => return None,
            None => self.lanes.remove(0),
        };
        let mut lane = lane;
        // A file that gives no answer would keep the loader for ever.
        let asks_file = !self.standing.is_left_out();
        self.leased.push(Lease { job, slab: index, asks_file });
        lane.set_asks_file(asks_file);
        Some(lane)
    }

    /// Takes the lane of `job` back; `None` when it was lost. Returns it when it is of no use: its
    /// file was closed, or others have its place.
    pub(crate) fn give_back(
        &mut self,
        job: JobId,
        lane: Option<ChunkDecoder>,
    ) -> Option<ChunkDecoder> {
        self.end_lease(job);
        let lane = lane?;
        let has_room = self.lanes.len() + self.leased.len() < LANES_PER_STEM;
        match &self.file {
            StemFile::Open(file) if Arc::ptr_eq(lane.stem(), file) && has_room => {
                self.lanes.push(lane)
            }
            _ => return Some(lane),
        }
        None
    }

    /// True while the loader that has `job` is expected back.
    pub(crate) fn is_leased_by(&self, job: JobId) -> bool {
        self.leased.iter().any(|lease| lease.job == job)
    }

    /// True when that loader asks the store alone.
    pub(crate) fn is_store_asked_by(&self, job: JobId) -> bool {
        self.leased.iter().any(|lease| lease.job == job && !lease.asks_file)
    }

    /// True when what `job` brings is of the file that is open now: one that was stuck may come back
    /// after its file was opened anew. Without a lane to tell it, the lease must still hold.
    pub(crate) fn is_of_file(&self, job: JobId, lane: Option<&ChunkDecoder>) -> bool {
        match (&self.file, lane) {
            (StemFile::Open(file), Some(lane)) => Arc::ptr_eq(lane.stem(), file),
            (_, Some(_)) => false,
            (_, None) => self.is_leased_by(job),
        }
    }

    /// The loader that has `job` brings its lane back, or is taken for lost.
    pub(crate) fn end_lease(&mut self, job: JobId) {
        self.leased.retain(|lease| lease.job != job);
    }

    /// Puts a file that was opened anew in the place of the old one, which is returned.
    pub(crate) fn replace_file(&mut self, file: Arc<OpenStem>) -> Closed {
        self.change = None;
        self.bookmark = None;
        self.is_store_lost = false;
        let file = std::mem::replace(&mut self.file, StemFile::Open(file));
        Closed { _file: file, _lanes: std::mem::take(&mut self.lanes) }
    }

    /// Takes note of damage; true when it does not just go on from damage that is known.
    pub(crate) fn note_damage(&mut self, at: FramePos) -> bool {
        let slab = Slab::index_of(at);
        let is_known = self.damaged.contains(&slab)
            || slab.checked_sub(1).is_some_and(|before| self.damaged.contains(&before));
        self.damaged.insert(slab);
        !is_known
    }

    /// True when it was found damaged in slab `index`.
    pub(crate) fn is_damaged(&self, index: u64) -> bool {
        self.damaged.contains(&index)
    }

    /// True when the store has its frames of slab `index`, so that its file need not be asked.
    pub(crate) fn is_stored(&self, index: u64) -> bool {
        let StemFile::Open(file) = &self.file else { return false };
        let is_other = self.standing.quarantine().is_some_and(Quarantine::is_of_change);
        let is_usable = !self.is_store_lost && !is_other;
        let Some(store) = file.store().filter(|_| is_usable) else { return false };
        store.stem.has(Slab::start_of(index).0 / store.stem.chunk_frames())
    }

    /// True when it can be asked for its frames of slab `index`, if not now: its file, or while that is
    /// left out the store.
    pub(crate) fn can_be_asked(&self, index: u64) -> bool {
        !self.standing.is_left_out() || self.is_stored(index)
    }

    /// Its file gives errors or no answer: nobody waits for those who ask it, and what the store has is
    /// taken from there.
    pub(crate) fn turn_to_store(&mut self) {
        let StemFile::Open(file) = &self.file else { return };
        let Some(store) = file.store() else { return };
        store.stem.note_failed();
        self.leased.retain(|lease| !lease.asks_file);
    }

    /// The store does not give what it has either: it is not asked again.
    pub(crate) fn lose_store(&mut self) {
        self.is_store_lost = true;
    }

    /// True when the store is to be asked what it has of it instead of its file, which is not open.
    pub(crate) fn is_to_open_stored(&self, has_silent_neighbour: bool) -> bool {
        !self.has_asked_store && (self.is_late() || (self.is_closed() && has_silent_neighbour))
    }

    /// True when what the store has of it is waited for.
    pub(crate) fn awaits_store(&self) -> bool {
        self.has_asked_store && !self.is_settled()
    }

    /// The store is asked.
    pub(crate) fn note_asked_store(&mut self) {
        self.has_asked_store = true;
    }

    /// Those of `slabs` of which it can be asked for its frames: none while it is left out and the store
    /// has nothing of it.
    pub(crate) fn slabs_to_ask(&self, slabs: &Range<u64>) -> Range<u64> {
        match &self.file {
            StemFile::Open(file) if !self.standing.is_left_out() || file.store().is_some() => {
                let end = file.info().frame_count.0.div_ceil(SLAB_FRAMES as u64);
                slabs.start..slabs.end.min(end)
            }
            _ => 0..0,
        }
    }

    pub(crate) fn is_closed(&self) -> bool {
        matches!(self.file, StemFile::Closed)
    }

    /// True when `job` opens its file for the first time.
    pub(crate) fn is_opened_by(&self, job: JobId) -> bool {
        matches!(self.file, StemFile::Opening(opening) if opening == job)
    }

    fn is_opening(&self) -> bool {
        matches!(self.file, StemFile::Opening(_))
    }

    /// True when its file is not open yet and nobody waits for it any more.
    pub(crate) fn is_late(&self) -> bool {
        self.is_opening() && self.standing.quarantine().is_some()
    }

    /// True when it is known whether it can be played.
    pub(crate) fn is_settled(&self) -> bool {
        matches!(self.file, StemFile::Open(_) | StemFile::Failed(_))
    }

    /// True when its silence is its file's own answer: an error, not a read that hangs.
    pub(crate) fn may_be_silent(&self) -> bool {
        matches!(self.file, StemFile::Open(_)) && self.standing.answers()
    }

    pub(crate) fn report(&self) -> StemReport {
        let (info, error) = match &self.file {
            StemFile::Open(file) => (Some(file.info().clone()), None),
            StemFile::Failed(error) => (None, Some(error.clone())),
            StemFile::Closed | StemFile::Opening(_) => (None, None),
        };
        StemReport { path: self.location.path.clone(), info, error }
    }
}

pub(crate) fn block_kind(file: &OpenStem) -> BlockKind {
    (file.info().sample_format, file.info().channel_count)
}

pub(crate) fn block_bytes((format, channel_count): BlockKind) -> usize {
    SLAB_FRAMES * channel_count * format.bytes_per_sample()
}
