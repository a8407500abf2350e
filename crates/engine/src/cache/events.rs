//! What the cache's thread learns from the schedule.

use std::sync::Arc;

use attacca_units::FramePos;

use crate::{loading::stem::OpenStem, protocol::SongId};

/// What plays and what is open, for the cache's thread.
#[derive(Debug, Default)]
pub(crate) struct CacheView {
    /// Songs of which a file is open or lost, the most wanted first.
    pub(crate) songs: Vec<ViewedSong>,
    /// Songs that are in the set, open or not.
    pub(crate) kept: Vec<SongId>,
    /// The song that is open for the cache alone.
    pub(crate) visit: Option<Visit>,
    /// Files may be opened for the cache now.
    pub(crate) may_visit: bool,
    /// A file hangs.
    pub(crate) has_hung: bool,
    /// Songs whose files are open, or will be, for others' sake.
    pub(crate) open_anyway: Vec<SongId>,
    /// Songs that are to be open and are not yet.
    pub(crate) n_waiting: usize,
    /// Where the playhead is.
    pub(crate) playhead: Option<(SongId, FramePos)>,
    /// Sound is made.
    pub(crate) is_playing: bool,
    /// Reads take longer than playing.
    pub(crate) is_storage_slow: bool,
}

/// A song that is opened for the cache alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Visit {
    pub(crate) song: SongId,
    /// Its files are open as far as they answer.
    pub(crate) is_open: bool,
}

/// A song that is open.
#[derive(Debug)]
pub(crate) struct ViewedSong {
    pub(crate) id: SongId,
    /// It is in the set.
    pub(crate) is_in_set: bool,
    /// It plays, is sought, or is armed.
    pub(crate) is_in_use: bool,
    pub(crate) stems: Vec<ViewedStem>,
}

/// A stem of it.
#[derive(Debug)]
pub(crate) struct ViewedStem {
    /// Its file; `None` when it is not open.
    pub(crate) file: Option<Arc<OpenStem>>,
    /// Its file was seen to be gone, gives errors, or no answer.
    pub(crate) is_lost: bool,
    /// Its file can be read now.
    pub(crate) can_be_read: bool,
}

impl CacheView {
    /// Its files.
    pub(crate) fn into_files(self) -> impl Iterator<Item = Arc<OpenStem>> {
        let stems = self.songs.into_iter().flat_map(|song| song.stems);
        stems.filter_map(|stem| stem.file)
    }
}
