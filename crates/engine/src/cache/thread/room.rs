//! Room: who gives way, what is set aside, and the descriptions that say what is left.

use std::collections::{BTreeSet, HashMap};

use super::{Desk, OVERHEAD_BYTES};
use crate::cache::{
    books::{ChunkRef, Hold},
    streaming::StemKey,
    wants::WantedSong,
};

impl Desk<'_> {
    /// Bytes for chunks.
    pub(super) fn room(&self) -> u64 {
        self.limit().saturating_sub(self.books.n_songs() as u64 * 1024)
    }

    pub(super) fn limit(&self) -> u64 {
        self.cache.state().live.limit_bytes.saturating_sub(OVERHEAD_BYTES)
    }

    /// Makes room when the limit is lower than it was.
    pub(super) fn enforce_limit(&mut self, songs: &[WantedSong]) {
        let excess = self.books.excess(0, self.limit());
        if excess > 0 && self.is_writer() && !self.make_room(excess, songs) {
            // What plays can be read of its own file.
            let victims = self.books.victims(excess, |_| Hold::Free).unwrap_or_default();
            self.evict(victims);
        }
    }

    /// Frees `bytes`; false when what may go does not suffice, and nothing is done.
    pub(super) fn make_room(&mut self, bytes: u64, songs: &[WantedSong]) -> bool {
        let by_name: HashMap<&str, &WantedSong> =
            songs.iter().map(|song| (song.name.as_str(), song)).collect();
        let hold = |chunk: &ChunkRef| match by_name.get(chunk.song.as_str()) {
            Some(song) if song.is_in_use => Hold::Pinned,
            Some(song) if song.is_kept => {
                let is_wanted = song.stems.iter().any(|stem| stem.key.1 == chunk.stem);
                let has_room = chunk.number < self.quota;
                if is_wanted && has_room { Hold::Pinned } else { Hold::Surplus }
            }
            _ => Hold::Free,
        };
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
    pub(super) fn reserve(&mut self, bytes: u64, songs: &[WantedSong]) -> bool {
        let free = self.folder.free_bytes().unwrap_or(u64::MAX);
        let missing = (bytes + self.cache.free_bytes).saturating_sub(free);
        let needed = self.books.excess(bytes, self.limit()).max(missing);
        if needed > 0 && !self.make_room(needed, songs) {
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
            self.folder.remove_stem(&key.0, &key.1);
            self.books.remove_stem(&key.0, &key.1);
            return;
        }
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
