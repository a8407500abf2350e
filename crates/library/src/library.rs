//! The library: one connection that writes, and what happened when it was opened.

use std::path::{Path, PathBuf};

use crate::{
    Applied, Edit, LibraryError, UndoState, UnixSeconds,
    care::{Backup, CareOutcome, Damage},
};

/// The user's songs, setlists and settings in a data folder.
///
/// One program at a time has it open to write; others may [read](Library::open_to_read). It belongs to one thread; calls take
/// well under a frame of a display, but for [`Library::restore`].
#[derive(Debug)]
pub struct Library {
    folder: PathBuf,
}

/// What opening found.
#[derive(Debug)]
#[non_exhaustive]
pub struct OpenReport {
    /// The file was damaged: it was put aside, and the library is empty.
    pub damage: Option<Damage>,
    /// The version of the tables that the file had, if they were brought up to date.
    pub migrated_from: Option<i64>,
}

impl Library {
    /// Opens the library in `folder`, which is made if it is not there, to write.
    ///
    /// A file that is damaged is put aside, never deleted, and an empty library begins; the report then names the newest backup
    /// that is whole, for [`Library::restore`]. A backup is made [in the background](Library::care_outcome).
    ///
    /// # Errors
    /// When another program has it open, the folder can't be used, or a newer program wrote it.
    pub fn open(folder: &Path, now: UnixSeconds) -> Result<(Library, OpenReport), LibraryError> {
        let _ = (folder, now);
        unimplemented!()
    }

    /// Opens the library in `folder` to read, beside a program that writes it or not. Every edit is refused.
    ///
    /// # Errors
    /// When there is none, or it can't be read.
    pub fn open_to_read(folder: &Path) -> Result<Library, LibraryError> {
        let _ = folder;
        unimplemented!()
    }

    /// The data folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Counts changes of any kind since it was opened.
    pub fn revision(&self) -> u64 {
        unimplemented!()
    }

    /// Makes a change, saved when this returns, or changes nothing.
    ///
    /// Edits of the same kind one after the other with the same `gesture` number are one step to undo: a fader drag.
    /// The number is the caller's, for one run of the program.
    ///
    /// # Errors
    /// When what it concerns is gone, a value can't be stored, or the library can't be written.
    pub fn apply(&mut self, edit: Edit, gesture: Option<u64>) -> Result<Applied, LibraryError> {
        let _ = (edit, gesture);
        unimplemented!()
    }

    /// Takes the last step back; `None` when there is none. The last 200 are kept, also from one run to the next.
    ///
    /// # Errors
    /// When the library can't be written.
    pub fn undo(&mut self) -> Result<Option<Applied>, LibraryError> {
        unimplemented!()
    }

    /// Does again what was taken back last; `None` when an edit came after it, or nothing was.
    ///
    /// # Errors
    /// When the library can't be written.
    pub fn redo(&mut self) -> Result<Option<Applied>, LibraryError> {
        unimplemented!()
    }

    /// What can be undone and done again.
    ///
    /// # Errors
    /// When the library can't be read.
    pub fn undo_state(&self) -> Result<UndoState, LibraryError> {
        unimplemented!()
    }

    /// The backups, the newest first.
    ///
    /// # Errors
    /// When their folder can't be read.
    pub fn backups(&self) -> Result<Vec<Backup>, LibraryError> {
        unimplemented!()
    }

    /// Makes the library what it was in the backup of this name, in one step. What it is now becomes a backup first.
    ///
    /// # Errors
    /// When there is no such backup or it is damaged: the library is as it was.
    pub fn restore(&mut self, name: &str, now: UnixSeconds) -> Result<(), LibraryError> {
        let _ = (name, now);
        unimplemented!()
    }

    /// What the check and the backup in the background came to, once; `None` while they run, and afterwards.
    pub fn care_outcome(&mut self) -> Option<CareOutcome> {
        unimplemented!()
    }
}
