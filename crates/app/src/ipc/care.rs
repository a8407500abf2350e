//! Undo, imports, backups, the cache, the log and figures.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::SongId;

/// What can be undone and done again, in words.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct UndoState {
    /// "Undo rename song".
    pub undo: Option<String>,
    /// "Redo rename song".
    pub redo: Option<String>,
}

/// How far an import is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ImportProgress {
    /// Numbers imports in their order.
    pub id: u64,
    /// What it does.
    pub phase: ImportPhase,
    /// Audio files found.
    pub files_found: u32,
    /// Of them looked into.
    pub files_read: u32,
    /// Songs that came into the library.
    pub songs_added: u32,
    /// Stems that came with them.
    pub stems_added: u32,
    /// The file that is being looked into.
    pub current: Option<String>,
    /// Files that could not be taken.
    pub failures: Vec<ImportFailure>,
}

/// What an import does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum ImportPhase {
    /// Walks through folders.
    Looking,
    /// Reads files.
    Reading,
    /// It is over.
    Done,
    /// It was stopped; what had come stays.
    Cancelled,
}

/// A file that could not be taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ImportFailure {
    /// Which.
    pub path: String,
    /// Why.
    pub reason: String,
}

/// A copy of the library.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Backup {
    /// What names it.
    pub name: String,
    /// When it was made.
    pub at: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// How many songs are in it.
    pub song_count: u32,
}

/// What the cache holds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CacheStatus {
    /// There is a cache.
    pub is_available: bool,
    /// Why there is none.
    pub reason: Option<String>,
    /// What it takes, in bytes.
    pub bytes: u64,
    /// What it may take, in bytes.
    pub limit_bytes: u64,
    /// What is free on its disk, in bytes.
    pub free_bytes: u64,
    /// By song, the largest first.
    pub songs: Vec<CachedSong>,
    /// Chunks that were there.
    pub hits: u64,
    /// Chunks that were not.
    pub misses: u64,
    /// Chunks that made room.
    pub evictions: u64,
    /// Songs of which something is in it.
    pub song_count: u32,
    /// Mean time in which a part of 4096 frames of a stem was read from it, in milliseconds; none before
    /// one was.
    pub mean_load_ms: Option<f64>,
    /// Bytes that were written.
    pub written_bytes: u64,
    /// Seconds of stems in them.
    pub written_seconds: f64,
    /// Seconds that decoding, encoding and checking them took.
    pub write_seconds: f64,
    /// Its figures over time, the oldest first, one in ten seconds; none in the diagnostics.
    pub history: Vec<CacheSample>,
    /// Where it is.
    pub folder: String,
    /// Its way to another folder; null when it stays.
    pub moving: Option<CacheMove>,
}

/// The cache on its way to another folder: it is used where it was until all is there and nothing plays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CacheMove {
    /// The new folder.
    pub folder: String,
    /// What was copied, in bytes.
    pub done_bytes: u64,
    /// What there is to copy, in bytes.
    pub total_bytes: u64,
    /// What it does.
    pub state: CacheMoveState,
    /// Why it failed.
    pub problem: Option<String>,
}

/// What a move of the cache does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum CacheMoveState {
    /// Copies to the new folder.
    Copying,
    /// All is copied: it is used there as soon as nothing plays and the show is not locked.
    Waiting,
    /// It is used there, and the old folder is emptied.
    Emptying,
    /// It is over.
    Done,
    /// The cache is where it was.
    Failed,
}

/// The cache at a time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CacheSample {
    /// Seconds since the first one.
    pub seconds: f64,
    /// What it took, in bytes.
    pub bytes: u64,
    /// Chunks that were there until then.
    pub hits: u64,
    /// Chunks that were not, until then.
    pub misses: u64,
}

/// What the cache holds of a song.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CachedSong {
    /// Which.
    pub song: SongId,
    /// Its title.
    pub title: String,
    /// What it takes, in bytes.
    pub bytes: u64,
    /// It is never put out.
    pub is_pinned: bool,
    /// Why it is kept.
    pub why: String,
}

/// Figures of the engine.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Diagnostics {
    /// Decoded look-ahead of each window.
    pub windows: Vec<WindowLead>,
    /// Jobs that wait for a loader.
    pub queued_jobs: u32,
    /// Loader threads.
    pub loaders: u32,
    /// Of them hang.
    pub stuck_loaders: u32,
    /// Callbacks by their duration.
    pub callback_micros: Vec<u64>,
    /// The upper bound of each class, in microseconds.
    pub callback_bounds: Vec<u64>,
    /// Half of the callbacks take at most so long, in microseconds.
    pub callback_p50: f64,
    /// 99 of 100 callbacks take at most so long, in microseconds.
    pub callback_p99: f64,
    /// Callbacks in all.
    pub callbacks: u64,
    /// Of them ended after their period.
    pub late_callbacks: u64,
    /// Times that the output ran dry.
    pub xruns: u64,
    /// Bytes by purpose.
    pub memory: Vec<MemoryUse>,
    /// What all together may take.
    pub budget_bytes: u64,
    /// From play to the first sound.
    pub starts: Timing,
    /// From a seek to its sound.
    pub seeks: Timing,
    /// From the choice of a song to its place.
    pub song_changes: Timing,
    /// Frame indexes built by reading whole files.
    pub index_built: u64,
    /// Frame indexes read from their folder.
    pub index_loaded: u64,
    /// The cache.
    pub cache: CacheStatus,
    /// Stretches that could not be decoded.
    pub decode_errors: u64,
    /// Underruns.
    pub underruns: u64,
}

/// The decoded look-ahead of a window.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct WindowLead {
    /// "playing", "outgoing", "target".
    pub name: String,
    /// Seconds that are ready.
    pub lead_seconds: f64,
}

/// Bytes held for one purpose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct MemoryUse {
    /// What for.
    pub purpose: String,
    /// How many.
    pub bytes: u64,
}

/// How long something took, since the start.
#[derive(Debug, Default, Clone, Copy, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Timing {
    /// How often.
    pub count: u64,
    /// On average, in milliseconds.
    pub mean_ms: f64,
    /// 95 of 100 times at most, of the last 512, in milliseconds.
    pub p95_ms: f64,
}

/// How much a line of the log matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum LogLevel {
    /// Something does not play.
    Error,
    /// The sound suffers.
    Warn,
    /// What a user did or notices.
    Info,
    /// The flow.
    Debug,
    /// Every part.
    Trace,
}

/// A line of the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LogLine {
    /// Numbers lines in their order.
    pub number: u64,
    /// When: "21:04:05.123".
    pub at: String,
    /// How much it matters.
    pub level: LogLevel,
    /// Which part of the program.
    pub target: String,
    /// What happened.
    pub text: String,
}
