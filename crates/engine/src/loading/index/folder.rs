//! The folder in which frame indexes outlive the program.
//!
//! Runs on: index threads. Any number of programs may use one folder at once: files appear whole
//! under their names, and whoever finds one missing or broken builds it anew.

use std::{
    fs::{self, DirEntry, File},
    io::{self, Read, Write},
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
    time::{Duration, SystemTime},
};

use super::{FileKey, file::MAX_FILE_BYTES};
use crate::settings::INDEX_FOLDER_BYTES;

const EXTENSION: &str = "index";

/// Files that are being written are called so.
const UNFINISHED: &str = ".unfinished-";

/// What nobody finished in this time was left by a program that was ended.
const ABANDONED_AFTER: Duration = Duration::from_secs(3600);

/// A folder of index files, bounded in size.
#[derive(Debug)]
pub struct IndexFolder {
    path: PathBuf,
    max_bytes: u64,
    /// Bytes of index files in the folder, as far as this program knows; `None` before it looked.
    known_bytes: Mutex<Option<u64>>,
}

impl IndexFolder {
    /// The folder at `path`, which is made when something is first written.
    pub fn new(path: PathBuf) -> IndexFolder {
        IndexFolder::bounded(path, INDEX_FOLDER_BYTES)
    }

    fn bounded(path: PathBuf, max_bytes: u64) -> IndexFolder {
        IndexFolder { path, max_bytes, known_bytes: Mutex::new(None) }
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Where the index of the file with this key is, if there is one.
    pub fn path_of(&self, key: &FileKey) -> PathBuf {
        self.path.join(format!("{key}.{EXTENSION}"))
    }

    /// The bytes of the index file of `key`, whatever they are; they count as used now.
    ///
    /// # Errors
    /// What the system says, also when there is none.
    pub(super) fn read(&self, key: &FileKey) -> io::Result<Vec<u8>> {
        let path = self.path_of(key);
        // Before it is opened: opening a pipe would wait for somebody to write to it.
        if !fs::metadata(&path)?.is_file() {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "not a regular file"));
        }
        let file = File::open(path)?;
        touch(&file);
        let mut bytes = Vec::new();
        // One byte more, so that a longer file does not pass for a whole one.
        file.take(MAX_FILE_BYTES as u64 + 1).read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    /// Makes `bytes` the index file of `key`, all at once, and removes the files unused for longest
    /// when all together are too large.
    ///
    /// # Errors
    /// What the system says. The folder is as it was then.
    pub(super) fn write(&self, key: &FileKey, bytes: &[u8]) -> io::Result<()> {
        fs::create_dir_all(&self.path)?;
        let mut unfinished = tempfile::Builder::new().prefix(UNFINISHED).tempfile_in(&self.path)?;
        unfinished.write_all(bytes)?;
        // Else the name might reach the disk before the bytes. The checksum would tell, but the
        // index would be lost.
        unfinished.as_file().sync_data()?;
        // By the clock of the file system, which dates all the others.
        let now = unfinished.as_file().metadata()?.modified()?;
        unfinished.persist(self.path_of(key))?;
        self.bound(bytes.len() as u64, now);
        Ok(())
    }

    /// Takes note of a file that was written, and makes room.
    fn bound(&self, written_bytes: u64, now: SystemTime) {
        let mut known_bytes = self.known_bytes.lock().unwrap_or_else(PoisonError::into_inner);
        *known_bytes = match *known_bytes {
            // The folder is looked through once in a program, and when it must be.
            Some(known) if known + written_bytes <= self.max_bytes => Some(known + written_bytes),
            _ => self.make_room(now).inspect_err(|error| {
                tracing::debug!(path = ?self.path, %error, "cannot bound the folder of indexes");
            }).ok(),
        };
    }

    /// Removes index files, the one unused for longest first, until they take at most seven eighths
    /// of their room, if they take more than it; and what ended programs left. Returns their bytes.
    fn make_room(&self, now: SystemTime) -> io::Result<u64> {
        let mut files = Vec::new();
        for entry in fs::read_dir(&self.path)?.flatten() {
            match Kept::of(&entry) {
                Some(kept) => files.push(kept),
                None => remove_if_abandoned(&entry, now),
            }
        }
        let mut byte_count = files.iter().map(|kept| kept.byte_count).sum::<u64>();
        if byte_count > self.max_bytes {
            files.sort_by_key(|kept| kept.used);
            let enough = self.max_bytes / 8 * 7;
            for kept in files {
                if byte_count <= enough {
                    break;
                }
                if fs::remove_file(&kept.path).is_ok() {
                    byte_count -= kept.byte_count;
                }
            }
        }
        Ok(byte_count)
    }
}

/// An index file in the folder.
struct Kept {
    path: PathBuf,
    byte_count: u64,
    used: SystemTime,
}

impl Kept {
    /// `None` when `entry` is something else, which is left alone.
    fn of(entry: &DirEntry) -> Option<Kept> {
        let path = entry.path();
        let name = path.file_stem()?.to_str()?;
        let is_ours = path.extension()? == EXTENSION
            && name.len() == 32
            && name.bytes().all(|byte| byte.is_ascii_hexdigit());
        let metadata = entry.metadata().ok().filter(|metadata| is_ours && metadata.is_file())?;
        Some(Kept { path, byte_count: metadata.len(), used: metadata.modified().ok()? })
    }
}

/// Dates a file that is used, so that it is not the next one to make room.
fn touch(file: &File) {
    #[expect(clippy::disallowed_methods, reason = "the file is dated, nothing is decided by it")]
    let now = SystemTime::now();
    // Where the system refuses it, the file just makes room earlier.
    let _ = file.set_modified(now);
}

fn remove_if_abandoned(entry: &DirEntry, now: SystemTime) {
    let is_unfinished = entry.file_name().to_str().is_some_and(|name| name.starts_with(UNFINISHED));
    let modified = entry.metadata().ok().and_then(|metadata| metadata.modified().ok());
    let age = modified.and_then(|modified| now.duration_since(modified).ok());
    if is_unfinished && age.is_some_and(|age| age > ABANDONED_AFTER) {
        // Another program may have done it.
        let _ = fs::remove_file(entry.path());
    }
}

#[cfg(test)]
mod tests;
