//! Who has which bytes of the cache, and who gives them up first. Pure.
//!
//! Songs that were not played for longest go first, from their ends; the first chunks of all songs go
//! last, so that as many as possible begin from the cache.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BinaryHeap},
};

use lru::LruCache;

/// A chunk of a stem of a song, by their names.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct ChunkRef {
    pub(super) song: String,
    pub(super) stem: String,
    pub(super) number: u64,
}

/// The same, borrowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct ChunkAt<'a> {
    pub(super) song: &'a str,
    pub(super) stem: &'a str,
    pub(super) number: u64,
}

impl From<ChunkAt<'_>> for ChunkRef {
    fn from(ChunkAt { song, stem, number }: ChunkAt<'_>) -> ChunkRef {
        ChunkRef { song: song.to_owned(), stem: stem.to_owned(), number }
    }
}

/// Whether a chunk may go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Hold {
    /// Nothing holds it.
    Free,
    /// Its song is in the set, but there is no room for it.
    Surplus,
    /// It stays.
    Pinned,
}

/// The bytes of the cache, by song, the one unused for longest first.
#[derive(Debug)]
pub(super) struct Books {
    songs: LruCache<String, BTreeMap<String, StemBooks>>,
    total_bytes: u64,
    reserved_bytes: u64,
    /// How often something was added or removed.
    change_count: u64,
}

#[derive(Debug, Default, Clone)]
struct StemBooks {
    chunks: BTreeMap<u64, u64>,
    /// Of all of them.
    chunk_bytes: u64,
    /// Of its description.
    other_bytes: u64,
}

impl Books {
    /// Of an empty cache.
    pub(super) fn new() -> Books {
        Books { songs: LruCache::unbounded(), total_bytes: 0, reserved_bytes: 0, change_count: 0 }
    }

    /// Bytes of all files.
    pub(super) fn total_bytes(&self) -> u64 {
        self.total_bytes
    }

    /// Songs of which something is there.
    pub(super) fn n_songs(&self) -> usize {
        self.songs.len()
    }

    /// The songs' names, the one unused for longest first.
    pub(super) fn order(&self) -> Vec<String> {
        self.songs.iter().rev().map(|(name, _)| name.clone()).collect()
    }

    /// The song is used now.
    pub(super) fn touch(&mut self, song: &str) {
        self.songs.promote(song);
    }

    /// A chunk is there from now on.
    pub(super) fn add(&mut self, chunk: &ChunkRef, bytes: u64) {
        let stem = self.stem_mut(&chunk.song, &chunk.stem);
        let replaced = stem.chunks.insert(chunk.number, bytes).unwrap_or_default();
        stem.chunk_bytes = stem.chunk_bytes + bytes - replaced;
        self.total_bytes = self.total_bytes + bytes - replaced;
        self.change_count += 1;
    }

    /// A chunk is gone; its bytes, if it was there.
    pub(super) fn remove(&mut self, chunk: &ChunkRef) -> Option<u64> {
        let stems = self.songs.peek_mut(&chunk.song)?;
        let stem = stems.get_mut(&chunk.stem)?;
        let bytes = stem.chunks.remove(&chunk.number)?;
        stem.chunk_bytes -= bytes;
        self.total_bytes -= bytes;
        self.change_count += 1;
        Some(bytes)
    }

    /// A stem's description has so many bytes.
    pub(super) fn set_other(&mut self, song: &str, stem: &str, bytes: u64) {
        let old = std::mem::replace(&mut self.stem_mut(song, stem).other_bytes, bytes);
        self.total_bytes = self.total_bytes + bytes - old;
        self.change_count += 1;
    }

    /// Nothing is there of a stem any more.
    pub(super) fn remove_stem(&mut self, song: &str, stem: &str) {
        let Some(stems) = self.songs.peek_mut(song) else { return };
        if let Some(books) = stems.remove(stem) {
            self.total_bytes -= books.other_bytes + books.chunk_bytes;
            self.change_count += 1;
        }
        if stems.is_empty() {
            self.songs.pop(song);
        }
    }

    /// Bytes of a chunk; `None` when it is not there.
    pub(super) fn bytes_of(&self, song: &str, stem: &str, number: u64) -> Option<u64> {
        self.songs.peek(song)?.get(stem)?.chunks.get(&number).copied()
    }

    /// Bytes of each of a stem's chunks that are there, by number.
    pub(super) fn stem_chunks(
        &self,
        song: &str,
        stem: &str,
    ) -> impl Iterator<Item = (u64, u64)> + use<'_> {
        let stem = self.songs.peek(song).and_then(|stems| stems.get(stem));
        let chunks = stem.into_iter().flat_map(|stem| &stem.chunks);
        chunks.map(|(number, bytes)| (*number, *bytes))
    }

    /// How often something was added or removed.
    pub(super) fn change_count(&self) -> u64 {
        self.change_count
    }

    /// Bytes of a song.
    pub(super) fn song_bytes(&self, song: &str) -> u64 {
        let stems = self.songs.peek(song).into_iter().flat_map(BTreeMap::values);
        stems.map(|stem| stem.other_bytes + stem.chunk_bytes).sum()
    }

    /// The names of a song's stems.
    pub(super) fn stems_of(&self, song: &str) -> Vec<String> {
        let stems = self.songs.peek(song).into_iter().flat_map(BTreeMap::keys);
        stems.cloned().collect()
    }

    /// Bytes of all descriptions.
    pub(super) fn description_bytes(&self) -> u64 {
        let stems = self.songs.iter().flat_map(|(_, stems)| stems.values());
        stems.map(|stem| stem.other_bytes).sum()
    }

    /// Bytes of the chunks of those stems, by song and stem, that `is_meant` says.
    pub(super) fn chunk_bytes_of(&self, is_meant: impl Fn(&str, &str) -> bool) -> u64 {
        let stems = self.songs.iter().flat_map(|(song, stems)| {
            stems.iter().map(move |(stem, books)| (song.as_str(), stem.as_str(), books))
        });
        let meant = stems.filter(|(song, stem, _)| is_meant(song, stem));
        meant.map(|(.., books)| books.chunk_bytes).sum()
    }

    /// The numbers of a stem's chunks.
    pub(super) fn chunks_of(&self, song: &str, stem: &str) -> Vec<u64> {
        let stem = self.songs.peek(song).and_then(|stems| stems.get(stem));
        stem.map(|stem| stem.chunks.keys().copied().collect()).unwrap_or_default()
    }

    /// Bytes that must go before `bytes` more may come.
    pub(super) fn excess(&self, bytes: u64, limit: u64) -> u64 {
        (self.total_bytes + self.reserved_bytes + bytes).saturating_sub(limit)
    }

    /// Sets `bytes` aside for what will be written; false when they would be over the limit.
    pub(super) fn reserve(&mut self, bytes: u64, limit: u64) -> bool {
        let fits = self.excess(bytes, limit) == 0;
        self.reserved_bytes += if fits { bytes } else { 0 };
        fits
    }

    /// Sets `bytes` aside that were so in books that are no more.
    pub(super) fn keep_reserved(&mut self, bytes: u64) {
        self.reserved_bytes = bytes;
    }

    /// Gives back what was set aside.
    pub(super) fn release(&mut self, bytes: u64) {
        self.reserved_bytes -= bytes;
    }

    /// The chunks that go for `bytes` to be free, in their order; `None` when those that may go do not
    /// suffice. `hold` says which may; nothing is done yet.
    pub(super) fn victims(
        &self,
        bytes: u64,
        hold: impl Fn(ChunkAt<'_>) -> Hold,
    ) -> Option<Vec<ChunkRef>> {
        let mut candidates = Vec::new();
        let mut in_all = 0;
        for (age, (song, stems)) in self.songs.iter().rev().enumerate() {
            for (stem, books) in stems {
                for (&number, &bytes) in &books.chunks {
                    let chunk = ChunkAt { song, stem, number };
                    let hold = hold(chunk);
                    if hold != Hold::Pinned {
                        let is_last_resort = number == 0 && hold == Hold::Free;
                        let rank = (is_last_resort, hold, age, Reverse(number));
                        candidates.push(Reverse((rank, chunk, bytes)));
                        in_all += bytes;
                    }
                }
            }
        }
        if in_all < bytes {
            return None;
        }
        // A heap: few of many are taken.
        let mut candidates = BinaryHeap::from(candidates);
        let mut freed = 0;
        let mut victims = Vec::new();
        while freed < bytes {
            let Reverse((_, chunk, chunk_bytes)) = candidates.pop()?;
            freed += chunk_bytes;
            victims.push(ChunkRef::from(chunk));
        }
        Some(victims)
    }

    fn stem_mut(&mut self, song: &str, stem: &str) -> &mut StemBooks {
        if !self.songs.contains(song) {
            self.songs.put(song.to_owned(), BTreeMap::new());
        }
        let stems = self.songs.peek_mut(song);
        stems.expect("it was put in if it was not there").entry(stem.to_owned()).or_default()
    }
}

#[cfg(test)]
mod tests;
