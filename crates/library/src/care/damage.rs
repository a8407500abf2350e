//! What is done about a library that is damaged: it is put aside, and never deleted.

use std::{
    fs,
    path::{Path, PathBuf},
};

use rusqlite::Connection;

use crate::{
    LibraryError, UnixSeconds,
    care::{Damage, backup, stamp},
    library::file,
    store::connection,
};

/// Bytes of a file up to which it is checked before it is used: a tenth of a second. A larger one is checked in the background.
const CHECKED_AT_ONCE_BYTES: u64 = 24 << 20;

/// A file says that damage was found in the background: the check then comes before the library is used.
fn marker(folder: &Path) -> PathBuf {
    folder.join("library.damaged")
}

/// Notes for the next opening that the library is damaged.
pub(super) fn mark(folder: &Path) {
    // Without it the next check in the background finds the same again.
    if let Err(error) = fs::write(marker(folder), b"") {
        tracing::warn!("cannot note that the library is damaged: {error}");
    }
}

/// `Err` with what is wrong when the file can't have been left like this by a program that wrote it.
pub(crate) fn look_at_file(folder: &Path, path: &Path) -> Result<(), String> {
    // SQLite takes an empty file for a new one.
    let is_empty = fs::metadata(path).is_ok_and(|metadata| metadata.len() == 0);
    let has_backups = backup::list(folder).is_ok_and(|backups| !backups.is_empty());
    if is_empty && has_backups { Err("the file is empty".to_owned()) } else { Ok(()) }
}

/// `Err` inside with what is wrong when the file is damaged.
pub(crate) fn look_inside(
    folder: &Path,
    connection: &Connection,
) -> Result<Result<(), String>, LibraryError> {
    let is_large = fs::metadata(file(folder)).is_ok_and(|m| m.len() > CHECKED_AT_ONCE_BYTES);
    let marker = marker(folder);
    if is_large && !marker.exists() {
        return Ok(Ok(()));
    }
    let checked = connection::check(connection)?;
    if checked.is_ok() {
        // It was not there, or is tried again next time.
        let _ = fs::remove_file(marker);
    }
    Ok(checked)
}

/// Puts the library's files aside.
pub(crate) fn put_aside(
    folder: &Path,
    reason: &str,
    now: UnixSeconds,
) -> Result<Damage, LibraryError> {
    let failed = |source| LibraryError::Folder { folder: folder.to_owned(), source };
    let aside = free_folder(&folder.join("damaged"), now);
    fs::create_dir_all(&aside).map_err(failed)?;
    let path = file(folder);
    // The log first: without its library it would be taken for one of the new library's.
    for suffix in ["-wal", "-shm", ""] {
        let mut from = path.clone().into_os_string();
        from.push(suffix);
        let from = PathBuf::from(from);
        if from.exists() {
            let to = aside.join(from.file_name().unwrap_or_default());
            fs::rename(&from, to).map_err(failed)?;
        }
    }
    // It was not there, or is looked at once more.
    let _ = fs::remove_file(marker(folder));
    let moved_to = aside.join(path.file_name().unwrap_or_default());
    Ok(Damage { reason: reason.to_owned(), moved_to, backup: backup::newest_whole(folder) })
}

fn free_folder(damaged: &Path, now: UnixSeconds) -> PathBuf {
    let stamp = stamp(now);
    let mut folder = damaged.join(&stamp);
    for number in 2.. {
        if !folder.exists() {
            break;
        }
        folder = damaged.join(format!("{stamp} ({number})"));
    }
    folder
}
