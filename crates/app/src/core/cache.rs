//! The cache of decoded stems, as the page sees it and speaks to it.

use std::collections::{BTreeMap, BTreeSet};

use attacca_engine::{
    CachePolicy as EnginePolicy,
    cache::{CacheLive, CacheReport, CacheSettings},
};
use attacca_library::{Library, LibraryError, SongDetail, SongId};

use super::{Core, transport::entry_of};
use crate::{
    AppOptions,
    ipc::{self, CachePolicy, CacheSample, CacheStatus, CachedSong, ErrorCode, IpcError, Settings},
};

/// Bytes of a GB as disks are sold.
const GB: f64 = 1e9;

/// What the pinned songs are stored as.
const PINS: &str = "cachePins";

const NO_FOLDER: &str = "there is no folder for the cache: choose one";

/// Where the cache is; `None` when nobody says where, and the user has no home.
pub(super) fn cache_settings(settings: &Settings, options: &AppOptions) -> Option<CacheSettings> {
    let chosen = settings.cache.folder.as_ref().map(Into::into);
    chosen.or_else(|| options.cache_folder.clone()).map(CacheSettings::new)
}

/// What is kept in it.
pub(super) fn cache_live(settings: &Settings) -> CacheLive {
    CacheLive {
        policy: match settings.cache.policy {
            CachePolicy::Automatic => EnginePolicy::Automatic,
            CachePolicy::Always => EnginePolicy::Always,
            CachePolicy::Off => EnginePolicy::Off,
        },
        limit_bytes: (settings.cache.limit_gb * GB) as u64,
        first_chunks: settings.debug.cache_first_chunks.into(),
    }
}

/// The songs that somebody pinned.
///
/// # Errors
/// When the library can't be read.
pub(super) fn stored_pins(library: &Library) -> Result<BTreeSet<SongId>, LibraryError> {
    let text = library.setting(PINS)?;
    let pins: Option<Vec<i64>> = text.and_then(|text| serde_json::from_str(&text).ok());
    Ok(pins.unwrap_or_default().into_iter().map(SongId).collect())
}

fn sample(of: &attacca_engine::cache::CacheSample) -> CacheSample {
    CacheSample { seconds: of.seconds, bytes: of.byte_count, hits: of.hits, misses: of.misses }
}

impl Core {
    pub(super) fn cache(&self) -> CacheStatus {
        let report = self.player.cache_report();
        let folder = cache_settings(&self.settings, &self.options).map(|place| place.folder);
        let folder = folder.unwrap_or_default().display().to_string();
        let limit_bytes = cache_live(&self.settings).limit_bytes;
        let reason = match &report {
            None => Some(NO_FOLDER.to_owned()),
            Some(report) => report.refusal.clone(),
        };
        let report = report.unwrap_or_default();
        let figures = &report.telemetry;
        CacheStatus {
            is_available: reason.is_none(),
            reason,
            bytes: figures.byte_count,
            limit_bytes,
            free_bytes: report.disk_free_bytes.unwrap_or_default(),
            songs: self.cached_songs(&report),
            hits: figures.hits,
            misses: figures.misses,
            evictions: figures.evictions,
            song_count: figures.song_count as u32,
            mean_load_ms: (figures.read_parts > 0).then_some(figures.mean_load_seconds * 1000.0),
            written_bytes: figures.written_bytes,
            written_seconds: figures.written_seconds,
            write_seconds: figures.decode_seconds + figures.encode_seconds + figures.verify_seconds,
            history: report.history.iter().map(sample).collect(),
            folder,
            moving: self.move_progress(),
        }
    }

    /// The songs of the set, the largest first; each once, however often it is in it.
    fn cached_songs(&self, report: &CacheReport) -> Vec<CachedSong> {
        let mut songs: BTreeMap<SongId, CachedSong> = BTreeMap::new();
        for cached in &report.songs {
            let Some(detail) = self.library_song(cached.song) else { continue };
            let id = detail.song.id;
            songs.entry(id).or_insert_with(|| CachedSong {
                song: ipc::SongId(id.0),
                title: detail.song.title.clone(),
                bytes: cached.byte_count,
                is_pinned: self.pins.contains(&id),
                why: cached.sentence.clone(),
            });
        }
        let mut songs: Vec<_> = songs.into_values().collect();
        songs.sort_by_key(|song| std::cmp::Reverse(song.bytes));
        songs
    }

    pub(super) fn empty_cache(&mut self, song: Option<SongId>) -> Result<CacheStatus, IpcError> {
        let engine = self.player.engine();
        match song {
            None => engine.clear_cache(None),
            Some(song) => {
                self.library.song(song)?;
                let ids = self.engine_songs(song);
                if ids.is_empty() {
                    return Err(IpcError::new(ErrorCode::NotFound, "that song is not in the set"));
                }
                ids.into_iter().for_each(|id| engine.clear_cache(Some(id)));
            }
        }
        Ok(self.cache())
    }

    pub(super) fn pin(&mut self, song: SongId, is_pinned: bool) -> Result<CacheStatus, IpcError> {
        self.library.song(song)?;
        let mut pins = self.pins.clone();
        let has_changed = if is_pinned { pins.insert(song) } else { pins.remove(&song) };
        if has_changed {
            let numbers: Vec<i64> = pins.iter().map(|song| song.0).collect();
            let text = serde_json::to_string(&numbers).unwrap_or_default();
            self.library.set_setting(PINS, Some(&text))?;
            self.pins = pins;
            self.put_pins_on();
        }
        Ok(self.cache())
    }

    /// Tells the engine which of the set's songs are pinned.
    pub(super) fn put_pins_on(&self) {
        let engine = self.player.engine();
        for (song, is_pinned) in self.songs.keys().map(|song| (*song, self.pins.contains(song))) {
            for id in self.engine_songs(song) {
                if is_pinned { engine.pin(id) } else { engine.unpin(id) }
            }
        }
    }

    /// The songs of the engine that are this one.
    fn engine_songs(&self, song: SongId) -> Vec<attacca_engine::SongId> {
        self.keys_of(song).into_iter().filter_map(|key| self.player.song_of(key)).collect()
    }

    /// The song of the library that one of the engine is of.
    fn library_song(&self, id: attacca_engine::SongId) -> Option<&SongDetail> {
        let entry = entry_of(self.player.key_of(id)?);
        let entry = self.entries().iter().find(|one| one.id == entry)?;
        self.songs.get(&entry.song.id)
    }
}
