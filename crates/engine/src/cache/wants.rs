//! From what is open to what is wanted: looks at stems, and asks `verdict` and `plan`.
//!
//! Runs on: the cache's thread.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    path::{Path, PathBuf},
    sync::{Arc, Weak},
};

use attacca_units::SampleRate;

use crate::{
    cache::{
        CachePolicy, CacheReason,
        books::Books,
        coding::Coding,
        disk_stem::DiskStem,
        events::{CacheView, ViewedSong, ViewedStem},
        identity::{is_same, source_metadata},
        plan::{SongNeed, StemNeed},
        storage_kind::StorageKind,
        streaming::{CacheState, StemKey, StemPlace},
        verdict::StemFacts,
        writer::worst_bytes,
    },
    loading::{stem::OpenStem, tracks::StemLocation},
    protocol::SongId,
};

/// A song of the view, and what is wanted of it.
pub(super) struct WantedSong {
    pub(super) id: SongId,
    pub(super) name: String,
    /// It is in the set, or pinned.
    pub(super) is_kept: bool,
    pub(super) is_in_use: bool,
    /// Why each of its stems is cached or not.
    pub(super) reasons: Vec<CacheReason>,
    /// The stems that are wanted, in the order of `need`.
    pub(super) stems: Vec<WantedStem>,
    /// What is known of the stems whose files are lost.
    pub(super) lost: Vec<Arc<DiskStem>>,
    /// The stems whose files are open, and whether each is wanted.
    pub(super) open: Vec<(StemKey, bool)>,
    pub(super) need: SongNeed,
    /// Chunks of all stems.
    pub(super) chunk_count: u64,
}

/// A stem that is wanted.
pub(super) struct WantedStem {
    pub(super) key: StemKey,
    pub(super) disk: Arc<DiskStem>,
    /// Its file, which is not kept open for this.
    pub(super) file: Weak<OpenStem>,
    pub(super) coding: Coding,
    pub(super) n_cached: u64,
}

/// What is known of disks.
#[derive(Debug, Default)]
pub(super) struct Storages {
    kinds: HashMap<PathBuf, StorageKind>,
    /// Folders of which nothing is known yet, each with a file in it.
    unknown: BTreeMap<PathBuf, PathBuf>,
}

impl Storages {
    /// Takes note of the folders of the files of `view`.
    pub(super) fn note(&mut self, view: &CacheView) {
        self.unknown.clear();
        let stems = view.songs.iter().flat_map(|song| &song.stems);
        // Of a file that can't be reached nothing can be told.
        let files = stems.filter(|stem| stem.can_be_read).filter_map(|stem| stem.file.as_ref());
        for file in files {
            let folder = folder_of(file.path());
            if !self.kinds.contains_key(folder) && !self.unknown.contains_key(folder) {
                self.unknown.insert(folder.to_owned(), file.path().to_owned());
            }
        }
    }

    /// A folder of which nothing is known yet, with a file in it.
    pub(super) fn next_unknown(&self) -> Option<(PathBuf, PathBuf)> {
        self.unknown.first_key_value().map(|(folder, file)| (folder.clone(), file.clone()))
    }

    /// True while nothing is known of some.
    pub(super) fn are_unknown(&self) -> bool {
        !self.unknown.is_empty()
    }

    /// Takes note of what holds the files of `folder`.
    pub(super) fn add(&mut self, folder: PathBuf, kind: StorageKind) {
        self.unknown.remove(&folder);
        self.kinds.insert(folder, kind);
    }

    /// Folders of which it is known.
    pub(super) fn count(&self) -> usize {
        self.kinds.len()
    }

    /// The kind of what holds the file at `path`, by its folder.
    fn of(&self, path: &Path) -> StorageKind {
        self.kinds.get(folder_of(path)).copied().unwrap_or_default()
    }
}

fn folder_of(path: &Path) -> &Path {
    path.parent().unwrap_or(path)
}

/// What decides beside the view.
pub(super) struct Wanting<'a> {
    pub(super) state: &'a CacheState,
    pub(super) books: &'a Books,
    pub(super) policy: CachePolicy,
    pub(super) engine_rate: SampleRate,
    pub(super) storages: &'a Storages,
    /// Bytes of what was written, as a part of its samples'.
    pub(super) ratio: f64,
}

impl Wanting<'_> {
    /// What is wanted of the view's songs.
    pub(super) fn songs(&self, view: &CacheView) -> Vec<WantedSong> {
        view.songs.iter().filter_map(|song| self.song(song, view)).collect()
    }

    fn song(&self, viewed: &ViewedSong, view: &CacheView) -> Option<WantedSong> {
        let place = self.state.songs.get(viewed.id.0 as usize)?;
        let mut wanted = WantedSong {
            id: viewed.id,
            name: place.name.clone(),
            is_kept: viewed.is_in_set || self.state.pinned.contains(&viewed.id),
            is_in_use: viewed.is_in_use,
            reasons: Vec::new(),
            stems: Vec::new(),
            lost: Vec::new(),
            open: Vec::new(),
            need: SongNeed::default(),
            chunk_count: 0,
        };
        let mut seen = HashSet::new();
        for (stem, StemPlace { location, name }) in viewed.stems.iter().zip(&place.stems) {
            let key = (place.name.clone(), name.clone());
            if !seen.insert(key.clone()) {
                continue;
            }
            let disk = self.state.stems.get(&key);
            // The name alone says nothing: another file may be in its place while an older one is open.
            let disk = disk.filter(|disk| {
                stem.file.as_ref().is_none_or(|file| self.is_of(disk, file, location))
            });
            let reason = match &stem.file {
                Some(file) => self.reason(stem, (file, disk), view),
                None => CacheReason::NotOpen,
            };
            wanted.reasons.push(reason);
            match (disk, &stem.file) {
                (Some(disk), Some(_)) if !stem.can_be_read => {
                    self.add_lost(&mut wanted, reason, disk);
                }
                (Some(disk), Some(file)) => self.add(&mut wanted, reason, (key, disk, file)),
                (Some(disk), None) => wanted.chunk_count += disk.metadata().chunk_count(),
                (None, _) => {}
            }
        }
        let heard = view.playhead.filter(|(song, _)| *song == viewed.id);
        let chunk_frames = wanted.stems.first().map(|stem| stem.disk.metadata().chunk_frames);
        wanted.need.heard_at = heard.map(|(_, at)| at.0 / chunk_frames.unwrap_or_default().max(1));
        Some(wanted)
    }

    /// True when `disk` is of the open `file`; what is of none is lost.
    fn is_of(&self, disk: &DiskStem, file: &OpenStem, location: &StemLocation) -> bool {
        let now = source_metadata(file, location, self.engine_rate);
        file.source().is_none() || now.is_some_and(|now| is_same(&disk.metadata().source, &now))
    }

    /// Of a stem whose file can't be reached nothing can be written.
    fn add_lost(&self, song: &mut WantedSong, reason: CacheReason, disk: &Arc<DiskStem>) {
        disk.set_wanted(reason.is_cached());
        song.chunk_count += disk.metadata().chunk_count();
        song.lost.push(Arc::clone(disk));
    }

    fn add(
        &self,
        song: &mut WantedSong,
        reason: CacheReason,
        (key, disk, file): (StemKey, &Arc<DiskStem>, &Arc<OpenStem>),
    ) {
        let is_wanted = reason.is_cached();
        disk.set_wanted(is_wanted);
        let metadata = disk.metadata();
        let count = metadata.chunk_count();
        song.chunk_count += count;
        song.open.push((key.clone(), is_wanted));
        let Some(coding) = Coding::of(file).filter(|_| is_wanted) else { return };
        let (bits, channels) = (coding.bits(), metadata.source.channels);
        let guess = |frames| (worst_bytes(frames, channels, bits) as f64 * self.ratio) as u64;
        let count = usize::try_from(count).unwrap_or_default();
        let mut chunk_bytes = vec![guess(metadata.chunk_frames); count];
        if let Some(last) = chunk_bytes.last_mut() {
            *last = guess(metadata.frames_of(count as u64 - 1));
        }
        for (number, bytes) in self.books.stem_chunks(&key.0, &key.1) {
            if let Some(entry) = chunk_bytes.get_mut(number as usize) {
                *entry = bytes;
            }
        }
        let mut is_settled = vec![false; count];
        let unwritable = disk.unwritable();
        for number in metadata.chunks.keys().chain(&unwritable) {
            if let Some(entry) = is_settled.get_mut(*number as usize) {
                *entry = true;
            }
        }
        song.need.stems.push(StemNeed { chunk_bytes, is_settled });
        let (disk, file) = (Arc::clone(disk), Arc::downgrade(file));
        let n_cached = metadata.chunks.len() as u64;
        song.stems.push(WantedStem { key, disk, file, coding, n_cached });
    }

    fn reason(
        &self,
        stem: &ViewedStem,
        (file, disk): (&OpenStem, Option<&Arc<DiskStem>>),
        view: &CacheView,
    ) -> CacheReason {
        let is_off = self.policy == CachePolicy::Off;
        if !stem.can_be_read && !is_off {
            return CacheReason::Lost;
        }
        let (work_share, is_slow) = disk.map(|disk| disk.cost()).unwrap_or_default();
        let facts = StemFacts {
            is_likely_dear: file.is_lossy() || file.is_converted(),
            is_like_chunks: file.is_like_chunks(),
            work_share,
            is_slow: is_slow || view.is_storage_slow,
            storage: if is_off { StorageKind::Local } else { self.storages.of(file.path()) },
            can_be_stored: Coding::of(file).is_some(),
        };
        CacheReason::of(self.policy, &facts)
    }
}
