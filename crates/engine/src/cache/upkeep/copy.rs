//! Copies a cache that an engine uses to another folder, so that one can follow it there.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use super::{CacheFolder, FoundStem, MoveError, UpkeepProgress, bytes_of, scan, usable};
use crate::cache::{
    metadata::StemMetadata,
    names::{UNFINISHED, chunk_name, chunk_path},
};

/// Copies the cache in `from` to the folder `to`, beside what that one has; returns the bytes that were
/// looked at, `None` when it was stopped. The old folder is only read, and may be in use; files that are on
/// the same disk are linked. What is in the new folder is whole at any moment: a copy that was ended goes on
/// where it was.
///
/// `goes_on` is called for every chunk; false stops it.
///
/// # Errors
/// When one can't be read or written. What was copied can be used.
pub fn copy_to(
    from: &Path,
    to: &Path,
    mut goes_on: impl FnMut(UpkeepProgress) -> bool,
) -> Result<Option<u64>, MoveError> {
    let disk = |source| MoveError::Disk { folder: to.to_owned(), source };
    let old = CacheFolder::to_read(from);
    let new = usable(CacheFolder::open(to))?;
    let found = scan(&old).map_err(disk)?;
    let total = found.iter().map(bytes_of).sum();
    let mut done = 0;
    for stem in &found {
        let mut goes_on = |bytes| goes_on(UpkeepProgress { done: done + bytes, total });
        if !copy_stem(&old, &new, stem, &mut goes_on).map_err(disk)? {
            return Ok(None);
        }
        done += bytes_of(stem);
    }
    new.write_order(&old.order()).map_err(disk)?;
    Ok(goes_on(UpkeepProgress { done: total, total }).then_some(total))
}

/// Copies the chunks that the new folder lacks, and describes what it has by then; false when it was
/// stopped. A stem that the new folder has of another file stays as it is there.
fn copy_stem(
    old: &CacheFolder,
    new: &CacheFolder,
    stem: &FoundStem,
    goes_on: &mut dyn FnMut(u64) -> bool,
) -> io::Result<bool> {
    let Ok(metadata) = &stem.metadata else { return Ok(true) };
    let (song, name) = (&stem.song, &stem.stem);
    let known = new.metadata(song, name);
    if known.as_ref().is_some_and(|known| known.source != metadata.source) {
        return Ok(true);
    }
    let mut kept =
        known.unwrap_or_else(|| StemMetadata { chunks: Default::default(), ..metadata.clone() });
    let (from, to) = (old.stem_folder(song, name), new.stem_folder(song, name));
    fs::create_dir_all(&to)?;
    let (mut bytes, mut is_stopped) = (0, false);
    for (&number, chunk) in &metadata.chunks {
        if !goes_on(bytes) {
            is_stopped = true;
            break;
        }
        bytes += chunk.bytes;
        if kept.chunks.contains_key(&number) && chunk_path(&to, number).is_file() {
            continue;
        }
        match copy_whole(&chunk_path(&from, number), &to, &chunk_name(number)) {
            Ok(()) => {
                kept.chunks.insert(number, chunk.clone());
            }
            // Who uses the old folder has just dropped it.
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
    }
    if !kept.chunks.is_empty() {
        new.write_metadata(song, name, &kept)?;
    }
    Ok(!is_stopped)
}

/// Makes `to/name` what `from` is: all of it, or nothing.
fn copy_whole(from: &Path, to: &Path, name: &str) -> io::Result<()> {
    let unfinished: PathBuf = to.join(format!("{UNFINISHED}{name}"));
    match fs::remove_file(&unfinished) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    // A chunk is never written in place: a link stays what it is.
    if fs::hard_link(from, &unfinished).is_err() {
        fs::copy(from, &unfinished)?;
        fs::File::open(&unfinished)?.sync_data()?;
    }
    fs::rename(&unfinished, to.join(name))
}
