//! The offer to go back to a backup after damage: kept in a file until somebody takes it or declines it.

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
};

use tempfile::NamedTempFile;

use crate::{
    LibraryError,
    care::{Backup, backup},
};

/// Bytes of a backup's name, at most: what is longer is none.
const NAME_BYTES: u64 = 256;

fn marker(folder: &Path) -> PathBuf {
    folder.join("library.restore")
}

/// Offers the backup from now on.
pub(super) fn make(folder: &Path, offered: &Backup) -> Result<(), LibraryError> {
    let written = NamedTempFile::with_prefix_in(".writing ", folder).and_then(|mut file| {
        file.write_all(offered.name.as_bytes())?;
        file.as_file().sync_all()?;
        Ok(file.persist(marker(folder))?)
    });
    let failed = |source| LibraryError::Folder { folder: folder.to_owned(), source };
    written.map(|_| ()).map_err(failed)
}

/// The name of the backup that is offered.
pub(super) fn name(folder: &Path) -> Option<String> {
    let marker = marker(folder);
    fs::metadata(&marker).ok().filter(|metadata| metadata.len() <= NAME_BYTES)?;
    fs::read_to_string(marker).ok()
}

/// The backup that is offered, if it is still there.
pub(crate) fn offered(folder: &Path) -> Option<Backup> {
    let name = name(folder)?;
    backup::list(folder).ok()?.into_iter().find(|backup| backup.name == name)
}

/// Offers none any more.
pub(crate) fn withdraw(folder: &Path) -> Result<(), LibraryError> {
    match fs::remove_file(marker(folder)) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(LibraryError::Folder { folder: folder.to_owned(), source: error })
        }
        _ => Ok(()),
    }
}
