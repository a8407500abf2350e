//! A song as the loaders see it: its stems' files and lanes, and its shelf.

use std::{ops::Range, sync::Arc, time::Instant};

use attacca_units::{FrameCount, FramePos};

use crate::{
    control::{PinReport, SongGlance, SongPhase, SongReport, SongSource},
    loading::{
        schedule::{
            pool::BlockKind,
            shelf::Shelf,
            stem::{Closed, Stem, StemFile, block_bytes, block_kind},
            visit::Accounts,
        },
        stem::OpenStem,
    },
    protocol::{mix::SongMix, slab::Slab},
    settings::SLAB_FRAMES,
};

#[derive(Debug)]
pub(crate) struct Song {
    pub(crate) stems: Vec<Stem>,
    pub(crate) mix: Arc<SongMix>,
    pub(crate) shelf: Shelf,
    /// The length; known when every file is open or failed.
    pub(crate) frame_count: Option<FrameCount>,
    /// The bytes of a slab in which every stem sounds; 0 before it was ever open.
    pub(crate) slab_bytes: usize,
    /// The most that a lane of every stem takes, in bytes; 0 before it was ever open.
    pub(crate) lane_bound: usize,
    /// Bytes that the frame indexes take that were or will be built of it.
    pub(crate) index_bytes: usize,
    /// Where its head is pinned, if that was asked for.
    pub(crate) armed_at: Option<FramePos>,
    /// Where its sections begin.
    pub(crate) sections: Vec<FramePos>,
    /// Slabs that are kept whatever plays, or will be as soon as they are decoded.
    pub(crate) pins: Vec<Range<u64>>,
    /// Its files stay open until it is disarmed.
    pub(crate) is_kept: bool,
    /// It is one of those that are to be open for the set's sake or because they are armed.
    pub(crate) is_wanted: bool,
    /// Its files are open for the cache, for a while.
    pub(crate) is_visited: bool,
    /// What it counted for before it was.
    pub(crate) before_visit: Accounts,
    /// Its owner knows that it is armed.
    pub(crate) is_armed_said: bool,
}

impl Song {
    pub(crate) fn new(source: SongSource) -> Song {
        let mix = SongMix::new(source.stems.iter().map(|stem| stem.mix));
        // A song without stems has no file to wait for: it has failed.
        let frame_count = source.stems.is_empty().then_some(FrameCount::ZERO);
        Song {
            stems: source.stems.into_iter().map(|stem| Stem::new(stem.location)).collect(),
            mix: Arc::new(mix),
            shelf: Shelf::default(),
            frame_count,
            slab_bytes: 0,
            lane_bound: 0,
            index_bytes: 0,
            armed_at: None,
            sections: Vec::new(),
            pins: Vec::new(),
            is_kept: false,
            is_wanted: false,
            is_visited: false,
            before_visit: Accounts::default(),
            is_armed_said: false,
        }
    }

    pub(crate) fn phase(&self) -> SongPhase {
        match self.frame_count {
            Some(_) if self.open_stems().next().is_none() => SongPhase::Failed,
            Some(_) => SongPhase::Open,
            None if self.is_kept_open() => SongPhase::Opening,
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
        self.frame_count = Some(self.longest_stem());
        true
    }

    /// Takes note of the length when a stem joined: the new one, if the song has become longer. It
    /// never becomes shorter while it is open.
    pub(crate) fn lengthen(&mut self) -> Option<FrameCount> {
        let longest = self.longest_stem();
        let known = self.frame_count.as_mut().filter(|known| **known < longest)?;
        *known = longest;
        Some(longest)
    }

    fn longest_stem(&self) -> FrameCount {
        self.open_stems().map(|file| file.info().frame_count).max().unwrap_or_default()
    }

    /// Takes note of the bytes of a slab, and of a lane for each stem.
    pub(crate) fn measure_slab(&mut self) {
        self.slab_bytes = self.open_stems().map(|file| block_bytes(block_kind(file))).sum();
        self.lane_bound = self.open_stems().map(|file| file.lane_bytes()).sum();
    }

    /// Slabs of the song: at least one, so that an empty song can end. `None` before it is open,
    /// and when it can't be.
    pub(crate) fn slab_count(&self) -> Option<u64> {
        let frames = self.frame_count?;
        self.open_stems().next()?;
        Some(frames.0.div_ceil(SLAB_FRAMES as u64).max(1))
    }

    pub(crate) fn is_armed(&self) -> bool {
        let head = self.head();
        !head.is_empty()
            && self.pins.contains(&head)
            && head.clone().all(|i| self.shelf.is_ready(i))
    }

    /// Pinned slabs that are not complete.
    pub(crate) fn missing_pins(&self) -> impl Iterator<Item = u64> {
        self.pins.iter().flat_map(|slabs| self.shelf.incomplete(slabs.clone()))
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
        let Song { stems, shelf, .. } = self;
        let may_return = |stem: usize| !stems[stem].is_damaged(index);
        shelf.complete(index, may_return)
    }

    /// The first of `slabs` that is complete but lacks a stem which can be decoded now, and the stem.
    pub(crate) fn to_mend(&self, slabs: &Range<u64>, now: Instant) -> Option<(u64, usize)> {
        let found = self.shelf.lacked().filter_map(|stem| {
            let entry = &self.stems[stem];
            let slabs = entry.slabs_to_ask(slabs);
            let can_lease = |index| entry.can_lease(index, now);
            Some((self.shelf.to_mend(stem, slabs, can_lease)?, stem))
        });
        found.min()
    }

    /// The same of what is pinned, in the order in which it is wanted.
    pub(crate) fn pin_to_mend(&self, now: Instant) -> Option<(u64, usize)> {
        self.pins.iter().find_map(|slabs| self.to_mend(slabs, now))
    }

    /// A stem whose part of slab `index` can be decoded now.
    pub(crate) fn decodable(&self, index: u64, now: Instant) -> Option<usize> {
        self.shelf.wanted(index).find(|stem| self.stems[*stem].can_lease(index, now))
    }

    /// Gives up every file and lane, for the caller to drop where nobody waits for it. Slabs leave
    /// the shelf when nobody uses them.
    pub(crate) fn close(&mut self) -> Vec<Closed> {
        self.frame_count = None;
        self.is_armed_said = false;
        // They are planned anew when it is open again: it may have another length then.
        self.pins.clear();
        self.stems.iter_mut().map(Stem::close).collect()
    }

    /// Gives up the lanes but for `kept` of each stem, those used last: nothing plays in the song. A
    /// new lane finds its place in a fraction of what a head lasts.
    pub(crate) fn rest_lanes(&mut self, kept: usize) -> Vec<Closed> {
        self.stems.iter_mut().filter_map(|stem| stem.rest_lanes(kept)).collect()
    }

    /// True when a loader could do something for the song's pins.
    pub(crate) fn wants_pins(&self, now: Instant) -> bool {
        let can_fill =
            |index: u64| !self.shelf.contains(index) || self.decodable(index, now).is_some();
        self.is_wanted
            && (self.stems.iter().any(Stem::is_closed)
                || self.missing_pins().any(can_fill)
                || self.pin_to_mend(now).is_some())
    }

    /// A stem that is to be opened from the store: its file does not answer, or another one of the song
    /// does not, so that it is not risked to wait for this one as well.
    pub(crate) fn to_open_stored(&self) -> Option<usize> {
        let is_silent = |stem: &Stem| !stem.standing.answers();
        let has_silent = self.stems.iter().any(is_silent);
        self.stems.iter().position(|stem| stem.is_to_open_stored(has_silent))
    }

    /// True when nothing is left to do in the song while no window is in it.
    pub(crate) fn is_at_rest(&self) -> bool {
        let is_settled = match self.is_kept_open() {
            true => !self.stems.iter().any(Stem::is_closed),
            false => !self.is_any_open(),
        };
        let has_lanes = || self.stems.iter().any(|stem| stem.lane_bytes() > 0);
        is_settled
            && !self.is_at_work()
            && !has_lanes()
            && self.shelf.holds_only(&self.pins)
            && self.missing_pins().next().is_none()
            && !self.pins.iter().any(|slabs| self.lacks(slabs, |_| true))
    }

    /// True when its files are to be open although no window is in it.
    pub(crate) fn is_kept_open(&self) -> bool {
        self.is_kept || self.is_wanted || self.is_visited
    }

    pub(crate) fn is_any_open(&self) -> bool {
        self.stems.iter().any(|stem| !stem.is_closed())
    }

    /// The files that are open, and the bytes of their indexes; 0 for those that were counted before.
    pub(crate) fn measure_indexes(&self) -> (Vec<Arc<OpenStem>>, usize) {
        let open: Vec<_> = self.open_stems().cloned().collect();
        let bytes = open.iter().map(|file| file.index_bytes()).sum();
        (open, bytes)
    }

    pub(crate) fn kind_of(&self, stem: usize) -> Option<BlockKind> {
        match &self.stems[stem].file {
            StemFile::Open(file) => Some(block_kind(file)),
            _ => None,
        }
    }

    /// Bytes of the blocks that its slabs still need which are being filled.
    pub(crate) fn unfilled_bytes(&self) -> usize {
        let kinds = self.shelf.all_wanted().filter_map(|stem| self.kind_of(stem));
        kinds.map(block_bytes).sum()
    }

    pub(crate) fn is_at_work(&self) -> bool {
        self.stems.iter().any(Stem::is_at_work)
    }

    /// The most that the lanes take that there are, in bytes.
    pub(crate) fn lane_bound_in_use(&self) -> usize {
        self.stems.iter().map(Stem::lane_bound).sum()
    }

    pub(crate) fn lane_bytes(&self) -> usize {
        self.stems.iter().map(Stem::lane_bytes).sum()
    }

    /// True when one of `slabs` lacks a stem that is to be put in, one that `is_meant`.
    fn lacks(&self, slabs: &Range<u64>, is_meant: impl Fn(&Stem) -> bool) -> bool {
        self.shelf.lacked().any(|stem| {
            let entry = &self.stems[stem];
            is_meant(entry) && self.shelf.lacks(stem, entry.slabs_to_ask(slabs))
        })
    }

    fn pin_report(&self, slabs: &Range<u64>) -> PinReport {
        let end = self.frame_count.unwrap_or_default().from_start();
        PinReport {
            frames: Slab::start_of(slabs.start)..Slab::start_of(slabs.end).min(end),
            is_ready: self.shelf.incomplete(slabs.clone()).next().is_none()
                && !self.lacks(slabs, |stem| stem.standing.quarantine().is_none()),
        }
    }

    pub(crate) fn glance(&self) -> SongGlance {
        SongGlance { phase: self.phase(), is_armed: self.is_armed(), frame_count: self.frame_count }
    }

    pub(crate) fn report(&self) -> SongReport {
        SongReport {
            phase: self.phase(),
            is_armed: self.is_armed(),
            frame_count: self.frame_count,
            pins: self.pins.iter().map(|slabs| self.pin_report(slabs)).collect(),
            stems: self.stems.iter().map(Stem::report).collect(),
        }
    }
}
