//! Why something was not stored or not found.

use std::{io, path::PathBuf};

/// What can go wrong with the library. Unless a variant says otherwise, nothing has changed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LibraryError {
    /// Another program writes this library. Close it, or open the library [to read](crate::Library::open_to_read).
    #[error("the library in {} is open in another program; close that first", folder.display())]
    InUse {
        /// The data folder.
        folder: PathBuf,
    },
    /// The data folder can't be made or written. Mend its permissions, or choose another one.
    #[error("cannot use the data folder {}", folder.display())]
    Folder {
        /// The data folder.
        folder: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// There is no library in the folder, and it was to be read only.
    #[error("{} holds no library yet", folder.display())]
    Absent {
        /// The data folder.
        folder: PathBuf,
    },
    /// A newer program wrote the library. Use that one.
    #[error(
        "the library was written by a newer Attacca (version {found} of its tables, this one knows {known}); install that one"
    )]
    TooNew {
        /// The version of the tables.
        found: i64,
        /// The newest that is known here.
        known: i64,
    },
    /// The library was written by an older program, and is opened to read. Open it to write once, which brings it up to date.
    #[error("the library was written by an older Attacca; open it in this one first")]
    TooOld,
    /// The library was opened to read.
    #[error("the library is open to read only")]
    ReadOnly,
    /// There is no such thing, or no longer.
    #[error("there is no such {what} in the library")]
    NotFound {
        /// "song", "stem", "section", "setlist", "entry" or "backup".
        what: &'static str,
    },
    /// A value is not one that can be stored.
    #[error("{what}: {reason}")]
    Invalid {
        /// Which value: "tempo".
        what: &'static str,
        /// What it must be.
        reason: &'static str,
    },
    /// The disk is full. Make room and try again.
    #[error("the disk is full: make room, and do it again")]
    Full,
    /// The file of the library is damaged. It is not written any more; open the library again, which puts it aside and offers a
    /// backup.
    #[error("the library's file is damaged; start again to restore a backup")]
    Damaged(#[source] rusqlite::Error),
    /// SQLite refuses for another reason.
    #[error("the library cannot be read or written")]
    Storage(#[source] rusqlite::Error),
    /// A backup can't be written or read. The library is as it was.
    #[error("cannot use the backup {}", path.display())]
    Backup {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The system refuses a thread.
    #[error("cannot start a thread of the library")]
    StartThread(#[source] io::Error),
}

impl From<rusqlite::Error> for LibraryError {
    fn from(error: rusqlite::Error) -> LibraryError {
        use rusqlite::ErrorCode;
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => LibraryError::Full,
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
                LibraryError::Damaged(error)
            }
            _ => LibraryError::Storage(error),
        }
    }
}
