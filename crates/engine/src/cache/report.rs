//! What the cache says of itself.

use std::{ops::Range, path::PathBuf};

use attacca_units::FramePos;

use crate::{
    cache::{CacheLive, CacheSample, CacheTelemetry},
    protocol::SongId,
};

/// What is in the cache, and why.
#[derive(Debug, Clone, Default)]
pub struct CacheReport {
    /// Where it is.
    pub folder: PathBuf,
    /// Why nothing is written; `None` when all is well.
    pub refusal: Option<String>,
    /// Bytes that are free on its disk; `None` when the system does not say.
    pub disk_free_bytes: Option<u64>,
    /// The settings that hold.
    pub live: CacheLive,
    /// Its figures.
    pub telemetry: CacheTelemetry,
    /// The engine's songs that are open, the most wanted first.
    pub songs: Vec<CachedSong>,
    /// The song whose chunk is being written.
    pub writing: Option<SongId>,
    /// Nothing is left to write of what was asked for so far; false until that was looked at.
    pub is_complete: bool,
    /// The figures over time, the oldest first, one in ten seconds.
    pub history: Vec<CacheSample>,
}

/// A song of the engine in the cache.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CachedSong {
    /// Which song.
    pub song: SongId,
    /// The name of its folder in the cache.
    pub name: String,
    /// Why it is cached, or why not, in one sentence.
    pub sentence: String,
    /// Chunks that are there.
    pub cached_chunks: u64,
    /// Chunks that are to be there.
    pub wanted_chunks: u64,
    /// Chunks of all its stems.
    pub chunk_count: u64,
    /// Bytes in the cache.
    pub byte_count: u64,
    /// The stretches of which every stem that is to be in the cache is there; none of a song that is
    /// neither heard nor armed.
    pub ranges: Vec<Range<FramePos>>,
}
