//! A song as the loaders see it: its stems' files and lanes, and its shelf.

use std::{collections::BTreeSet, ops::Range, path::PathBuf, sync::Arc};

use attacca_units::{FrameCount, FramePos};

use crate::{
    control::{SongPhase, SongReport, SongSource, StemReport},
    error::OpenError,
    loading::{
        decoder::ChunkDecoder,
        schedule::{
            pool::BlockKind,
            shelf::{PartState, Shelf},
        },
        stem::OpenStem,
    },
    protocol::{
        mix::SongMix,
        slab::{Slab, SlabPart},
    },
    settings::{HEAD_SLABS, LANES_PER_STEM, SLAB_FRAMES},
};

#[derive(Debug)]
pub(crate) struct Song {
    pub(crate) stems: Vec<Stem>,
    pub(crate) mix: Arc<SongMix>,
    pub(crate) shelf: Shelf,
    /// The length; known when every file is open or failed.
    pub(crate) frame_count: Option<FrameCount>,
    /// The bytes of a slab in which every stem sounds; 0 before it is open.
    pub(crate) slab_bytes: usize,
    /// Where its head is pinned.
    pub(crate) armed_at: Option<FramePos>,
    /// Its files stay open.
    pub(crate) is_kept: bool,
    /// Its owner knows that it is armed.
    pub(crate) is_armed_said: bool,
}

#[derive(Debug)]
pub(crate) struct Stem {
    pub(crate) path: PathBuf,
    pub(crate) file: StemFile,
    /// Lanes that no loader has, the least recently used one first.
    lanes: Vec<ChunkDecoder>,
    /// Slabs that loaders decode of this stem now.
    leased: Vec<u64>,
    /// Slabs with damage that was reported.
    damaged: BTreeSet<u64>,
}

/// A stem's file and lanes that nobody uses any more.
#[derive(Debug)]
pub(crate) struct Closed {
    _file: StemFile,
    _lanes: Vec<ChunkDecoder>,
}

/// How far a stem's file is.
#[derive(Debug)]
pub(crate) enum StemFile {
    Closed,
    Opening,
    Open(Arc<OpenStem>),
    Failed(Arc<OpenError>),
}

impl Song {
    pub(crate) fn new(source: SongSource) -> Song {
        let mix = SongMix::new(source.stems.iter().map(|stem| stem.mix));
        // A song without stems has no file to wait for: it has failed.
        let frame_count = source.stems.is_empty().then_some(FrameCount::ZERO);
        Song {
            stems: source.stems.into_iter().map(|stem| Stem::new(stem.path)).collect(),
            mix: Arc::new(mix),
            shelf: Shelf::default(),
            frame_count,
            slab_bytes: 0,
            armed_at: None,
            is_kept: false,
            is_armed_said: false,
        }
    }

    pub(crate) fn phase(&self) -> SongPhase {
        match self.frame_count {
            Some(_) if self.open_stems().next().is_none() => SongPhase::Failed,
            Some(_) => SongPhase::Open,
            None if self.is_kept => SongPhase::Opening,
            None => SongPhase::Registered,
        }
    }

    pub(crate) fn open_stems(&self) -> impl Iterator<Item = &Arc<OpenStem>> {
        self.stems.iter().filter_map(|stem| match &stem.file {
            StemFile::Open(file) => Some(file),
            _ => None,
        })
    }

    /// Takes note of the length, once every file is open or failed; true the first time.
    pub(crate) fn finish_opening(&mut self) -> bool {
        let is_finished = self
            .stems
            .iter()
            .all(|stem| matches!(stem.file, StemFile::Open(_) | StemFile::Failed(_)));
        if !is_finished || self.frame_count.is_some() {
            return false;
        }
        self.slab_bytes = self.open_stems().map(|file| block_bytes(block_kind(file))).sum();
        let longest = self.open_stems().map(|file| file.info().frame_count).max();
        self.frame_count = Some(longest.unwrap_or_default());
        true
    }

    /// Slabs of the song: at least one, so that an empty song can end. `None` before it is open,
    /// and when it can't be.
    pub(crate) fn slab_count(&self) -> Option<u64> {
        let frames = self.frame_count?;
        self.open_stems().next()?;
        Some(frames.0.div_ceil(SLAB_FRAMES as u64).max(1))
    }

    /// Slabs of the pinned head.
    pub(crate) fn pinned(&self) -> Range<u64> {
        let (Some(at), Some(count)) = (self.armed_at, self.slab_count()) else { return 0..0 };
        let first = Slab::index_of(at).min(count - 1);
        first..(first + HEAD_SLABS).min(count)
    }

    pub(crate) fn is_armed(&self) -> bool {
        let pinned = self.pinned();
        !pinned.is_empty() && pinned.into_iter().all(|index| self.shelf.is_ready(index))
    }

    /// Begins to fill slab `index`, if nobody has: parts without sound are in at once.
    pub(crate) fn begin_slab(&mut self, index: u64) {
        if self.shelf.contains(index) {
            return;
        }
        let start = Slab::start_of(index);
        let parts = self.stems.iter().map(|stem| match &stem.file {
            StemFile::Open(file) if start < file.info().frame_count.from_start() => {
                PartState::Wanted
            }
            _ => PartState::Done(SlabPart::Silent),
        });
        self.shelf.begin(index, parts.collect());
        self.complete_slab(index);
    }

    pub(crate) fn complete_slab(&mut self, index: u64) -> bool {
        self.shelf.complete(index, self.frame_count.unwrap_or_default())
    }

    /// A stem whose part of slab `index` can be decoded now.
    pub(crate) fn decodable(&self, index: u64) -> Option<usize> {
        self.shelf.wanted(index).find(|stem| self.stems[*stem].can_lease(index))
    }

    /// Gives up every file and lane, for the caller to drop where nobody waits for it. Slabs leave
    /// the shelf when nobody uses them.
    pub(crate) fn close(&mut self) -> Vec<Closed> {
        self.frame_count = None;
        self.slab_bytes = 0;
        self.is_armed_said = false;
        let close = |stem: &mut Stem| {
            stem.damaged.clear();
            let file = std::mem::replace(&mut stem.file, StemFile::Closed);
            Closed { _file: file, _lanes: std::mem::take(&mut stem.lanes) }
        };
        self.stems.iter_mut().map(close).collect()
    }

    /// Drops the second lanes: nothing plays in the song, and one can begin what is armed.
    pub(crate) fn rest_lanes(&mut self) {
        let head_end = Slab::start_of(self.pinned().end);
        for stem in &mut self.stems {
            if stem.lanes.len() > 1 {
                let at_head = stem.lanes.iter().position(|lane| lane.position() == head_end);
                let kept = stem.lanes.swap_remove(at_head.unwrap_or(0));
                stem.lanes.clear();
                stem.lanes.push(kept);
            }
        }
    }

    /// True when a loader could do something for the song's head.
    pub(crate) fn wants_head(&self) -> bool {
        let can_fill =
            |index: &u64| !self.shelf.contains(*index) || self.decodable(*index).is_some();
        self.armed_at.is_some()
            && (self.stems.iter().any(Stem::is_closed) || self.pinned().any(|i| can_fill(&i)))
    }

    pub(crate) fn kind_of(&self, stem: usize) -> Option<BlockKind> {
        match &self.stems[stem].file {
            StemFile::Open(file) => Some(block_kind(file)),
            _ => None,
        }
    }

    /// Slabs of the pinned head.
    pub(crate) fn head_slabs(&self) -> usize {
        self.pinned().count()
    }

    pub(crate) fn is_at_work(&self) -> bool {
        self.stems
            .iter()
            .any(|stem| !stem.leased.is_empty() || matches!(stem.file, StemFile::Opening))
    }

    pub(crate) fn lane_bytes(&self) -> usize {
        self.stems.iter().flat_map(|stem| &stem.lanes).map(ChunkDecoder::byte_count).sum()
    }

    pub(crate) fn report(&self) -> SongReport {
        SongReport {
            phase: self.phase(),
            is_armed: self.is_armed(),
            frame_count: self.frame_count,
            stems: self.stems.iter().map(Stem::report).collect(),
        }
    }
}

impl Stem {
    fn new(path: PathBuf) -> Stem {
        Stem {
            path,
            file: StemFile::Closed,
            lanes: Vec::new(),
            leased: Vec::new(),
            damaged: BTreeSet::new(),
        }
    }

    /// A second lane next to one that is at work close before would only run after it: such a part
    /// waits for the first one.
    fn can_lease(&self, index: u64) -> bool {
        self.leased.len() < LANES_PER_STEM
            && !self.leased.iter().any(|leased| leased.abs_diff(index) <= 2)
    }

    /// The lane that stands at slab `index`, else a new one, else the one unused for longest.
    pub(crate) fn lease(&mut self, index: u64) -> Option<ChunkDecoder> {
        let StemFile::Open(file) = &self.file else { return None };
        let start = Slab::start_of(index);
        self.leased.push(index);
        if let Some(lane) = self.lanes.iter().position(|lane| lane.position() == start) {
            return Some(self.lanes.remove(lane));
        }
        if self.lanes.len() + self.leased.len() <= LANES_PER_STEM {
            return Some(ChunkDecoder::new(file.clone()));
        }
        Some(self.lanes.remove(0))
    }

    /// Takes a lane back; `None` when it was lost. One of a file that was closed is dropped.
    pub(crate) fn give_back(&mut self, index: u64, lane: Option<ChunkDecoder>) {
        if let Some(at) = self.leased.iter().position(|leased| *leased == index) {
            self.leased.swap_remove(at);
        }
        if matches!(self.file, StemFile::Open(_)) {
            self.lanes.extend(lane);
        }
    }

    /// Takes note of damage; true when it does not just go on from damage that is known.
    pub(crate) fn note_damage(&mut self, at: FramePos) -> bool {
        let slab = Slab::index_of(at);
        let is_known = self.damaged.contains(&slab)
            || slab.checked_sub(1).is_some_and(|before| self.damaged.contains(&before));
        self.damaged.insert(slab);
        !is_known
    }

    pub(crate) fn is_closed(&self) -> bool {
        matches!(self.file, StemFile::Closed)
    }

    fn report(&self) -> StemReport {
        let (info, error) = match &self.file {
            StemFile::Open(file) => (Some(file.info().clone()), None),
            StemFile::Failed(error) => (None, Some(error.clone())),
            StemFile::Closed | StemFile::Opening => (None, None),
        };
        StemReport { path: self.path.clone(), info, error }
    }
}

pub(crate) fn block_kind(file: &OpenStem) -> BlockKind {
    (file.info().sample_format, file.info().channel_count)
}

pub(crate) fn block_bytes((format, channel_count): BlockKind) -> usize {
    SLAB_FRAMES * channel_count * format.bytes_per_sample()
}
