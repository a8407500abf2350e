//! Visits: songs that are opened for the cache alone, one at a time and after all that is played or armed,
//! and closed again. So what is pinned, and the part of a long set that is not kept open, gets there too.
//!
//! A visited song holds its files and, of those that have them, their own tables: no frame index is built
//! for it, and nothing of it is decoded but by the cache.

use crate::{
    cache::events::Visit,
    control::EngineEvent,
    loading::schedule::{Schedule, jobs::Job, stem::Stem},
    protocol::SongId,
};

impl Schedule {
    /// Has a song's files open for the cache from now on, instead of those of the one before.
    pub(crate) fn visit_for_cache(&mut self, song: Option<SongId>) {
        let before = self.visited;
        if before == song {
            return;
        }
        self.visited = song;
        if let Some(id) = before {
            self.end_visit(id);
        }
        if let Some(id) = song {
            self.song_mut(id).is_visited = true;
        }
    }

    /// The visit that goes on.
    pub(super) fn visit(&self) -> Option<Visit> {
        let song = self.visited?;
        let is_settled = |stem: &Stem| stem.is_settled() || stem.is_late();
        Some(Visit { song, is_open: self.song(song).stems.iter().all(is_settled) })
    }

    /// Opens the next file of the song that is visited.
    pub(super) fn open_for_cache(&mut self) -> Option<Job> {
        let id = self.visited.filter(|_| self.has_room(0))?;
        self.open_next_stem(id)
    }

    /// True when a file of it is to be opened.
    pub(super) fn wants_visit(&self) -> bool {
        let is_to_open = |id: SongId| self.song(id).stems.iter().any(Stem::is_closed);
        self.visited.is_some_and(is_to_open) && self.has_room(0) && self.running.may_risk()
    }

    /// A song that others have come to need meanwhile is open for them from now on.
    fn end_visit(&mut self, id: SongId) {
        let is_heard = self.windows.iter().any(|window| window.song == id);
        let song = self.song_mut(id);
        let was_alone = song.is_only_visited() && !is_heard;
        song.is_visited = false;
        if was_alone {
            song.index_bytes = 0;
        } else if song.frame_count.is_some() {
            self.welcome(id);
        }
        self.keep_again();
    }

    /// Builds the indexes of a song that was opened, as far as there is room, and tells its owner.
    pub(super) fn welcome(&mut self, id: SongId) {
        let song = self.song(id);
        let (open, index_bytes) = song.measure_indexes();
        let is_visit = song.is_only_visited() && !self.windows.iter().any(|one| one.song == id);
        if !is_visit && self.has_room_for_indexes(index_bytes) {
            self.song_mut(id).index_bytes = index_bytes;
            self.to_index.extend(open);
        } else {
            // Nothing is built, but files that have tables of their own hold them.
            self.song_mut(id).index_bytes = open.iter().map(|file| file.table_bytes()).sum();
        }
        let song = self.song(id);
        if song.slab_count().is_some() && !is_visit {
            let frame_count = song.frame_count.unwrap_or_default();
            self.events.push(EngineEvent::SongOpened { song: id, frame_count });
        }
    }
}
