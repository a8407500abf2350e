//! What is done about a library that is damaged: it is put aside, and never deleted.

use std::{
    fs::{self, File},
    io::Read,
    path::{Path, PathBuf},
};

use rusqlite::Connection;

use crate::{
    LibraryError, UnixSeconds,
    care::{Damage, backup, offer, stamp},
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
    // SQLite takes what is shorter than a page for a new file.
    const LEAST_BYTES: u64 = 512;
    let length = fs::metadata(path).map_or(u64::MAX, |metadata| metadata.len());
    let has_backups = || backup::list(folder).is_ok_and(|backups| !backups.is_empty());
    match length {
        0 if has_backups() => Err("the file is empty".to_owned()),
        1..LEAST_BYTES => Err(format!("the file has {length} bytes only")),
        _ if ends_within_a_page(path, length) => Err("the file's end is missing".to_owned()),
        _ => Ok(()),
    }
}

/// True when the last page is not whole, which SQLite fills up with zeros, and there is no log that would mend it.
fn ends_within_a_page(path: &Path, length: u64) -> bool {
    /// Source: the SQLite database file format, 1.3: bytes 16 and 17 are the length of a page, and 1 means 65,536.
    const PAGE_LENGTH: std::ops::Range<usize> = 16..18;
    let mut header = [0; PAGE_LENGTH.end];
    let read = File::open(path).and_then(|mut file| file.read_exact(&mut header));
    let page_bytes = match (read, &header[PAGE_LENGTH]) {
        (Err(_), _) => return false,
        (Ok(()), [0, 1]) => 65_536,
        (Ok(()), bytes) => u64::from(bytes[0]) << 8 | u64::from(bytes[1]),
    };
    let has_log = fs::metadata(beside(path, "-wal")).is_ok_and(|metadata| metadata.len() > 0);
    page_bytes.is_power_of_two() && !length.is_multiple_of(page_bytes) && !has_log
}

/// The file that SQLite keeps beside `path`.
fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.to_owned().into_os_string();
    name.push(suffix);
    name.into()
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
    let backup = backup::newest_whole(folder);
    // First, so that a program that is killed here still offers it.
    backup.as_ref().map(|backup| offer::make(folder, backup)).transpose()?;
    let aside = free_folder(&folder.join("damaged"), now);
    fs::create_dir_all(&aside).map_err(failed)?;
    let path = file(folder);
    // The log first: without its library it would be taken for one of the new library's.
    for suffix in ["-wal", "-shm", ""] {
        let from = beside(&path, suffix);
        if from.exists() {
            let to = aside.join(from.file_name().unwrap_or_default());
            fs::rename(&from, to).map_err(failed)?;
        }
    }
    // It was not there, or is looked at once more.
    let _ = fs::remove_file(marker(folder));
    let moved_to = aside.join(path.file_name().unwrap_or_default());
    Ok(Damage { reason: reason.to_owned(), moved_to, backup })
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
