//! StreamingCache: what the engine's threads share of the cache.
//!
//! Runs on: callers ask and change settings, loader threads open stems, the cache's thread does the rest.

use std::{
    collections::{BTreeSet, HashMap},
    ops::Range,
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
};

use attacca_units::{FramePos, SampleRate};
use crossbeam_channel::Sender;

use crate::{
    cache::{
        CacheLive, CachePolicy, CacheReport, CacheTelemetry,
        disk_stem::DiskStem,
        folder::CacheFolder,
        identity::{is_same, source_metadata, stem_info},
        metadata::StemMetadata,
        names::{song_name, stem_name},
        stats::Counters,
    },
    control::{EngineEvent, SongSource},
    loading::{
        schedule::StemRef,
        source::SourceOpener,
        stem::OpenStem,
        store::{ChunkStore, LostStem, StoredStem},
        tracks::StemLocation,
    },
    protocol::SongId,
    settings::{EngineSettings, LiveSettings, SLAB_FRAMES},
};

/// A stem by the names of its folders.
pub(super) type StemKey = (String, String);

/// The cache of an engine.
#[derive(Debug)]
pub(crate) struct StreamingCache {
    path: PathBuf,
    pub(super) free_bytes: u64,
    pub(super) engine_rate: SampleRate,
    pub(super) counters: Arc<Counters>,
    events: Sender<EngineEvent>,
    may_write: AtomicBool,
    is_playing: AtomicBool,
    is_stopped: AtomicBool,
    state: Mutex<CacheState>,
}

/// What changes.
#[derive(Debug, Default)]
pub(super) struct CacheState {
    pub(super) live: CacheLive,
    /// Seconds of a new stem's chunks.
    chunk_seconds: f64,
    /// The engine's songs, by their number.
    pub(super) songs: Vec<SongPlace>,
    /// Stems that were opened or asked for.
    pub(super) stems: HashMap<StemKey, Arc<DiskStem>>,
    /// Stems whose files in the cache are of another file than is there now.
    pub(super) stale: Vec<StemKey>,
    /// Songs to clear, by name; `None` for all.
    pub(super) to_clear: Vec<Option<String>>,
    /// Songs that stay although they are not in the set.
    pub(super) pinned: BTreeSet<SongId>,
    /// How often something else was asked for.
    wish_count: u64,
    /// How often something was asked for that concerns all songs.
    large_wish_count: u64,
    /// What the thread found at its last turn.
    pub(super) report: CacheReport,
}

impl CacheState {
    /// What the last report says of what is left to do no longer holds.
    fn note_wish(&mut self) {
        self.wish_count += 1;
        self.report.is_complete = false;
    }

    /// Makes a report known.
    pub(super) fn set_report(&mut self, report: CacheReport) {
        self.report = CacheReport { is_complete: false, ..report };
    }

    /// Completes the last report, with what was so when so many wishes had been heard.
    pub(super) fn complete_report(&mut self, free: Option<u64>, is_complete: bool, wishes: u64) {
        self.report.disk_free_bytes = free;
        self.report.is_complete = is_complete && self.wish_count == wishes;
    }
}

/// Where a song of the engine is in the cache.
#[derive(Debug)]
pub(super) struct SongPlace {
    pub(super) name: String,
    pub(super) stems: Vec<StemPlace>,
}

/// Where a stem of it is.
#[derive(Debug)]
pub(super) struct StemPlace {
    pub(super) location: StemLocation,
    /// The name of its folder.
    pub(super) name: String,
}

impl StreamingCache {
    /// The cache that `settings` ask for. Touches no disk.
    pub(crate) fn new(
        settings: &EngineSettings,
        events: Sender<EngineEvent>,
    ) -> Option<StreamingCache> {
        let asked = settings.cache.as_ref()?;
        let cache = StreamingCache {
            path: asked.folder.clone(),
            free_bytes: asked.free_bytes,
            engine_rate: settings.engine_rate,
            counters: Arc::default(),
            events,
            may_write: AtomicBool::new(true),
            is_playing: AtomicBool::new(false),
            is_stopped: AtomicBool::new(false),
            state: Mutex::default(),
        };
        cache.state().report.folder = asked.folder.clone();
        cache.set_live(&settings.live);
        Some(cache)
    }

    /// Where it is.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Does as `live` says from now on.
    pub(crate) fn set_live(&self, live: &LiveSettings) {
        let mut state = self.state();
        let is_other = state.live != live.cache || state.chunk_seconds != live.chunk_seconds;
        state.large_wish_count += u64::from(is_other);
        state.live = live.cache;
        state.chunk_seconds = live.chunk_seconds;
        state.note_wish();
        self.counters.set_off(live.cache.policy == CachePolicy::Off);
    }

    /// A song that the engine knows from now on.
    pub(crate) fn add_song(&self, source: &SongSource) {
        let stems: Vec<_> = source.stems.iter().map(|stem| stem.location.clone()).collect();
        let name = song_name(&stems, self.engine_rate);
        let place = |location| StemPlace { name: stem_name(&location), location };
        self.state().songs.push(SongPlace { name, stems: stems.into_iter().map(place).collect() });
    }

    /// Other songs are wanted than before: what the engine was told of them is in its schedule by now.
    pub(crate) fn note_wish(&self) {
        self.state().note_wish();
    }

    /// How many wishes it has heard.
    pub(super) fn wish_count(&self) -> u64 {
        self.state().wish_count
    }

    /// How many of them concern all songs.
    pub(super) fn large_wish_count(&self) -> u64 {
        self.state().large_wish_count
    }

    /// Keeps a song as if it were in the set, or no longer.
    pub(crate) fn set_pinned(&self, song: SongId, is_pinned: bool) {
        let mut state = self.state();
        if is_pinned {
            state.pinned.insert(song);
        } else {
            state.pinned.remove(&song);
        }
        state.note_wish();
    }

    /// Has a song cleared, or all.
    pub(crate) fn clear(&self, song: Option<SongId>) {
        let mut state = self.state();
        let name = song.map(|id| state.songs[id.0 as usize].name.clone());
        let is_meant = |key: &StemKey| name.as_ref().is_none_or(|name| *name == key.0);
        for (_, stem) in state.stems.iter().filter(|(key, _)| is_meant(key)) {
            stem.forget_all();
        }
        state.to_clear.push(name);
        state.large_wish_count += 1;
        state.note_wish();
    }

    /// What is in it, and why.
    pub(crate) fn report(&self) -> CacheReport {
        let mut report = self.state().report.clone();
        report.telemetry = self.telemetry_with(&report);
        report.history = self.counters.history();
        report
    }

    /// The stretches of a song in the last report.
    pub(crate) fn ranges(&self, song: SongId) -> Vec<Range<FramePos>> {
        let state = self.state();
        let song = state.report.songs.iter().find(|one| one.song == song);
        song.map_or_else(Vec::new, |song| song.ranges.clone())
    }

    /// Its figures.
    pub(crate) fn telemetry(&self) -> CacheTelemetry {
        let state = self.state();
        self.telemetry_with(&state.report)
    }

    fn telemetry_with(&self, report: &CacheReport) -> CacheTelemetry {
        let CacheTelemetry { byte_count, limit_bytes, song_count, .. } = report.telemetry;
        let counted = self.counters.telemetry(f64::from(self.engine_rate.hz()));
        CacheTelemetry { byte_count, limit_bytes, song_count, ..counted }
    }

    /// Says whether reading and decoding would be in anybody's way now.
    pub(crate) fn set_may_write(&self, may_write: bool) {
        self.may_write.store(may_write, Relaxed);
    }

    pub(super) fn may_write(&self) -> bool {
        self.may_write.load(Relaxed)
    }

    /// Says whether sound is made now.
    pub(crate) fn set_playing(&self, is_playing: bool) {
        self.is_playing.store(is_playing, Relaxed);
    }

    pub(super) fn is_playing(&self) -> bool {
        self.is_playing.load(Relaxed)
    }

    /// Has the thread end at its next small step.
    pub(crate) fn stop(&self) {
        self.is_stopped.store(true, Relaxed);
    }

    pub(super) fn is_stopped(&self) -> bool {
        self.is_stopped.load(Relaxed)
    }

    pub(super) fn say(&self, event: EngineEvent) {
        crate::control::log(&event, self.engine_rate);
        // A full queue has an owner who does not read it.
        let _ = self.events.try_send(event);
    }

    pub(super) fn state(&self) -> MutexGuard<'_, CacheState> {
        // Whole between any two operations on it.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The stem of `place`, as the cache calls it.
    fn key_of(&self, place: StemRef) -> Option<(StemKey, StemLocation)> {
        let state = self.state();
        let song = state.songs.get(place.song.0 as usize)?;
        let stem = song.stems.get(place.stem)?;
        Some(((song.name.clone(), stem.name.clone()), stem.location.clone()))
    }

    fn known(&self, key: &StemKey) -> Option<Arc<DiskStem>> {
        self.state().stems.get(key).cloned()
    }

    /// Whole slabs, so that each part of one lies in one chunk.
    pub(super) fn chunk_frames(&self) -> u64 {
        let frames = self.engine_rate.frames_in(self.state().chunk_seconds).0;
        let slab = SLAB_FRAMES as u64;
        ((frames + slab / 2) / slab).max(1) * slab
    }

    fn make(&self, key: StemKey, metadata: StemMetadata) -> Arc<DiskStem> {
        self.make_in(&mut self.state(), key, metadata)
    }

    /// The same in place of what is kept of another file, which goes.
    fn replace(&self, key: StemKey, metadata: StemMetadata) -> Arc<DiskStem> {
        let mut state = self.state();
        state.stale.push(key.clone());
        self.make_in(&mut state, key, metadata)
    }

    fn make_in(
        &self,
        state: &mut CacheState,
        key: StemKey,
        metadata: StemMetadata,
    ) -> Arc<DiskStem> {
        let folder = self.path.join(&key.0).join(&key.1);
        let counters = Arc::clone(&self.counters);
        let stem = Arc::new(DiskStem::new(key.clone(), folder, metadata, counters));
        if let Some(old) = state.stems.insert(key, Arc::clone(&stem)) {
            old.set_replaced();
        }
        self.counters.note_change();
        stem
    }

    fn on_disk(&self, key: &StemKey, opener: &dyn SourceOpener) -> Option<StemMetadata> {
        CacheFolder::to_read(&self.path).metadata_by(opener, &key.0, &key.1)
    }
}

impl ChunkStore for StreamingCache {
    fn stem(
        &self,
        place: StemRef,
        opened: &OpenStem,
        opener: &dyn SourceOpener,
    ) -> Option<Arc<dyn StoredStem>> {
        let (key, location) = self.key_of(place)?;
        let source = source_metadata(opened, &location, self.engine_rate)?;
        let is_other = if let Some(known) = self.known(&key) {
            if is_same(&known.metadata().source, &source) {
                known.set_failed(false);
                return Some(known);
            }
            true
        } else if let Some(metadata) = self.on_disk(&key, opener) {
            if is_same(&metadata.source, &source) {
                return Some(self.make(key, metadata));
            }
            true
        } else {
            false
        };
        let chunk_frames = self.chunk_frames();
        let metadata = StemMetadata { source, chunk_frames, chunks: Default::default() };
        Some(if is_other { self.replace(key, metadata) } else { self.make(key, metadata) })
    }

    fn lost_stem(&self, place: StemRef, opener: &dyn SourceOpener) -> Option<LostStem> {
        let (key, location) = self.key_of(place)?;
        let stem = match self.known(&key) {
            Some(known) => known,
            None => {
                let metadata = self.on_disk(&key, opener)?;
                self.make(key, metadata)
            }
        };
        let metadata = stem.metadata();
        if metadata.chunks.is_empty() || self.counters.is_off() {
            return None;
        }
        stem.set_failed(true);
        let info = stem_info(&metadata.source)?;
        Some(LostStem { path: location.path, info, stored: stem })
    }
}
