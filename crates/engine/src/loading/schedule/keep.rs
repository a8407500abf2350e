//! What is kept in memory: the set, what is pinned of its songs, and who gets how much of the budget.

use std::{collections::BTreeMap, ops::Range};

use attacca_units::FramePos;

use crate::{
    cache::CachePolicy,
    control::EngineEvent,
    loading::{
        governor::{Governor, HeldMemory, MemoryStep},
        schedule::{
            Schedule,
            budget::{Needs, Share},
            look_ahead::LookAhead,
            pins::{self, Candidate, Granted},
            song::Song,
        },
        system_memory::SystemMemory,
    },
    protocol::{SongId, slab::Slab},
    settings::{
        HEAD_SLABS, INDEX_PART_OF_BUDGET, LiveSettings, MAX_OPEN_SONGS, SLAB_FRAMES,
        WRITER_BYTES_PER_FRAME,
    },
};

/// What is to be kept.
#[derive(Debug, Default)]
pub(super) struct Keeping {
    /// What the setting of the budget came to, in bytes.
    limit_bytes: usize,
    pub(super) governor: Governor,
    /// What others in the program hold for songs, in bytes.
    pub(super) guest_bytes: usize,
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
    /// The song that is held whole.
    pub(super) whole: Option<SongId>,
    /// Those that do not fit, and the budget that each was said not to fit into.
    refused: BTreeMap<SongId, usize>,
    /// The song or what is wanted of it has changed since the last plan.
    is_stale: bool,
}

impl Keeping {
    /// Nothing is kept yet, and at most `limit_bytes` will be.
    pub(super) fn within(limit_bytes: usize) -> Keeping {
        Keeping { limit_bytes, ..Keeping::default() }
    }

    /// True when the song is in the set.
    pub(super) fn contains(&self, song: SongId) -> bool {
        self.set.contains(&song)
    }
}

impl Schedule {
    /// Does as `live` says from now on; windows, lanes and shelves follow at the next service. `system`
    /// is the machine's memory now.
    pub(crate) fn set_live(&mut self, live: LiveSettings, system: Option<SystemMemory>) {
        if live.memory_budget != self.settings.live.memory_budget {
            self.keeping.limit_bytes = live.memory_budget.bytes(system, self.held_bytes());
        }
        if live.pcm_window_seconds != self.settings.live.pcm_window_seconds {
            self.look_ahead = LookAhead::new(live.pcm_window_seconds);
        }
        self.settings.live = live;
        self.keep_again();
        self.service();
    }

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

    /// Takes in what the machine's memory is now; `None` when nobody looks any more. Gives memory back,
    /// or takes it again, at the next service.
    pub(crate) fn note_system_memory(&mut self, system: Option<SystemMemory>) {
        let held_bytes = self.held_bytes();
        let (seen, step) = match system {
            Some(system) => {
                let held = HeldMemory { bytes: held_bytes, limit_bytes: self.keeping.limit_bytes };
                (Some(system), self.keeping.governor.look(system, held))
            }
            None => (self.keeping.governor.last_seen(), self.keeping.governor.rest()),
        };
        let (Some(step), Some(system)) = (step, seen) else { return };
        self.events.push(EngineEvent::MemoryStep { step, system, held_bytes });
        self.keep_again();
        self.service();
    }

    /// Takes note of what others in the program hold for songs, in bytes.
    pub(crate) fn set_guest_bytes(&mut self, bytes: usize) {
        if std::mem::replace(&mut self.keeping.guest_bytes, bytes) != bytes {
            self.keep_again();
            self.service();
        }
    }

    /// Bytes that the cache's thread holds while it writes a chunk, at most: a chunk of decoded stereo,
    /// the same as integers, and what is written of it.
    fn writer_bytes(&self) -> usize {
        let live = &self.settings.live;
        if self.settings.cache.is_none() || live.cache.policy == CachePolicy::Off {
            return 0;
        }
        let frames = self.settings.engine_rate.frames_in(live.chunk_seconds);
        let slabs = frames.0.div_ceil(SLAB_FRAMES as u64).max(1) as usize;
        slabs * SLAB_FRAMES * WRITER_BYTES_PER_FRAME
    }

    /// Bytes that are held beside blocks, decoders and indexes.
    pub(super) fn other_bytes(&self) -> usize {
        self.keeping.guest_bytes + self.writer_bytes()
    }

    /// Bytes that are held, indexes that are being built included.
    fn held_bytes(&self) -> usize {
        self.memory().total_bytes() + self.index_bytes()
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
        self.want_songs();
        self.keeping.share = needs.share(self.keeping.limit_bytes);
        self.keeping.needs = needs;
        self.hold_whole_song();
        let Granted { mut pins, bytes, .. } =
            pins::grant(self.candidates(), self.keeping.share.pin_bytes);
        self.keeping.pin_bytes = bytes;
        for (at, song) in self.songs.iter_mut().enumerate() {
            let id = SongId(at as u32);
            let pins = pins.remove(&id).unwrap_or_default();
            if song.pins != pins {
                song.pins = pins;
                self.awake.insert(id);
            }
        }
    }

    /// Lets songs know whether their files are to be open.
    fn want_songs(&mut self) {
        for (at, song) in self.songs.iter_mut().enumerate() {
            let id = SongId(at as u32);
            let is_wanted = self.keeping.order.contains(&id);
            if std::mem::replace(&mut song.is_wanted, is_wanted) != is_wanted {
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
        lanes.sum::<usize>() + self.index_bytes() + self.other_bytes()
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
        let limit = self.keeping.limit_bytes / INDEX_PART_OF_BUDGET;
        self.index_bytes() + bytes <= limit
    }

    /// The song whose pins are decoded next, one after the other, so that only one holds lanes.
    pub(super) fn song_to_fill(&self) -> Option<SongId> {
        let order = self.keeping.order.iter().copied();
        let mut awake = order.filter(|id| self.awake.contains(id));
        awake.find(|id| self.song(*id).missing_pins().next().is_some())
    }

    /// The song that plays or is about to: what is sought, else what plays, else the set's first one.
    pub(super) fn current_song(&self) -> Option<SongId> {
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
        order.truncate(MAX_OPEN_SONGS);
        order
    }

    /// Holds the current song whole if that is wanted and it fits; says once of each song and budget when
    /// it does not.
    fn hold_whole_song(&mut self) {
        let is_wanted = self.settings.live.whole_song || self.storage.is_slow();
        let is_wanted = is_wanted && self.keeping.governor.step() < MemoryStep::NoReadAhead;
        let current = self.current_song().filter(|_| is_wanted);
        let song = current.and_then(|id| Some((id, self.song(id).slab_count()?)));
        let Share { budget_bytes, pin_bytes, .. } = self.keeping.share;
        let bytes_of = |(id, count): (SongId, u64)| {
            let count = usize::try_from(count).unwrap_or(usize::MAX);
            self.song(id).slab_bytes.saturating_mul(count)
        };
        let bytes = song.map_or(0, bytes_of);
        let needed_bytes = bytes.saturating_add(budget_bytes - pin_bytes);
        let song = song.map(|(id, _)| id);
        self.keeping.whole = song.filter(|_| bytes <= pin_bytes);
        if !is_wanted {
            self.keeping.refused.clear();
        }
        let limit = self.keeping.limit_bytes;
        // What is left for pins changes with each seek; the user sees the song and the budget.
        let is_news = |id: &SongId| self.keeping.refused.insert(*id, limit) != Some(limit);
        let refused = song.filter(|_| bytes > pin_bytes).filter(is_news);
        self.events.extend(refused.map(|song| EngineEvent::WholeSongRefused {
            song,
            needed_bytes,
            budget_bytes,
        }));
    }

    /// What is worth keeping, in order: all of the current song, if it is held whole; heads; sections
    /// of the current song; and all of the next song, when songs are held whole.
    fn candidates(&self) -> Vec<Candidate> {
        let order = &self.keeping.order;
        let mut wanted: Vec<(SongId, Range<u64>)> = Vec::new();
        if let Some(id) = self.keeping.whole {
            let at = self.current_slab(id);
            wanted.extend(self.song(id).all_slabs_from(at).map(|slabs| (id, slabs)));
        }
        let step = self.keeping.governor.step();
        let is_near = |at: usize, id: SongId| at < 2 || self.song(id).armed_at.is_some();
        let ready = order.iter().enumerate();
        let ready = ready.filter(|(at, id)| step == MemoryStep::All || is_near(*at, **id));
        wanted.extend(ready.map(|(_, id)| (*id, self.song(*id).head())));
        if let Some(id) = self.current_song().filter(|_| step < MemoryStep::ShortWindow) {
            wanted.extend(self.song(id).section_slabs().map(|slabs| (id, slabs)));
        }
        if let (Some(_), Some(next), MemoryStep::All) = (self.keeping.whole, order.get(1), step) {
            wanted.extend(self.song(*next).all_slabs_from(0).map(|slabs| (*next, slabs)));
        }
        let wanted = wanted.into_iter().filter(|(_, slabs)| !slabs.is_empty());
        wanted
            .map(|(song, slabs)| Candidate { song, slabs, slab_bytes: self.song(song).slab_bytes })
            .collect()
    }

    /// The slab of a song from which on it is heard next.
    fn current_slab(&self, song: SongId) -> u64 {
        let mut windows = self.active_windows().into_iter();
        let window = windows.find(|(at, _)| self.windows[*at].song == song);
        window
            .map_or(0, |(at, role)| Slab::index_of(self.windows[at].playhead(role, &self.snapshot)))
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

    /// All of its slabs, first those from `at` on; none before it is open.
    fn all_slabs_from(&self, at: u64) -> impl Iterator<Item = Range<u64>> {
        let count = self.slab_count().unwrap_or_default();
        [at.min(count)..count, 0..at.min(count)].into_iter()
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
