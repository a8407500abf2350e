//! What is kept in memory: the set, what is pinned of its songs, and who gets how much of the budget.

use std::{collections::BTreeSet, ops::Range};

use attacca_units::FramePos;

use crate::{
    loading::schedule::{
        Schedule,
        budget::{Needs, Share, WindowNeed},
        pins::{self, Candidate, Granted},
        song::Song,
        window::{Role, target_slabs},
    },
    protocol::{SongId, TransportState, slab::Slab},
    settings::{HEAD_SLABS, INDEX_PART_OF_BUDGET, LANES_PER_STEM, MAX_OPEN_SONGS},
};

/// What is to be kept.
#[derive(Debug, Default)]
pub(super) struct Keeping {
    /// The songs of the set, in its order.
    set: Vec<SongId>,
    /// The place in the set of the song that was the current one last.
    place: usize,
    /// Songs whose files are to be open, the most wanted first.
    pub(super) order: Vec<SongId>,
    needs: Needs,
    /// The current song of the last plan.
    current: Option<SongId>,
    pub(super) share: Share,
    /// Bytes that all pins take when they are in.
    pin_bytes: usize,
    /// The song or what is wanted of it has changed since the last plan.
    is_stale: bool,
}

impl Schedule {
    /// Keeps the songs of a set ready to start at once, as far as the memory goes. Those of the set
    /// before that are not in it are let go.
    pub(crate) fn set_setlist(&mut self, songs: &[SongId]) {
        let old = std::mem::take(&mut self.keeping.set);
        for song in songs {
            if !self.keeping.set.contains(song) {
                self.keeping.set.push(*song);
            }
        }
        self.keeping.place = 0;
        for id in old.into_iter().filter(|id| !songs.contains(id)) {
            self.song_mut(id).let_go();
            self.awake.insert(id);
        }
        self.keep_again();
        self.service();
    }

    /// Keeps these places of a song ready while it is the current one.
    pub(crate) fn set_sections(&mut self, song: SongId, starts: Vec<FramePos>) {
        self.song_mut(song).sections = starts;
        self.keep_again();
        self.service();
    }

    /// Pins a song's head at `at`; its files are opened and stay open.
    pub(crate) fn arm(&mut self, id: SongId, at: FramePos) {
        let song = self.song_mut(id);
        song.is_kept = true;
        song.is_armed_said = false;
        song.armed_at = Some(at);
        self.awake.insert(id);
        self.keep_again();
        self.service();
    }

    /// Lets go of what [`Schedule::arm`] pinned and opened, unless the set keeps it.
    pub(crate) fn disarm(&mut self, id: SongId) {
        self.song_mut(id).let_go();
        self.awake.insert(id);
        self.keep_again();
        self.service();
    }

    /// Has the budget shared out anew at the next service.
    pub(super) fn keep_again(&mut self) {
        self.keeping.is_stale = true;
    }

    /// Shares the budget out anew, if anything has changed that it depends on.
    pub(super) fn plan_memory(&mut self) {
        self.awake.extend(self.windows.iter().map(|window| window.song));
        let (needs, current) = (self.needs(), self.current_song());
        let is_same = needs == self.keeping.needs && current == self.keeping.current;
        if !std::mem::take(&mut self.keeping.is_stale) && is_same {
            return;
        }
        self.keeping.current = current;
        self.keeping.order = self.order();
        self.keeping.share = needs.share(self.settings.live.memory_budget_bytes);
        self.keeping.needs = needs;
        let Granted { mut pins, bytes, .. } =
            pins::grant(self.candidates(), self.keeping.share.pin_bytes);
        self.keeping.pin_bytes = bytes;
        for (at, song) in self.songs.iter_mut().enumerate() {
            let id = SongId(at as u32);
            let pins = pins.remove(&id).unwrap_or_default();
            let is_wanted = self.keeping.order.contains(&id);
            if song.pins != pins || song.is_wanted != is_wanted {
                song.pins = pins;
                song.is_wanted = is_wanted;
                self.awake.insert(id);
            }
        }
    }

    /// Bytes that all blocks may take before something must wait: the playing window, what others
    /// need to begin, and every pin.
    pub(super) fn block_limit(&self) -> usize {
        self.keeping.share.window_bytes + self.keeping.pin_bytes
    }

    /// True when blocks of so many bytes more are within the budget, whatever was planned.
    pub(super) fn has_room(&self, bytes: usize) -> bool {
        let budget = self.keeping.share.budget_bytes;
        self.pool.used_bytes + self.fixed_bytes() + bytes <= budget
    }

    /// Bytes that all blocks may take with those that are kept to be used again.
    pub(super) fn spare_limit(&self) -> usize {
        let budget = self.keeping.share.budget_bytes;
        self.block_limit().min(budget.saturating_sub(self.fixed_bytes()))
    }

    /// Bytes that decoders and frame indexes take at most now.
    fn fixed_bytes(&self) -> usize {
        let lanes = self.awake.iter().map(|id| self.song(*id).lane_bound_in_use());
        lanes.sum::<usize>() + self.index_bytes()
    }

    /// Bytes of the blocks that slabs still need which are being filled.
    pub(super) fn unfilled_bytes(&self) -> usize {
        let songs = self.awake.iter().map(|id| self.song(*id));
        songs.map(Song::unfilled_bytes).sum()
    }

    /// Bytes that the frame indexes take of the songs that were ever open, when they are built.
    pub(super) fn index_bytes(&self) -> usize {
        self.songs.iter().map(|song| song.index_bytes).sum()
    }

    /// True when frame indexes of so many bytes more may be built: where they may not, places are
    /// found without.
    pub(super) fn has_room_for_indexes(&self, bytes: usize) -> bool {
        let limit = self.settings.live.memory_budget_bytes / INDEX_PART_OF_BUDGET;
        self.index_bytes() + bytes <= limit
    }

    /// The song whose pins are decoded next, one after the other, so that only one holds lanes.
    pub(super) fn song_to_fill(&self) -> Option<SongId> {
        let order = self.keeping.order.iter().copied();
        let mut awake = order.filter(|id| self.awake.contains(id));
        awake.find(|id| self.song(*id).missing_pins().next().is_some())
    }

    /// The song that plays or is about to: what is sought, else what plays, else the set's first one.
    fn current_song(&self) -> Option<SongId> {
        self.last_place().or(self.keeping.set.first().copied())
    }

    /// Songs whose files are to be open, the most wanted first: the current one, the next one, those
    /// that are armed beside the set, then the others from the current one outwards.
    fn order(&mut self) -> Vec<SongId> {
        let current = self.current_song();
        let set = &self.keeping.set;
        if let Some(place) = set.iter().position(|id| Some(*id) == current) {
            self.keeping.place = place;
        }
        let of_set = pins::outwards(self.keeping.place, set.len()).map(|at| set[at]);
        let mut order: Vec<SongId> = current.into_iter().collect();
        order.extend(of_set.filter(|id| Some(*id) != current));
        let armed = (0..self.songs.len() as u32)
            .map(SongId)
            .filter(|id| self.song(*id).armed_at.is_some() && !order.contains(id));
        let armed: Vec<_> = armed.collect();
        let next = order.len().min(2);
        order.splice(next..next, armed);
        // One that is current, but neither in the set nor armed, is open for its window only.
        order.retain(|id| self.song(*id).armed_at.is_some() || set.contains(id));
        order.truncate(MAX_OPEN_SONGS);
        order
    }

    /// What is worth keeping, in order: heads, sections of the current song, the rest of the next
    /// song when songs are to be held whole.
    fn candidates(&self) -> Vec<Candidate> {
        let order = &self.keeping.order;
        let candidate = |id: SongId, slabs: Range<u64>| {
            let slab_bytes = self.song(id).slab_bytes;
            Candidate { song: id, slabs, slab_bytes }
        };
        let heads = order.iter().map(|id| candidate(*id, self.song(*id).head()));
        let current = self.current_song();
        let sections = current.into_iter().flat_map(|id| {
            self.song(id).section_slabs().map(move |slabs| (id, slabs)).collect::<Vec<_>>()
        });
        let sections = sections.map(|(id, slabs)| candidate(id, slabs));
        heads.chain(sections).filter(|candidate| !candidate.slabs.is_empty()).collect()
    }

    /// What playing takes now.
    fn needs(&self) -> Needs {
        let target = target_slabs(&self.snapshot);
        let wanted = self.wanted_window_slabs();
        let windows = self.active_windows();
        let main = self.main_window(&windows);
        let main_song = main.map(|at| self.windows[at].song).or(self.current_song());
        // Of what is heard together, all have windows of one length.
        let mut slab_bytes = main_song.map_or(0, |id| self.song(id).slab_bytes);
        let (mut jump_bytes, mut seek_bytes) = (0, 0);
        let mut heard: BTreeSet<SongId> = main_song.into_iter().collect();
        let mut waiting = BTreeSet::new();
        for (at, role) in windows.into_iter().filter(|(at, _)| Some(*at) != main) {
            let window = &self.windows[at];
            let bytes_of_slab = self.song(window.song).slab_bytes;
            let room = window.room(role, &self.snapshot, wanted).count();
            match role {
                Role::Armed(_) => {
                    jump_bytes += room * bytes_of_slab;
                    waiting.insert(window.song);
                }
                Role::Outgoing(_) if room as u64 > target + 2 => {
                    slab_bytes += bytes_of_slab;
                    heard.insert(window.song);
                }
                Role::Outgoing(_) => seek_bytes += room * bytes_of_slab,
                Role::Sought | Role::Playing => {
                    seek_bytes += target as usize * bytes_of_slab;
                    waiting.insert(window.song);
                }
            }
        }
        // Any song may be sought next; what is sought now has taken its part already.
        let largest = self.songs.iter().map(|song| song.slab_bytes).max().unwrap_or_default();
        Needs {
            playing: (slab_bytes > 0).then_some(WindowNeed {
                slab_bytes,
                least_slabs: target + 2,
                // The one behind the playhead is back at the next service only.
                wanted_slabs: wanted + 1,
            }),
            whole_song_slabs: None,
            other_window_bytes: jump_bytes + seek_bytes,
            reserve_bytes: (target as usize * largest).saturating_sub(seek_bytes),
            fixed_bytes: self.lane_needs(&heard, &waiting) + self.index_bytes(),
        }
    }

    /// Of the windows that want slabs, the one that is to have its whole length: while the transport
    /// plays the one that plays, in silence the one that is sought.
    fn main_window(&self, windows: &[(usize, Role)]) -> Option<usize> {
        let of = |wanted: Role| windows.iter().find(|(_, role)| *role == wanted).map(|(at, _)| *at);
        let (playing, sought) = (of(Role::Playing), of(Role::Sought));
        match self.snapshot.state {
            TransportState::Playing => playing.or(sought),
            TransportState::Paused | TransportState::Stopped => sought.or(playing),
        }
    }

    /// Bytes of the decoders of the songs that are heard, and of those that begin: one for each stem,
    /// also of the song whose pins are decoded, or of one that is sought next.
    fn lane_needs(&self, heard: &BTreeSet<SongId>, waiting: &BTreeSet<SongId>) -> usize {
        let lanes = |songs: &mut dyn Iterator<Item = &SongId>| -> usize {
            songs.map(|id| self.song(*id).lane_bound).sum()
        };
        let next = self.songs.iter().map(|song| song.lane_bound).max().unwrap_or_default();
        let waiting = lanes(&mut waiting.difference(heard));
        lanes(&mut heard.iter()) * LANES_PER_STEM + waiting.max(next)
    }
}

impl Song {
    /// Lets go of what was pinned and opened for its owner's sake.
    fn let_go(&mut self) {
        self.is_kept = false;
        self.armed_at = None;
        self.is_armed_said = false;
    }

    /// Slabs of its head: those it starts with. None before it is open, and when nobody wants to
    /// start it.
    pub(super) fn head(&self) -> Range<u64> {
        let start = self.armed_at.or(self.is_wanted.then_some(FramePos::ZERO));
        start.map_or(0..0, |at| self.slabs_at(at))
    }

    fn section_slabs(&self) -> impl Iterator<Item = Range<u64>> {
        self.sections.iter().map(|at| self.slabs_at(*at))
    }

    /// Slabs with which a place begins; none before the song is open.
    fn slabs_at(&self, at: FramePos) -> Range<u64> {
        let Some(count) = self.slab_count() else { return 0..0 };
        let first = Slab::index_of(at).min(count - 1);
        first..(first + HEAD_SLABS).min(count)
    }
}
