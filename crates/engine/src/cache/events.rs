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
    /// Songs that are to be open and are not yet.
    pub(crate) n_waiting: usize,
    /// Where the playhead is.
    pub(crate) playhead: Option<(SongId, FramePos)>,
    /// Sound is made.
    pub(crate) is_playing: bool,
    /// Reads take longer than playing.
    pub(crate) is_storage_slow: bool,
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
    /// Its file was seen to be gone, or gives errors.
    pub(crate) is_lost: bool,
}
