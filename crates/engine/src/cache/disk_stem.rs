//! A stem in the cache, as lanes and the cache's thread share it.
//!
//! Runs on: loader threads ask, the cache's thread writes. Locks are held for looks at memory alone.

use std::{
    collections::BTreeSet,
    path::PathBuf,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
};

use attacca_units::SampleRate;

use crate::{
    cache::{
        books::ChunkRef,
        costs::Costs,
        identity::is_same,
        metadata::{ChunkMetadata, StemMetadata},
        names::chunk_path,
        stats::Counters,
    },
    error::DecodeError,
    loading::store::{ChunkSeal, Origin, PartCost, StoredChunk, StoredStem},
};

/// A stem in the cache.
#[derive(Debug)]
pub(super) struct DiskStem {
    pub(super) song: String,
    pub(super) name: String,
    /// Where its files are.
    pub(super) folder: PathBuf,
    chunk_frames: u64,
    state: Mutex<DiskState>,
    counters: Arc<Counters>,
    /// Its file gave an error last, or can't be reached.
    has_failed: AtomicBool,
    /// Its file is another one by now, which has a `DiskStem` of its own.
    is_replaced: AtomicBool,
}

#[derive(Debug)]
struct DiskState {
    metadata: Arc<StemMetadata>,
    costs: Costs,
    /// It is to be in the cache: what is not there is missed.
    is_wanted: bool,
    /// Chunks that were dropped, for the cache's thread to remove.
    spoiled: Vec<u64>,
    /// Chunks that can't be written, since its file is damaged there.
    unwritable: BTreeSet<u64>,
}

impl DiskState {
    /// Who looks at it just now keeps what was.
    fn metadata_mut(&mut self) -> &mut StemMetadata {
        Arc::make_mut(&mut self.metadata)
    }
}

impl DiskStem {
    pub(super) fn new(
        (song, name): (String, String),
        folder: PathBuf,
        metadata: StemMetadata,
        counters: Arc<Counters>,
    ) -> DiskStem {
        DiskStem {
            song,
            name,
            folder,
            chunk_frames: metadata.chunk_frames,
            state: Mutex::new(DiskState {
                metadata: Arc::new(metadata),
                costs: Costs::default(),
                is_wanted: false,
                spoiled: Vec::new(),
                unwritable: BTreeSet::new(),
            }),
            counters,
            has_failed: AtomicBool::new(false),
            is_replaced: AtomicBool::new(false),
        }
    }

    /// What it holds now.
    pub(super) fn metadata(&self) -> Arc<StemMetadata> {
        Arc::clone(&self.state().metadata)
    }

    /// The numbers of the chunks that are there.
    pub(super) fn numbers(&self) -> Vec<u64> {
        self.state().metadata.chunks.keys().copied().collect()
    }

    /// The numbers of those that can't be.
    pub(super) fn unwritable(&self) -> BTreeSet<u64> {
        self.state().unwritable.clone()
    }

    /// A chunk was written.
    pub(super) fn add(&self, number: u64, chunk: ChunkMetadata) {
        self.state().metadata_mut().chunks.insert(number, chunk);
        self.counters.note_change();
    }

    /// A chunk is gone, or will be.
    pub(super) fn forget(&self, number: u64) {
        self.state().metadata_mut().chunks.remove(&number);
        self.counters.note_change();
    }

    /// All chunks are.
    pub(super) fn forget_all(&self) {
        self.state().metadata_mut().chunks.clear();
        self.counters.note_change();
    }

    /// The folder was looked through anew, and holds just what `found` says of the stem.
    pub(super) fn reconcile(&self, found: Option<&StemMetadata>) {
        let mut state = self.state();
        let is_mine = |found: &&StemMetadata| {
            found.chunk_frames == self.chunk_frames
                && is_same(&found.source, &state.metadata.source)
        };
        let chunks = found.filter(is_mine).map(|found| found.chunks.clone());
        let mut chunks = chunks.unwrap_or_default();
        // What was dropped meanwhile and is still on the disk is dropped for good.
        chunks.retain(|number, _| !state.spoiled.contains(number));
        state.metadata_mut().chunks = chunks;
        self.counters.note_change();
    }

    /// A chunk can't be written.
    pub(super) fn give_up(&self, number: u64) {
        self.state().unwritable.insert(number);
        self.counters.note_change();
    }

    /// The hash of its file's ends was read.
    pub(super) fn set_content(&self, content: String) {
        self.state().metadata_mut().source.content = Some(content);
    }

    /// What was spoiled since the last call.
    pub(super) fn take_spoiled(&self) -> Vec<u64> {
        std::mem::take(&mut self.state().spoiled)
    }

    pub(super) fn set_wanted(&self, is_wanted: bool) {
        self.state().is_wanted = is_wanted;
    }

    /// Share of a core that decoding its file takes, and whether its storage is slow.
    pub(super) fn cost(&self) -> (Option<f64>, bool) {
        let state = self.state();
        (state.costs.work_share(), state.costs.is_slow())
    }

    pub(super) fn set_failed(&self, has_failed: bool) {
        self.has_failed.store(has_failed, Relaxed);
    }

    pub(super) fn set_replaced(&self) {
        self.is_replaced.store(true, Relaxed);
    }

    /// True when another file has its place, so that nothing more may be written of it.
    pub(super) fn is_replaced(&self) -> bool {
        self.is_replaced.load(Relaxed)
    }

    pub(super) fn chunk(&self, number: u64) -> ChunkRef {
        ChunkRef { song: self.song.clone(), stem: self.name.clone(), number }
    }

    fn state(&self) -> MutexGuard<'_, DiskState> {
        // Whole between any two operations on it.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Where a chunk is, and how to know it.
pub(super) fn stored_chunk(
    folder: &std::path::Path,
    metadata: &StemMetadata,
    number: u64,
) -> Option<StoredChunk> {
    let chunk = metadata.chunks.get(&number)?;
    let seal = ChunkSeal {
        byte_count: chunk.bytes,
        frame_count: metadata.frames_of(number),
        rate: SampleRate::new(metadata.source.engine_rate)?,
        channel_count: metadata.source.channels,
        md5: chunk.md5()?,
    };
    Some(StoredChunk { path: chunk_path(folder, number), seal, scale: chunk.factor() })
}

impl StoredStem for DiskStem {
    fn chunk_frames(&self) -> u64 {
        self.chunk_frames
    }

    fn find(&self, number: u64, may_ask_file: bool) -> Option<StoredChunk> {
        if self.counters.is_off() {
            return None;
        }
        let state = self.state();
        let has_choice = may_ask_file && !self.has_failed.load(Relaxed);
        let prefers = !has_choice || state.costs.prefers_store(number);
        prefers.then(|| stored_chunk(&self.folder, &state.metadata, number)).flatten()
    }

    fn has(&self, number: u64) -> bool {
        !self.counters.is_off() && self.state().metadata.chunks.contains_key(&number)
    }

    fn spoiled(&self, number: u64, error: &DecodeError) {
        let mut state = self.state();
        if state.metadata_mut().chunks.remove(&number).is_some() {
            state.spoiled.push(number);
            self.counters.note_change();
            let is_first = self.counters.note_spoiled();
            drop(state);
            let (path, error) = (&self.folder, error as &dyn std::error::Error);
            if is_first {
                tracing::warn!(?path, number, error, "a chunk of the cache is dropped");
            } else {
                tracing::debug!(?path, number, error, "a chunk of the cache is dropped");
            }
        }
    }

    fn note_cost(&self, origin: Origin, number: u64, cost: PartCost) {
        let mut state = self.state();
        let rate = f64::from(state.metadata.source.engine_rate);
        let known = (state.costs.work_share(), state.costs.is_slow());
        state.costs.note(origin, cost, rate);
        if known != (state.costs.work_share(), state.costs.is_slow()) {
            self.counters.note_change();
        }
        let is_there = state.metadata.chunks.contains_key(&number);
        if is_there || state.is_wanted {
            self.counters.note_part(is_there, origin, cost);
        }
        if origin == Origin::Source {
            self.has_failed.store(false, Relaxed);
        }
    }

    fn note_failed(&self) {
        self.has_failed.store(true, Relaxed);
    }
}

#[cfg(test)]
mod tests;
