//! Where each stretch of a stem lies in its file, kept for all songs and from one run to the next.
//!
//! Runs on: index threads build, read and write, loader threads look up.

mod file;
mod folder;
mod key;
mod scan;

use std::{
    collections::HashMap,
    io,
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, MutexGuard, OnceLock, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

use attacca_units::FrameCount;

use self::file::Expected;
use crate::loading::source::SourceIdentity;

pub use file::BrokenIndex;
pub use folder::IndexFolder;
pub use key::FileKey;
pub(crate) use scan::{Scan, Scanned, Stretch};

/// Frames between entries at least: one block of the usual encoders. Six minutes at 48 kHz take
/// 17 KB.
pub(crate) const STRIDE_FRAMES: u32 = 4096;

/// Entries of an index at most (4 MiB): a day at 48 kHz. What lies behind is sought without.
const MAX_ENTRIES: usize = 1 << 20;

/// Entries that share a 64-bit base: at the highest rates of FLAC they span 35 MB of the 4 GiB
/// that their 32-bit offsets reach.
const ENTRIES_PER_BASE: usize = 256;

/// Bytes that one step of building scans: 0.2 ms in a warm page cache.
const STEP_BYTES: u64 = 1 << 20;

/// Frame indexes by file, kept while the engine lives.
#[derive(Debug, Default)]
pub struct IndexCatalog {
    slots: Mutex<HashMap<(PathBuf, SourceIdentity), Arc<IndexSlot>>>,
}

impl IndexCatalog {
    /// An empty catalog.
    pub fn new() -> IndexCatalog {
        IndexCatalog::default()
    }

    /// Bytes of memory that finished indexes hold.
    pub fn byte_count(&self) -> usize {
        let slots = self.slots();
        slots.values().filter_map(|slot| slot.index.get()).map(FrameIndex::byte_count).sum()
    }

    /// Forgets the indexes of the file at `path`. Stems that are open keep theirs.
    pub fn forget(&self, path: &Path) {
        self.slots().retain(|(indexed, _), _| indexed != path);
    }

    /// Forgets all indexes. Stems that are open keep theirs.
    pub fn clear(&self) {
        self.slots().clear();
    }

    /// The place for the index of one version of a file. The places of its other versions are
    /// forgotten: the file has changed.
    pub(crate) fn slot(&self, path: &Path, identity: SourceIdentity) -> Arc<IndexSlot> {
        let mut slots = self.slots();
        let key = (path.to_path_buf(), identity);
        if let Some(slot) = slots.get(&key) {
            return Arc::clone(slot);
        }
        slots.retain(|(indexed, _), _| indexed != path);
        Arc::clone(slots.entry(key).or_default())
    }

    fn slots(&self) -> MutexGuard<'_, HashMap<(PathBuf, SourceIdentity), Arc<IndexSlot>>> {
        // The map is whole between any two operations on it.
        self.slots.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Where all stems of one unchanged file look for its index.
#[derive(Debug, Default)]
pub(crate) struct IndexSlot {
    index: OnceLock<FrameIndex>,
    is_being_built: AtomicBool,
}

impl IndexSlot {
    /// The index, once it is built.
    pub(crate) fn index(&self) -> Option<&FrameIndex> {
        self.index.get()
    }

    /// Publishes an index with an entry at each multiple of `stride` frames, unless there is one: at
    /// `offsets`, which rise and lie within 4 GiB.
    pub(crate) fn publish(&self, stride: u64, offsets: impl Iterator<Item = u64>) {
        let offsets: Vec<u64> = offsets.collect();
        let base_of = |idx: usize| offsets[idx / ENTRIES_PER_BASE * ENTRIES_PER_BASE];
        let offset = |(idx, at): (usize, &u64)| {
            u32::try_from(at.saturating_sub(base_of(idx))).unwrap_or(u32::MAX)
        };
        let index = FrameIndex {
            stride,
            bases: offsets.iter().copied().step_by(ENTRIES_PER_BASE).collect(),
            offsets: offsets.iter().enumerate().map(offset).collect(),
        };
        // Who comes second brings the same.
        let _ = self.index.set(index);
    }
}

/// Where each stretch of a file begins, in bytes.
#[derive(Debug)]
pub(crate) struct FrameIndex {
    stride: u64,
    bases: Box<[u64]>,
    offsets: Box<[u32]>,
}

impl FrameIndex {
    /// Frames of audio between entries.
    pub(crate) fn stride(&self) -> u64 {
        self.stride
    }

    /// Where the stretch begins that holds the entry at or before `position`.
    pub(crate) fn offset(&self, position: u64) -> Option<u64> {
        let idx = usize::try_from(position / self.stride).ok()?;
        let offset = *self.offsets.get(idx)?;
        Some(self.bases[idx / ENTRIES_PER_BASE] + u64::from(offset))
    }

    /// Where the frame should begin whose first frame of audio is `position`, if there is an
    /// entry for it.
    pub(crate) fn exact_offset(&self, position: u64) -> Option<u64> {
        position.is_multiple_of(self.stride).then(|| self.offset(position)).flatten()
    }

    fn byte_count(&self) -> usize {
        size_of_val(&*self.bases) + size_of_val(&*self.offsets)
    }
}

/// How far an index is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IndexProgress {
    /// Call again.
    Unfinished,
    /// All lanes of the file use it now.
    Finished,
}

/// Bytes that the index of a file of `frame_count` frames takes at most.
pub(crate) fn index_bytes(frame_count: FrameCount) -> usize {
    let entries = frame_count.0.div_ceil(u64::from(STRIDE_FRAMES)).min(MAX_ENTRIES as u64) as usize;
    entries * size_of::<u32>() + entries.div_ceil(ENTRIES_PER_BASE) * size_of::<u64>()
}

/// Builds the index of one file in small steps.
///
/// Dropped before its end, it leaves the file without an index; another may begin anew.
#[derive(Debug)]
pub struct IndexBuilder {
    scan: Box<dyn Scan>,
    slot: Arc<IndexSlot>,
    stride: u64,
    bases: Vec<u64>,
    offsets: Vec<u32>,
    last_offset: u64,
}

impl IndexBuilder {
    /// A builder of what `scan` finds, which publishes in `slot`; `None` when the index is there or
    /// another builder is at it.
    pub(crate) fn new(scan: Box<dyn Scan>, slot: Arc<IndexSlot>) -> Option<IndexBuilder> {
        let is_taken = slot.is_being_built.swap(true, Ordering::Relaxed);
        if is_taken {
            return None;
        }
        Some(IndexBuilder {
            slot,
            stride: scan.stride(),
            last_offset: scan.audio_start(),
            scan,
            bases: Vec::new(),
            offsets: Vec::new(),
        })
    }

    /// What the file's index is kept under. Reads both ends of the file.
    ///
    /// # Errors
    /// What the system says.
    pub fn key(&self) -> io::Result<FileKey> {
        FileKey::of(self.scan.source())
    }

    /// Publishes the index that `folder` has under `key`, if it is whole: the builder has finished
    /// then. Else it can go on as if nothing had been there.
    pub fn load(&mut self, folder: &IndexFolder, key: &FileKey) -> bool {
        let Ok(bytes) = folder.read(key) else { return false };
        match self.adopt(&bytes, key) {
            Ok(()) => true,
            Err(error) => {
                tracing::debug!(path = ?folder.path_of(key), %error, "index is built anew");
                false
            }
        }
    }

    /// Publishes the index in `bytes`, which come from where anybody may write.
    ///
    /// # Errors
    /// When it is not the index of the file with this key, as it was written. The builder can go
    /// on as if nothing had been there.
    pub fn adopt(&mut self, bytes: &[u8], key: &FileKey) -> Result<(), BrokenIndex> {
        let audio = self.scan.audio_start()..self.scan.source().byte_count();
        let index = file::from_bytes(bytes, &Expected { key, stride: self.stride, audio })?;
        // Only one builder at a time has the slot.
        let _ = self.slot.index.set(index);
        Ok(())
    }

    /// Keeps the published index in `folder` under `key`; without one, does nothing.
    ///
    /// # Errors
    /// What the system says. The folder is as it was then.
    pub fn store(&self, folder: &IndexFolder, key: &FileKey) -> io::Result<()> {
        self.bytes(key).map_or(Ok(()), |bytes| folder.write(key, &bytes))
    }

    /// The published index as [`IndexBuilder::adopt`] takes it; `None` when there is none yet.
    pub fn bytes(&self, key: &FileKey) -> Option<Vec<u8>> {
        self.slot.index().map(|index| file::to_bytes(index, key))
    }

    /// Scans the next mebibyte of the file; at its end, publishes the index.
    ///
    /// # Errors
    /// What the system says. The step can be tried again.
    pub fn step(&mut self) -> io::Result<IndexProgress> {
        let mut budget = STEP_BYTES;
        while budget > 0 && self.offsets.len() < MAX_ENTRIES {
            match self.scan.next(&mut budget)? {
                Scanned::Stretch(stretch) => self.add(stretch),
                Scanned::Interrupted => break,
                Scanned::End => return Ok(self.publish()),
            }
        }
        if self.offsets.len() < MAX_ENTRIES {
            return Ok(IndexProgress::Unfinished);
        }
        Ok(self.publish())
    }

    fn add(&mut self, stretch: Stretch) {
        while self.offsets.len() < MAX_ENTRIES {
            let entry_position = self.offsets.len() as u64 * self.stride;
            if entry_position >= stretch.end_position {
                break;
            }
            // An entry in a gap points to what is before the gap.
            let in_gap = entry_position < stretch.position;
            self.push(if in_gap { self.last_offset } else { stretch.offset });
        }
        self.last_offset = stretch.offset;
    }

    fn push(&mut self, offset: u64) {
        if self.offsets.len().is_multiple_of(ENTRIES_PER_BASE) {
            self.bases.push(offset);
        }
        let base = self.bases[self.offsets.len() / ENTRIES_PER_BASE];
        // Out of reach only behind gigabytes of damage; lanes check what they find.
        self.offsets.push(u32::try_from(offset - base).unwrap_or(u32::MAX));
    }

    fn publish(&mut self) -> IndexProgress {
        let index = FrameIndex {
            stride: self.stride,
            bases: std::mem::take(&mut self.bases).into_boxed_slice(),
            offsets: std::mem::take(&mut self.offsets).into_boxed_slice(),
        };
        // Only one builder at a time has the slot; a second call finds it full, with the same.
        let _ = self.slot.index.set(index);
        IndexProgress::Finished
    }
}

impl Drop for IndexBuilder {
    fn drop(&mut self) {
        if self.slot.index.get().is_none() {
            self.slot.is_being_built.store(false, Ordering::Relaxed);
        }
    }
}

#[cfg(test)]
mod tests;
