//! StreamingCache: chunks of decoded stems on disk, for files that are dear to decode, slow to reach or
//! apt to vanish.
//!
//! A chunk is a FLAC file of some seconds of a stem, at the engine's rate and ready to mix:
//! `<cache>/<song>/<stem>/chunk_0000.flac`, beside a `metadata.json` that says of which file it is. Lanes
//! ask for it by `ChunkStore` and read it as they read any FLAC
//! file. Whatever is wrong with it, they read the stem's own file, and it is written anew.
//!
//! - What is wanted, in which order, and who gives way: `verdict`, `plan`, `books`, `holds`, `visits`, `costs`, `coverage` (pure).
//! - How a chunk is written: `coding`, `writer`; what is where: `names`, `metadata`, `folder`, `free_space`.
//! - What loaders see: `disk_stem`. What the thread does: `thread`.
//!
//! One thread looks and plans, another one writes, at idle priority and without anybody's lock. [`CacheFolder`] and [`upkeep`] look after a cache that no engine
//! uses.

mod books;
mod coding;
mod costs;
mod coverage;
mod disk_stem;
pub(crate) mod events;
mod folder;
mod free_space;
mod holds;
mod identity;
pub mod metadata;
mod names;
mod plan;
mod report;
mod stats;
mod storage_kind;
mod streaming;
pub(crate) mod thread;
pub mod upkeep;
mod verdict;
mod visits;
mod wants;
mod writer;

use std::path::PathBuf;

pub use folder::{CacheFolder, CacheRefusal, FoundStem};
pub use report::{CacheReport, CachedSong};
pub use stats::{CacheSample, CacheTelemetry};
pub(crate) use streaming::StreamingCache;
pub use verdict::CacheReason;

/// Bytes of the cache unless said otherwise.
pub const DEFAULT_LIMIT_BYTES: u64 = 10_000_000_000;

/// First chunks of each stem that [`CachePolicy::Always`] takes unless said otherwise: a minute.
pub const DEFAULT_FIRST_CHUNKS: u64 = 12;

/// Bytes that stay free on the cache's disk unless said otherwise.
pub const DEFAULT_FREE_BYTES: u64 = 1_000_000_000;

/// Where the cache is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CacheSettings {
    /// The folder, which is made when it is not there.
    pub folder: PathBuf,
    /// Bytes that stay free on its disk.
    pub free_bytes: u64,
}

impl CacheSettings {
    /// A cache in `folder`.
    pub fn new(folder: PathBuf) -> CacheSettings {
        CacheSettings { folder, free_bytes: DEFAULT_FREE_BYTES }
    }
}

/// What is kept in the cache; may change at any time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CacheLive {
    /// Which stems.
    pub policy: CachePolicy,
    /// Bytes of all files, never exceeded. What is over a limit that became smaller goes at once.
    pub limit_bytes: u64,
    /// With [`CachePolicy::Always`]: first chunks of each stem; 0 for all.
    pub first_chunks: u64,
}

impl Default for CacheLive {
    fn default() -> CacheLive {
        CacheLive {
            policy: CachePolicy::default(),
            limit_bytes: DEFAULT_LIMIT_BYTES,
            first_chunks: DEFAULT_FIRST_CHUNKS,
        }
    }
}

/// Which stems are cached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CachePolicy {
    /// Those that are dear to decode, and those on storage that is slow, removable or remote; whole.
    #[default]
    Automatic,
    /// The first chunks of every stem.
    Always,
    /// None. What is there is not used either.
    Off,
}
