//! Room: who gives way, what is set aside, and the descriptions that say what is left.

use std::collections::BTreeSet;

use super::{Desk, OVERHEAD_BYTES};
use crate::cache::{
    books::{ChunkAt, ChunkRef, Hold},
    events::CacheView,
    holds::Holds,
    streaming::StemKey,
    wants::WantedSong,
    writer::worst_bytes,
};

impl Desk<'_> {
    /// Bytes for the chunks of what is wanted of `songs`: without those that stay as they are, without
    /// descriptions, and without what the chunk that is being written may need at its worst.
    pub(super) fn room(&self, songs: &[WantedSong]) -> u64 {
        let stems = songs.iter().flat_map(|song| &song.stems);
        let worst = stems.map(|stem| {
            let (metadata, bits) = (stem.disk.metadata(), stem.coding.bits());
            worst_bytes(metadata.frames_of(0), metadata.source.channels, bits)
        });
        let stays = self.books.chunk_bytes_of(|song, stem| self.holds.is_held_as_it_is(song, stem));
        let taken = stays + self.books.description_bytes() + worst.max().unwrap_or_default();
        self.limit().saturating_sub(taken)
    }

    /// Takes note of what holds which chunks.
    pub(super) fn note_holds(&mut self, view: &CacheView, songs: &[WantedSong]) {
        let mut holds = Holds::new(self.quota);
        let state = self.cache.state();
        for id in view.kept.iter().chain(&state.pinned) {
            if let Some(place) = state.songs.get(id.0 as usize) {
                holds.keep(&place.name);
            }
        }
        for viewed in &view.songs {
            let Some(place) = state.songs.get(viewed.id.0 as usize) else { continue };
            if viewed.is_in_use {
                holds.use_song(&place.name);
            }
            let lost = viewed.stems.iter().zip(&place.stems).filter(|(stem, _)| stem.is_lost);
            lost.for_each(|(_, stem)| holds.lose(&place.name, &stem.name));
        }
        drop(state);
        for ((song, stem), is_wanted) in songs.iter().flat_map(|song| &song.open) {
            holds.open(song, stem, *is_wanted);
        }
        self.holds = holds;
    }

    pub(super) fn limit(&self) -> u64 {
        self.cache.state().live.limit_bytes.saturating_sub(OVERHEAD_BYTES)
    }

    /// Makes room when the limit is lower than it was.
    pub(super) fn enforce_limit(&mut self) {
        let excess = self.books.excess(0, self.limit());
        if excess == 0 || !self.is_writer() || self.make_room(excess) {
            return;
        }
        let holds = std::mem::take(&mut self.holds);
        let is_spared = |song: &str, stem: &str| holds.is_spared(song, stem);
        let others = self.books.chunk_bytes_of(|song, stem| !is_spared(song, stem));
        let hold = |chunk: ChunkAt<'_>| match is_spared(chunk.song, chunk.stem) {
            true => Hold::Pinned,
            false => Hold::Free,
        };
        self.evict(self.books.victims(excess.min(others), hold).unwrap_or_default());
        self.holds = holds;
        // What plays can be read of its own file.
        let excess = self.books.excess(0, self.limit());
        self.evict(self.books.victims(excess, |_| Hold::Free).unwrap_or_default());
    }

    /// Frees `bytes`; false when what may go does not suffice, and nothing is done.
    pub(super) fn make_room(&mut self, bytes: u64) -> bool {
        let hold = |chunk: ChunkAt<'_>| self.holds.of(chunk);
        let Some(victims) = self.books.victims(bytes, hold) else { return false };
        self.evict(victims);
        true
    }

    pub(super) fn evict(&mut self, victims: Vec<ChunkRef>) {
        if victims.is_empty() {
            return;
        }
        self.cache.counters.note_evicted(victims.len() as u64);
        tracing::debug!(chunks = victims.len(), "the cache makes room");
        let mut changed = BTreeSet::new();
        for chunk in victims {
            let key = (chunk.song.clone(), chunk.stem.clone());
            if let Some(stem) = self.cache.state().stems.get(&key) {
                stem.forget(chunk.number);
            }
            self.folder.remove_chunk(&chunk);
            self.books.remove(&chunk);
            changed.insert(key);
        }
        changed.iter().for_each(|key| self.save(key));
    }

    /// Sets bytes aside within the limit and what the disk has, after making room for them.
    pub(super) fn reserve(&mut self, bytes: u64) -> bool {
        let free = self.folder.free_bytes().unwrap_or(u64::MAX);
        let missing = (bytes + self.cache.free_bytes).saturating_sub(free);
        let needed = self.books.excess(bytes, self.limit()).max(missing);
        if needed > 0 && !self.make_room(needed) {
            return false;
        }
        self.books.reserve(bytes, self.limit())
    }

    pub(super) fn save_all(&mut self) {
        let keys: Vec<StemKey> = self.unsaved.keys().cloned().collect();
        keys.iter().for_each(|key| self.save(key));
    }

    /// Writes a stem's description, or removes what has no chunk any more.
    pub(super) fn save(&mut self, key: &StemKey) {
        self.unsaved.remove(key);
        if !self.is_writer() {
            return;
        }
        let open = self.cache.state().stems.get(key).map(|stem| stem.metadata());
        let there = self.books.chunks_of(&key.0, &key.1);
        if there.is_empty() {
            self.remove_files(key);
            return;
        }
        let open = open.map(|open| (*open).clone());
        let Some(mut metadata) = open.or_else(|| self.folder.metadata(&key.0, &key.1)) else {
            return;
        };
        metadata.chunks.retain(|number, _| there.contains(number));
        match self.folder.write_metadata(&key.0, &key.1, &metadata) {
            Ok(bytes) => self.books.set_other(&key.0, &key.1, bytes),
            Err(error) => {
                self.unsaved.insert(key.clone(), usize::from(u16::MAX));
                self.failed(error);
            }
        }
    }
}
