//! The cache of decoded stems, from the caller's side.

use std::ops::Range;

use attacca_units::FramePos;

use crate::{cache::CacheReport, control::MultiTrackEngine, protocol::SongId};

impl MultiTrackEngine {
    /// What is in the cache, and why; `None` without one. At most a fifth of a second old.
    pub fn cache_report(&self) -> Option<CacheReport> {
        self.shared.cache.as_ref().map(|cache| cache.report())
    }

    /// The stretches of a song that [`MultiTrackEngine::cache_report`] tells of, without all the rest.
    pub fn cached_ranges(&self, song: SongId) -> Vec<Range<FramePos>> {
        self.shared.cache.as_ref().map_or_else(Vec::new, |cache| cache.ranges(song))
    }

    /// Removes a song from the cache, or all songs, in the background. What plays goes on.
    pub fn clear_cache(&self, song: Option<SongId>) {
        if let Some(cache) = &self.shared.cache {
            cache.clear(song);
        }
    }

    /// Keeps a song in the cache as if it were in the set.
    pub fn pin(&self, song: SongId) {
        if let Some(cache) = &self.shared.cache {
            cache.set_pinned(song, true);
        }
    }

    /// Lets go of what [`MultiTrackEngine::pin`] keeps.
    pub fn unpin(&self, song: SongId) {
        if let Some(cache) = &self.shared.cache {
            cache.set_pinned(song, false);
        }
    }

    /// Has the cache look again at what is wanted.
    pub(super) fn note_cache_wish(&self) {
        if let Some(cache) = &self.shared.cache {
            cache.note_wish();
        }
    }
}
