//! Import: finds songs in folders and reads what their files hold.
//!
//! [`start`] looks and reads on threads of its own and sends what it finds; the library's thread stores each song with
//! [`Library::add_found`](crate::Library::add_found). Files are read, and never changed.

mod find;
mod guess;
mod read;

use std::path::PathBuf;

use crossbeam_channel::Receiver;

use crate::{LibraryError, NewSong, SongId};

pub use guess::{Guess, SongWords, guess_song, guess_stem};

/// What is imported, and how.
#[derive(Debug, Clone)]
pub struct ImportSettings {
    /// Folders and files, in this order.
    pub paths: Vec<PathBuf>,
    /// When the songs are said to be added.
    pub now: crate::UnixSeconds,
    /// Threads that read files; `None` means one less than there are cores.
    pub threads: Option<usize>,
}

/// An import under way. Dropping it cancels it.
#[derive(Debug)]
pub struct Import {
    /// What happens, until [`ImportEvent::Ended`].
    pub events: Receiver<ImportEvent>,
}

/// What an import tells.
#[derive(Debug, Clone, PartialEq)]
pub enum ImportEvent {
    /// Folders are looked through: so many audio files so far.
    Looking {
        /// Audio files found so far.
        files_found: usize,
    },
    /// All folders were looked through: so many audio files are read now.
    Found {
        /// Audio files that are read.
        files_found: usize,
    },
    /// A file was read.
    Read {
        /// The file.
        path: PathBuf,
    },
    /// A file or folder can't be read. The rest is imported.
    Failed(ImportFailure),
    /// A song is ready to be stored.
    Song(Box<NewSong>),
    /// Nothing follows.
    Ended {
        /// It was cancelled.
        is_cancelled: bool,
    },
}

/// What can't be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportFailure {
    /// The file or folder.
    pub path: PathBuf,
    /// Why, in one line.
    pub reason: String,
}

/// What became of a song that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Added {
    /// The song that has the stems.
    pub song: Option<SongId>,
    /// It is new.
    pub is_new_song: bool,
    /// Stems that are new.
    pub stems_added: usize,
    /// Stems that the library had already.
    pub stems_known: usize,
}

/// Begins to look and read.
///
/// # Errors
/// When the system refuses threads.
pub fn start(settings: ImportSettings) -> Result<Import, LibraryError> {
    let _ = settings;
    unimplemented!()
}

impl Import {
    /// Asks it to stop: [`ImportEvent::Ended`] follows soon.
    pub fn cancel(&self) {
        unimplemented!()
    }
}

impl crate::Library {
    /// Stores a song that was found, or those of its stems that are new, in one transaction.
    ///
    /// All songs that are stored with the same `gesture` number are one step to undo.
    ///
    /// # Errors
    /// When the library can't be written.
    pub fn add_found(&mut self, song: NewSong, gesture: u64) -> Result<Added, LibraryError> {
        let _ = (song, gesture);
        unimplemented!()
    }
}
