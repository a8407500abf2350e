//! Which chunks stay, whatever else is wanted. Pure.
//!
//! It goes by names: a song of the set keeps what it has also while its files are closed or lost, and two
//! songs of the engine with one name have the stronger hold of both.

use std::collections::{BTreeSet, HashMap};

use crate::cache::books::{ChunkAt, Hold};

/// The holds on what is in the cache.
#[derive(Debug, Default)]
pub(super) struct Holds {
    songs: HashMap<String, SongHold>,
    /// First chunks of each wanted stem that there is room for.
    pub(super) quota: u64,
}

#[derive(Debug, Default)]
struct SongHold {
    is_kept: bool,
    is_in_use: bool,
    /// Stems whose files are open, and whether they are wanted. Nothing is known of the others.
    open: HashMap<String, bool>,
    lost: BTreeSet<String>,
}

impl Holds {
    /// No holds yet.
    pub(super) fn new(quota: u64) -> Holds {
        Holds { songs: HashMap::new(), quota }
    }

    /// The song is in the set, or pinned.
    pub(super) fn keep(&mut self, song: &str) {
        self.song(song).is_kept = true;
    }

    /// The song plays, is sought, or is armed.
    pub(super) fn use_song(&mut self, song: &str) {
        self.song(song).is_in_use = true;
    }

    /// The file of a stem is open.
    pub(super) fn open(&mut self, song: &str, stem: &str, is_wanted: bool) {
        *self.song(song).open.entry(stem.to_owned()).or_default() |= is_wanted;
    }

    /// The file of a stem can't be reached.
    pub(super) fn lose(&mut self, song: &str, stem: &str) {
        self.song(song).lost.insert(stem.to_owned());
    }

    /// Whether a chunk may go.
    pub(super) fn of(&self, chunk: ChunkAt<'_>) -> Hold {
        match self.songs.get(chunk.song) {
            Some(song) if song.is_in_use => Hold::Pinned,
            Some(song) if song.is_kept => match song.open.get(chunk.stem) {
                _ if song.lost.contains(chunk.stem) => Hold::Pinned,
                None => Hold::Pinned,
                Some(true) if chunk.number < self.quota => Hold::Pinned,
                Some(_) => Hold::Surplus,
            },
            _ => Hold::Free,
        }
    }

    /// True when a stem's chunks go last even under a limit that became smaller: it is in use, or
    /// nothing else is left of it.
    pub(super) fn is_spared(&self, song: &str, stem: &str) -> bool {
        self.songs.get(song).is_some_and(|song| song.is_in_use || song.lost.contains(stem))
    }

    /// True when all chunks of a stem stay although none is written of it: its song is kept and its file
    /// is closed or lost.
    pub(super) fn is_held_as_it_is(&self, song: &str, stem: &str) -> bool {
        self.songs.get(song).is_some_and(|song| {
            let is_stuck = song.lost.contains(stem) || !song.open.contains_key(stem);
            (song.is_kept || song.is_in_use) && is_stuck
        })
    }

    fn song(&mut self, song: &str) -> &mut SongHold {
        self.songs.entry(song.to_owned()).or_default()
    }
}

#[cfg(test)]
mod tests;
