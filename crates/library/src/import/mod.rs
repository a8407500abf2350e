//! Import: finds songs in folders and reads what their files hold.
//!
//! [`start`] looks and reads on threads of its own and sends what it finds; the library's thread stores each song with
//! [`Library::add_found`](crate::Library::add_found). Files are read, and never changed.

mod add;
mod find;
mod guess;
mod read;
mod run;

use std::{
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
    thread,
};

use crossbeam_channel::{Receiver, bounded};

use crate::{LibraryError, NewSong, SongId, UnixSeconds};

pub use guess::{Guess, SongWords, guess_song, guess_stem, guess_stems};
pub use read::read_file;

/// What is imported, and how.
#[derive(Debug, Clone)]
pub struct ImportSettings {
    /// Folders and files, in this order.
    pub paths: Vec<PathBuf>,
    /// When the songs are said to be added.
    pub now: UnixSeconds,
    /// Threads that read files; `None` means one less than there are cores.
    pub threads: Option<usize>,
}

/// An import under way. Dropping it cancels it.
#[derive(Debug)]
pub struct Import {
    /// What happens, until [`ImportEvent::Ended`].
    pub events: Receiver<ImportEvent>,
    is_cancelled: Arc<AtomicBool>,
}

/// Events that wait for who stores the songs: then reading waits, too.
const WAITING_EVENTS: usize = 256;

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
    let (sender, events) = bounded(WAITING_EVENTS);
    let is_cancelled = Arc::new(AtomicBool::new(false));
    let run = run::Run::new(settings, sender, Arc::clone(&is_cancelled))?;
    let thread = thread::Builder::new().name("import".to_owned());
    thread.spawn(move || run.run()).map_err(LibraryError::StartThread)?;
    Ok(Import { events, is_cancelled })
}

impl Import {
    /// Asks it to stop: [`ImportEvent::Ended`] follows soon.
    pub fn cancel(&self) {
        // Relaxed: the flag is read alone.
        self.is_cancelled.store(true, Relaxed);
    }
}

impl Drop for Import {
    fn drop(&mut self) {
        self.cancel();
    }
}
