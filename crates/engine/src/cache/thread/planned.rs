//! What is to be done, and how long that holds: it is planned anew when something has changed on which it
//! depends, and else costs no more than finding that out.

use std::sync::Weak;

use super::Desk;
use crate::{
    cache::{
        CachePolicy,
        events::{CacheView, ViewedSong},
        plan,
        wants::{WantedSong, Wanting},
    },
    loading::stem::OpenStem,
    protocol::SongId,
};

/// What is to be done.
pub(super) struct Planned {
    mark: Mark,
    pub(super) songs: Vec<WantedSong>,
    /// The next chunk to write: song, stem, number.
    pub(super) next: Option<(usize, usize, u64)>,
}

/// All that a plan depends on.
#[derive(PartialEq)]
struct Mark {
    wish_count: u64,
    /// Changes of the books, and of what is known of stems.
    change_counts: (u64, u64),
    /// Folders of which it is known what holds them.
    n_storages: usize,
    is_storage_slow: bool,
    /// Of the song that is heard, the chunk.
    heard_at: Option<(SongId, u64)>,
    kept: Vec<SongId>,
    songs: Vec<SongMark>,
}

#[derive(PartialEq)]
struct SongMark {
    id: SongId,
    is_in_set: bool,
    is_in_use: bool,
    stems: Vec<StemMark>,
}

/// A stem's file, which it does not keep open.
struct StemMark {
    file: Option<Weak<OpenStem>>,
    is_lost: bool,
    can_be_read: bool,
}

impl PartialEq for StemMark {
    fn eq(&self, other: &StemMark) -> bool {
        let is_same_file = match (&self.file, &other.file) {
            (Some(file), Some(other)) => file.ptr_eq(other),
            (None, None) => true,
            _ => false,
        };
        is_same_file && (self.is_lost, self.can_be_read) == (other.is_lost, other.can_be_read)
    }
}

impl SongMark {
    fn of(song: &ViewedSong) -> SongMark {
        let stems = song.stems.iter().map(|stem| StemMark {
            file: stem.file.as_ref().map(std::sync::Arc::downgrade),
            is_lost: stem.is_lost,
            can_be_read: stem.can_be_read,
        });
        SongMark {
            id: song.id,
            is_in_set: song.is_in_set,
            is_in_use: song.is_in_use,
            stems: stems.collect(),
        }
    }
}

impl Desk<'_> {
    /// The plan that holds.
    pub(super) fn planned(&mut self, view: &CacheView, wish_count: u64) -> Planned {
        let mark = self.mark(view, wish_count);
        match self.planned.take() {
            Some(planned) if planned.mark == mark => planned,
            _ => self.plan(view, mark),
        }
    }

    fn mark(&self, view: &CacheView, wish_count: u64) -> Mark {
        let chunk_frames = self.cache.chunk_frames();
        Mark {
            wish_count,
            change_counts: (self.books.change_count(), self.cache.counters.change_count()),
            n_storages: self.storages.count(),
            is_storage_slow: view.is_storage_slow,
            heard_at: view.playhead.map(|(song, at)| (song, at.0 / chunk_frames)),
            kept: view.kept.clone(),
            songs: view.songs.iter().map(SongMark::of).collect(),
        }
    }

    /// Plans anew, and takes note of what holds what.
    fn plan(&mut self, view: &CacheView, mark: Mark) -> Planned {
        let songs = self.wanted(view);
        self.note_holds(view, &songs);
        let next = self.share_out(&songs);
        self.holds.quota = self.quota;
        let planned = Planned { mark, songs, next };
        self.report(&planned);
        planned
    }

    fn wanted(&mut self, view: &CacheView) -> Vec<WantedSong> {
        self.storages.note(view);
        let telemetry = self.cache.counters.telemetry(1.0);
        let ratio = match telemetry.raw_bytes {
            0 => 1.0,
            raw => (telemetry.written_bytes as f64 / raw as f64).clamp(0.05, 1.0),
        };
        let state = self.cache.state();
        let wanting = Wanting {
            state: &state,
            books: &self.books,
            policy: state.live.policy,
            engine_rate: self.cache.engine_rate,
            storages: &self.storages,
            ratio,
        };
        wanting.songs(view)
    }

    /// Shares the room out among the songs that are kept; the next chunk to write.
    fn share_out(&mut self, songs: &[WantedSong]) -> Option<(usize, usize, u64)> {
        let live = self.cache.state().live;
        let most = match (live.policy, live.first_chunks) {
            (CachePolicy::Always, first) if first > 0 => Some(first),
            _ => None,
        };
        // A song that only plays gets what room there is.
        let is_kept = |song: &WantedSong| song.is_kept || song.is_in_use;
        let kept = songs.iter().filter(|song| is_kept(song)).map(|song| &song.need);
        self.quota = plan::quota(kept, self.room(songs), most);
        let next = plan::next(songs.iter().map(|song| &song.need), self.quota);
        next.filter(|(song, ..)| is_kept(&songs[*song]))
    }
}
