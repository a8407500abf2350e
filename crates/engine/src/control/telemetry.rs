//! How the engine is: read at any time, from any of the caller's threads.

use std::sync::atomic::Ordering::Relaxed;

use crate::{
    cache::CacheTelemetry,
    control::Health,
    loading::{governor::MemoryStep, system_memory::SystemMemory},
    protocol::{SongId, TransportSnapshot},
    realtime::stats::{CallbackStats, HistogramSnapshot},
};

/// How the engine is.
#[derive(Debug, Clone)]
pub struct Telemetry {
    /// What the audio thread says of itself.
    pub transport: TransportSnapshot,
    /// How its callbacks go.
    pub callbacks: CallbackTelemetry,
    /// How loading goes.
    pub loader: LoaderTelemetry,
    /// Where frame indexes came from.
    pub indexes: IndexTelemetry,
    /// What the cache does; `None` without one.
    pub cache: Option<CacheTelemetry>,
    /// Bytes held.
    pub memory: MemoryTelemetry,
    /// How well all goes but for the output; [`Health::with_output`] adds that.
    pub health: Health,
    /// How far it looks ahead.
    pub look_ahead: LookAheadTelemetry,
}

/// How far the engine looks ahead.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LookAheadTelemetry {
    /// The length of the playing window: the setting, more after it has grown, less when the memory
    /// does not suffice.
    pub window_seconds: f64,
    /// The smallest lead of what was heard since a window of this length was full; `None` before.
    pub smallest_lead_seconds: Option<f64>,
    /// The song that is held in memory whole, or will be when it is decoded.
    pub whole_song: Option<SongId>,
    /// The storage is too slow to be streamed from.
    pub is_storage_slow: bool,
}

/// How the output's callbacks go, since the engine was made.
#[derive(Debug, Clone)]
pub struct CallbackTelemetry {
    /// Callbacks.
    pub callbacks: u64,
    /// Callbacks that ended after their period.
    pub late_callbacks: u64,
    /// Underruns and overruns that the device reported.
    pub xruns: u64,
    /// Time taken by a callback.
    pub duration: HistogramSnapshot,
    /// Time between the beginnings of callbacks.
    pub interval: HistogramSnapshot,
}

impl CallbackTelemetry {
    pub(crate) fn of(stats: &CallbackStats) -> CallbackTelemetry {
        CallbackTelemetry {
            callbacks: stats.callbacks.load(Relaxed),
            late_callbacks: stats.late_callbacks.load(Relaxed),
            xruns: stats.xruns.load(Relaxed),
            duration: stats.duration.snapshot(),
            interval: stats.interval.snapshot(),
        }
    }
}

/// How loading goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LoaderTelemetry {
    /// Jobs that wait for a loader.
    pub queued_jobs: usize,
    /// Loader threads, with those that hang.
    pub threads: usize,
    /// Jobs that loaders work on.
    pub running_jobs: usize,
    /// Those of them that decode a stem's part of a slab.
    pub decoding_jobs: usize,
    /// Loaders that hang in a file that does not answer; others have taken their place.
    pub stuck_loaders: usize,
    /// Loaders that were replaced since the engine was made.
    pub replaced_loaders: u64,
    /// Times that a stem was left out because its file did not give its frames.
    pub stems_left_out: u64,
    /// Stretches of stems that could not be decoded.
    pub decode_errors: u64,
}

/// Where frame indexes came from, since the engine was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IndexTelemetry {
    /// Built by reading whole files.
    pub built: u64,
    /// Read from their folder.
    pub loaded: u64,
}

/// Bytes held, by purpose.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct MemoryTelemetry {
    /// What all together never exceed: the setting, or what playing takes at least if that is more.
    pub budget_bytes: usize,
    /// Slabs of windows.
    pub window_bytes: usize,
    /// Slabs of pinned heads and sections.
    pub head_bytes: usize,
    /// Blocks kept for the next slabs.
    pub spare_bytes: usize,
    /// Decoders.
    pub lane_bytes: usize,
    /// Frame indexes.
    pub index_bytes: usize,
    /// What is kept free for writing to the cache, and what others in the program hold for songs.
    pub other_bytes: usize,
    /// What is done without because the machine runs short of memory.
    pub step: MemoryStep,
    /// The machine's memory at the last look; `None` when nobody looks, or the system does not say.
    pub system: Option<SystemMemory>,
}

impl MemoryTelemetry {
    /// All of them.
    pub fn total_bytes(&self) -> usize {
        let kept = self.window_bytes + self.head_bytes + self.spare_bytes;
        kept + self.lane_bytes + self.index_bytes + self.other_bytes
    }
}
