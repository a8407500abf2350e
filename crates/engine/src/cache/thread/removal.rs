//! What leaves the cache: what is cleared, is of another file than is there now, or was spoiled.

use std::sync::Arc;

use super::Desk;
use crate::cache::{disk_stem::DiskStem, streaming::StemKey};

impl Desk<'_> {
    pub(super) fn clear(&mut self) {
        let (to_clear, stale) = {
            let mut state = self.cache.state();
            (std::mem::take(&mut state.to_clear), std::mem::take(&mut state.stale))
        };
        if !self.is_writer() {
            return;
        }
        for song in to_clear {
            let songs = song.map_or_else(|| self.books.order(), |name| vec![name]);
            for song in songs {
                self.books.stems_of(&song).iter().for_each(|stem| {
                    self.remove_stem(&(song.clone(), stem.clone()));
                });
            }
        }
        stale.iter().for_each(|key| self.remove_stem(key));
    }

    pub(super) fn remove_stem(&mut self, key: &StemKey) {
        self.remove_files(key);
        self.unsaved.remove(key);
        self.checked.remove(key);
        if let Some(stem) = self.cache.state().stems.get(key) {
            // What was written since it was made anew is gone too, if anything was.
            stem.forget_all();
        }
    }

    pub(super) fn drop_spoiled(&mut self) {
        let stems: Vec<Arc<DiskStem>> = self.cache.state().stems.values().cloned().collect();
        for stem in stems {
            for number in stem.take_spoiled() {
                let chunk = stem.chunk(number);
                if self.is_writer() {
                    self.folder.remove_chunk(&chunk);
                }
                self.books.remove(&chunk);
                *self.unsaved.entry((chunk.song, chunk.stem)).or_default() += 1;
            }
        }
    }
}
