//! Care: a lock against a second writer, backups, and what is done about damage.

use std::path::PathBuf;

use crate::{LibraryError, UnixSeconds};

/// A copy of the library as it was when the program started.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backup {
    /// Its file's name in the folder of backups.
    pub name: String,
    /// When it was made.
    pub made_at: UnixSeconds,
    /// Its length, bytes.
    pub byte_count: u64,
    /// How many songs it has; `None` when it can't be read.
    pub song_count: Option<usize>,
}

/// A library that could not be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Damage {
    /// What was wrong.
    pub reason: String,
    /// Where the file was put.
    pub moved_to: PathBuf,
    /// The newest backup that is whole.
    pub backup: Option<Backup>,
}

/// What the check and the backup in the background came to.
#[derive(Debug)]
#[non_exhaustive]
pub enum CareOutcome {
    /// The file is whole, and there is a backup of it.
    BackedUp(Backup),
    /// The file is whole; it has no songs and no setlists, so that there is nothing to back up.
    NothingYet,
    /// The file is damaged: what is wrong. Edits may fail; opening it again puts it aside and offers a backup.
    Damaged(String),
    /// There is no new backup.
    Failed(LibraryError),
}
