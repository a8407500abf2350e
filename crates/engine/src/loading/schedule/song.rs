//! A song as the loaders see it: its stems' files and lanes, and its shelf.

use std::{ops::Range, sync::Arc, time::Instant};

use attacca_units::{FrameCount, FramePos};

use crate::{
    control::{SongPhase, SongReport, SongSource},
    loading::{
        schedule::{
            pool::BlockKind,
            shelf::Shelf,
            stem::{Closed, Stem, StemFile, block_bytes, block_kind},
        },
        stem::OpenStem,
    },
    protocol::{mix::SongMix, slab::Slab},
    settings::{HEAD_SLABS, SLAB_FRAMES},
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

    /// Takes note of the length, once every file is open, failed, or late and at least one of the
    /// others is open; true the first time.
    pub(crate) fn finish_opening(&mut self) -> bool {
        let is_late = self.stems.iter().any(Stem::is_late);
        let is_finished = self.stems.iter().all(|stem| stem.is_settled() || stem.is_late());
        let waits_for_the_first = is_late && self.open_stems().next().is_none();
        if !is_finished || waits_for_the_first || self.frame_count.is_some() {
            return false;
        }
        self.measure_slab();
        let longest = self.open_stems().map(|file| file.info().frame_count).max();
        self.frame_count = Some(longest.unwrap_or_default());
        true
    }

    /// Takes note of the bytes of a slab.
    pub(crate) fn measure_slab(&mut self) {
        self.slab_bytes = self.open_stems().map(|file| block_bytes(block_kind(file))).sum();
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

    /// Begins to fill slab `index`, if nobody has: parts without sound are in at once, and stems
    /// that are left out are absent.
    pub(crate) fn begin_slab(&mut self, index: u64) {
        if self.shelf.contains(index) {
            return;
        }
        let parts = self.stems.iter().map(|stem| stem.first_state(index)).collect();
        self.shelf.begin(index, parts);
    }

    /// Makes slab `index` ready if all its parts are settled; true when it is.
    ///
    /// One that has no stem's frames, because no file answers, is not: it is the storage that hangs,
    /// and frames that are missing are told from silence.
    pub(crate) fn complete_slab(&mut self, index: u64) -> bool {
        let nothing_answers = || self.stems.iter().all(|stem| !stem.may_be_silent());
        if self.shelf.is_mute(index) && nothing_answers() {
            return false;
        }
        self.shelf.complete(index, self.frame_count.unwrap_or_default())
    }

    /// A stem whose part of slab `index` can be decoded now.
    pub(crate) fn decodable(&self, index: u64, now: Instant) -> Option<usize> {
        self.shelf.wanted(index).find(|stem| self.stems[*stem].can_lease(index, now))
    }

    /// Gives up every file and lane, for the caller to drop where nobody waits for it. Slabs leave
    /// the shelf when nobody uses them.
    pub(crate) fn close(&mut self) -> Vec<Closed> {
        self.frame_count = None;
        self.slab_bytes = 0;
        self.is_armed_said = false;
        self.stems.iter_mut().map(Stem::close).collect()
    }

    /// Drops the second lanes: nothing plays in the song, and one can begin what is armed.
    pub(crate) fn rest_lanes(&mut self) {
        let head_end = Slab::start_of(self.pinned().end);
        self.stems.iter_mut().for_each(|stem| stem.rest_lanes(head_end));
    }

    /// True when a loader could do something for the song's head.
    pub(crate) fn wants_head(&self, now: Instant) -> bool {
        let can_fill =
            |index: &u64| !self.shelf.contains(*index) || self.decodable(*index, now).is_some();
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
        self.stems.iter().any(Stem::is_at_work)
    }

    pub(crate) fn lane_bytes(&self) -> usize {
        self.stems.iter().map(Stem::lane_bytes).sum()
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
