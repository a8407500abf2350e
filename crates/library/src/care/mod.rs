//! Care: a lock against a second writer, backups, and what is done about damage.
//!
//! Checking and backing up take a second where the library is large, so they run on the thread `library-care`, with a
//! connection of their own.

pub(crate) mod backup;
pub(crate) mod damage;
mod lock;
pub(crate) mod offer;
mod stamp;

use std::{
    fmt,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
    thread::{self, JoinHandle},
};

use crossbeam_channel::{Receiver, bounded};
use rusqlite::{Connection, InterruptHandle};

use crate::{LibraryError, UnixSeconds, library::file, store::connection};

pub(crate) use lock::Lock;
pub use stamp::stamp;

/// A copy of the library as it was at one time.
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

/// The thread that cares. Dropping it stops it.
pub(crate) struct Care {
    outcome: Receiver<CareOutcome>,
    is_cancelled: Arc<AtomicBool>,
    interrupt: InterruptHandle,
    thread: Option<JoinHandle<()>>,
}

impl Care {
    /// Begins to check and to back up the library in `folder`.
    pub(crate) fn start(folder: &Path, now: UnixSeconds) -> Result<Care, LibraryError> {
        let connection = connection::to_read(&file(folder))?;
        let interrupt = connection.get_interrupt_handle();
        let (sender, outcome) = bounded(1);
        let is_cancelled = Arc::new(AtomicBool::new(false));
        let (folder, flag) = (folder.to_owned(), Arc::clone(&is_cancelled));
        let thread = thread::Builder::new().name("library-care".to_owned()).spawn(move || {
            // Relaxed: the flag is read alone.
            let is_cancelled = || flag.load(Relaxed);
            let cared = care(&folder, &connection, now, &is_cancelled);
            let outcome = cared.unwrap_or_else(|error| Some(failure(&folder, error)));
            if let Some(outcome) = outcome.filter(|_| !is_cancelled()) {
                // Nobody may be interested any more.
                let _ = sender.send(outcome);
            }
        });
        let thread = Some(thread.map_err(LibraryError::StartThread)?);
        Ok(Care { outcome, is_cancelled, interrupt, thread })
    }

    /// What it came to, once.
    pub(crate) fn outcome(&self) -> Option<CareOutcome> {
        self.outcome.try_recv().ok()
    }
}

impl fmt::Debug for Care {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Care").finish_non_exhaustive()
    }
}

impl Drop for Care {
    fn drop(&mut self) {
        self.is_cancelled.store(true, Relaxed);
        self.interrupt.interrupt();
        if let Some(thread) = self.thread.take() {
            // A panic there was printed, and harms nothing here.
            let _ = thread.join();
        }
    }
}

/// Checks and backs up; `None` when it was cancelled.
fn care(
    folder: &Path,
    connection: &Connection,
    now: UnixSeconds,
    is_cancelled: &dyn Fn() -> bool,
) -> Result<Option<CareOutcome>, LibraryError> {
    if let Err(reason) = connection::check(connection)? {
        damage::mark(folder);
        return Ok(Some(CareOutcome::Damaged(reason)));
    }
    if !backup::is_worth_it(connection)? {
        return Ok(Some(CareOutcome::NothingYet));
    }
    let made = backup::make(folder, connection, now, is_cancelled)?;
    if made.is_some() {
        backup::prune(folder, now)?;
    }
    Ok(made.map(CareOutcome::BackedUp))
}

fn failure(folder: &Path, error: LibraryError) -> CareOutcome {
    match error {
        LibraryError::Damaged(error) => {
            damage::mark(folder);
            CareOutcome::Damaged(error.to_string())
        }
        error => CareOutcome::Failed(error),
    }
}
