//! One program writes at a time.

use std::{
    fs::{File, OpenOptions, TryLockError},
    io,
    path::Path,
};

use crate::LibraryError;

/// The right to write the library of a folder, given back when it is dropped, or by the system when the program is killed.
#[derive(Debug)]
pub(crate) struct Lock {
    _file: File,
}

impl Lock {
    /// Takes the right.
    ///
    /// # Errors
    /// [`LibraryError::InUse`] when another program has it.
    pub(crate) fn take(folder: &Path) -> Result<Lock, LibraryError> {
        let folder_error = |source| LibraryError::Folder { folder: folder.to_owned(), source };
        let path = folder.join("library.lock");
        let mut options = OpenOptions::new();
        options.create(true).truncate(false).write(true);
        let file = options.open(path).map_err(folder_error)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(LibraryError::InUse { folder: folder.to_owned() });
            }
            // Some network file systems have no locks. SQLite's own then have to do.
            Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => {
                tracing::warn!("the data folder has no locks: {error}");
            }
            Err(TryLockError::Error(error)) => return Err(folder_error(error)),
        }
        Ok(Lock { _file: file })
    }
}
