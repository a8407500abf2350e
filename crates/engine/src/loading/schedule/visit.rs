//! Visits: songs that are opened for the cache alone, one at a time and after all that is played or armed,
//! and closed again. So what is pinned, and the part of a long set that is not kept open, gets there too.
//!
//! A visited song holds its files and, of those that have them, their own tables: no frame index is built
//! for it, and nothing of it is decoded but by the cache. No loader is risked for it while anything plays or
//! hangs.

use std::sync::Arc;

use crate::{
    cache::events::Visit,
    control::EngineEvent,
    loading::schedule::{
        Schedule,
        jobs::Job,
        running::StemRef,
        song::Song,
        stem::{Stem, StemFile},
    },
    protocol::SongId,
};

/// What a song counts for in the memory's plan.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Accounts {
    slab_bytes: usize,
    lane_bound: usize,
    index_bytes: usize,
}

impl Accounts {
    fn of(song: &Song) -> Accounts {
        let Song { slab_bytes, lane_bound, index_bytes, .. } = *song;
        Accounts { slab_bytes, lane_bound, index_bytes }
    }

    fn restore(self, song: &mut Song) {
        let Accounts { slab_bytes, lane_bound, index_bytes } = self;
        (song.slab_bytes, song.lane_bound, song.index_bytes) =
            (slab_bytes, lane_bound, index_bytes);
    }
}

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
            let song = self.song_mut(id);
            song.is_visited = true;
            song.before_visit = Accounts::of(song);
        }
    }

    /// The visit that goes on.
    pub(super) fn visit(&self) -> Option<Visit> {
        let song = self.visited?;
        let is_settled = |stem: &Stem| stem.is_settled() || stem.is_late();
        Some(Visit { song, is_open: self.song(song).stems.iter().all(is_settled) })
    }

    /// True while files may be opened for the cache: nothing plays or is sought, and no file hangs.
    pub(super) fn may_visit(&self) -> bool {
        !self.is_playing() && self.sought().is_none() && !self.has_hung()
    }

    /// True while a loader hangs.
    pub(super) fn has_hung(&self) -> bool {
        self.running.n_stuck() > 0
    }

    /// True when nobody but the cache has a song open.
    pub(super) fn is_visit(&self, id: SongId) -> bool {
        self.song(id).is_visited && !self.is_needed(id)
    }

    /// Opens the next file of the song that is visited, when no other one is being opened.
    pub(super) fn open_for_cache(&mut self) -> Option<Job> {
        let stem = self.to_open_for_cache()?;
        Some(self.open_stem(stem))
    }

    /// True when a file of it is to be opened.
    pub(super) fn wants_visit(&self) -> bool {
        self.to_open_for_cache().is_some()
    }

    fn to_open_for_cache(&self) -> Option<StemRef> {
        let song = self.visited?;
        let may_open = self.may_visit() && !self.running.is_opening() && self.has_room(0);
        let stem = self.song(song).stems.iter().position(Stem::is_closed).filter(|_| may_open)?;
        Some(StemRef { song, stem })
    }

    /// A song that others have come to need meanwhile is open for them from now on.
    fn end_visit(&mut self, id: SongId) {
        let was_alone = self.is_visit(id);
        let song = self.song_mut(id);
        song.is_visited = false;
        if was_alone {
            song.before_visit.restore(song);
        } else if song.frame_count.is_some() {
            self.welcome(id);
            self.say_failed(id);
            self.fit_windows(id);
        }
        self.keep_again();
    }

    /// Tells of the files that failed while nobody else had the song.
    fn say_failed(&mut self, id: SongId) {
        for (stem, entry) in self.songs[id.0 as usize].stems.iter().enumerate() {
            if let StemFile::Failed(error) = &entry.file {
                let (path, error) = (entry.location.path.clone(), Arc::clone(error));
                self.events.push(EngineEvent::StemFailed { song: id, stem, path, error });
            }
        }
    }

    /// Builds the indexes of a song that was opened, as far as there is room, and tells its owner.
    pub(super) fn welcome(&mut self, id: SongId) {
        let song = self.song(id);
        let (open, index_bytes) = song.measure_indexes();
        let is_visit = self.is_visit(id);
        if !is_visit && self.has_room_for_indexes(index_bytes) {
            self.song_mut(id).index_bytes = index_bytes;
            self.to_index.extend(open);
        } else {
            // Nothing is built, but files that have tables of their own hold them, and what was built
            // before stays.
            let table_bytes = open.iter().map(|file| file.table_bytes()).sum();
            let song = self.song_mut(id);
            let built_bytes = if is_visit { song.before_visit.index_bytes } else { 0 };
            song.index_bytes = built_bytes.max(table_bytes);
        }
        let song = self.song(id);
        if song.slab_count().is_some() && !is_visit {
            let frame_count = song.frame_count.unwrap_or_default();
            self.events.push(EngineEvent::SongOpened { song: id, frame_count });
        }
    }
}
