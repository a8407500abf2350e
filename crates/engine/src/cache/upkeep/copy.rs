//! Copies a cache that an engine uses to another folder, so that one can follow it there.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs, io,
    path::{Path, PathBuf},
};

use super::{CacheFolder, FoundStem, MoveError, UpkeepProgress, bytes_of, scan, usable};
use crate::cache::{
    DEFAULT_FREE_BYTES,
    books::ChunkRef,
    metadata::StemMetadata,
    names::{UNFINISHED, chunk_name, chunk_path},
};

/// Copies the cache in `from` to the folder `to`, as [`CacheCopy::run`] does; what fails is taken back.
///
/// # Errors
/// When one can't be read or written, or the new disk would be full. The new folder has what it had.
pub fn copy_to(
    from: &Path,
    to: &Path,
    goes_on: impl FnMut(UpkeepProgress) -> bool,
) -> Result<Option<u64>, MoveError> {
    let mut copy = CacheCopy::new(from, to);
    let done = copy.run(goes_on);
    if done.is_err() {
        copy.take_back();
    }
    done
}

/// The copy of a cache that may be in use, to a folder that no engine uses.
#[derive(Debug)]
pub struct CacheCopy {
    from: PathBuf,
    to: PathBuf,
    /// Bytes that stay free on the new disk.
    free_bytes: u64,
    /// Files on the same disk are linked, which costs nothing.
    may_link: bool,
    /// What it brought, by song and stem.
    copied: BTreeMap<(String, String), BTreeSet<u64>>,
}

impl CacheCopy {
    /// Nothing is copied yet.
    pub fn new(from: &Path, to: &Path) -> CacheCopy {
        CacheCopy {
            from: from.to_owned(),
            to: to.to_owned(),
            free_bytes: DEFAULT_FREE_BYTES,
            may_link: true,
            copied: BTreeMap::new(),
        }
    }

    /// Copies what the new folder lacks, beside what it has; returns the bytes that were looked at, `None` when it
    /// was stopped. The old folder is only read, and may be in use; files that are on the same disk are linked. What
    /// is in the new folder is whole at any moment: a copy that was ended goes on where it was, and one that is run
    /// again brings what was written since.
    ///
    /// `goes_on` is called for every chunk; false stops it.
    ///
    /// # Errors
    /// When one can't be read or written, or less than [`DEFAULT_FREE_BYTES`] would stay free on the new disk. What
    /// was copied can be used, or [taken back](CacheCopy::take_back).
    pub fn run(
        &mut self,
        mut goes_on: impl FnMut(UpkeepProgress) -> bool,
    ) -> Result<Option<u64>, MoveError> {
        let folder = self.to.clone();
        let disk = |source| MoveError::Disk { folder: folder.clone(), source };
        let old = CacheFolder::to_read(&self.from);
        let new = usable(CacheFolder::open(&self.to))?;
        let found = scan(&old).map_err(disk)?;
        let total = found.iter().map(bytes_of).sum();
        let mut done = 0;
        for stem in &found {
            let mut goes_on = |bytes| goes_on(UpkeepProgress { done: done + bytes, total });
            if !self.copy_stem((&old, &new), stem, &mut goes_on).map_err(disk)? {
                return Ok(None);
            }
            done += bytes_of(stem);
        }
        new.write_order(&old.order()).map_err(disk)?;
        Ok(goes_on(UpkeepProgress { done: total, total }).then_some(total))
    }

    /// Removes from the new folder what this copy brought, and nothing that was there before. What can't be
    /// removed stays, as a cache that can be used.
    pub fn take_back(self) {
        let Ok(new) = CacheFolder::open(&self.to).if_writable() else { return };
        for ((song, stem), numbers) in self.copied {
            let Some(mut kept) = new.metadata(&song, &stem) else { continue };
            kept.chunks.retain(|number, _| !numbers.contains(number));
            if kept.chunks.is_empty() {
                new.remove_stem(&song, &stem);
                continue;
            }
            // First what makes the others be believed.
            if let Err(error) = new.write_metadata(&song, &stem, &kept) {
                tracing::debug!(%error, "chunks that were copied stay");
                continue;
            }
            for number in numbers {
                new.remove_chunk(&ChunkRef { song: song.clone(), stem: stem.clone(), number });
            }
        }
    }

    /// Copies the chunks that the new folder lacks, and describes what it has by then; false when it was
    /// stopped. A stem that the new folder has of another file, or in chunks of another length, stays as it is
    /// there.
    fn copy_stem(
        &mut self,
        (old, new): (&CacheFolder, &CacheFolder),
        stem: &FoundStem,
        goes_on: &mut dyn FnMut(u64) -> bool,
    ) -> io::Result<bool> {
        let Ok(metadata) = &stem.metadata else { return Ok(true) };
        let (song, name) = (&stem.song, &stem.stem);
        let known = new.metadata(song, name);
        let what = |of: &StemMetadata| (of.source.clone(), of.chunk_frames);
        if known.as_ref().is_some_and(|known| what(known) != what(metadata)) {
            return Ok(true);
        }
        let mut kept = known
            .unwrap_or_else(|| StemMetadata { chunks: BTreeMap::default(), ..metadata.clone() });
        let copied = self.copy_chunks((old, new), stem, (metadata, &mut kept), goes_on);
        if !kept.chunks.is_empty() {
            new.write_metadata(song, name, &kept)?;
        }
        copied
    }

    /// The same of the chunks alone; `kept` is what the new folder has by then.
    fn copy_chunks(
        &mut self,
        (old, new): (&CacheFolder, &CacheFolder),
        stem: &FoundStem,
        (metadata, kept): (&StemMetadata, &mut StemMetadata),
        goes_on: &mut dyn FnMut(u64) -> bool,
    ) -> io::Result<bool> {
        let (song, name) = (&stem.song, &stem.stem);
        let (from, to) = (old.stem_folder(song, name), new.stem_folder(song, name));
        fs::create_dir_all(&to)?;
        let mut bytes = 0;
        for (&number, chunk) in &metadata.chunks {
            if !goes_on(bytes) {
                return Ok(false);
            }
            bytes += chunk.bytes;
            if kept.chunks.contains_key(&number) && chunk_path(&to, number).is_file() {
                continue;
            }
            match self.copy_whole(new, &chunk_path(&from, number), &to, &chunk_name(number)) {
                Ok(()) => {
                    kept.chunks.insert(number, chunk.clone());
                    let key = (song.clone(), name.clone());
                    self.copied.entry(key).or_default().insert(number);
                }
                // Who uses the old folder has just dropped it.
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err(error),
            }
        }
        Ok(true)
    }

    /// Makes `to/name` what `from` is: all of it, or nothing.
    fn copy_whole(&self, new: &CacheFolder, from: &Path, to: &Path, name: &str) -> io::Result<()> {
        let unfinished: PathBuf = to.join(format!("{UNFINISHED}{name}"));
        match fs::remove_file(&unfinished) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        // A chunk is never written in place: a link stays what it is.
        if !self.may_link || fs::hard_link(from, &unfinished).is_err() {
            let bytes = fs::metadata(from)?.len();
            if new.free_bytes()? < self.free_bytes.saturating_add(bytes) {
                return Err(io::ErrorKind::StorageFull.into());
            }
            let copied =
                fs::copy(from, &unfinished).and_then(|_| fs::File::open(&unfinished)?.sync_data());
            if let Err(error) = copied {
                // It may not be there, or goes with the folder's next tidying.
                let _ = fs::remove_file(&unfinished);
                return Err(error);
            }
        }
        fs::rename(&unfinished, to.join(name))
    }
}

#[cfg(test)]
mod tests;
