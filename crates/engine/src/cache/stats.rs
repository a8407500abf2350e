//! What the cache did: counters that threads add to, and what came of them over time.

use std::{
    collections::VecDeque,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering::Relaxed},
    },
    time::{Duration, Instant},
};

use crate::{
    cache::writer::WriteTimes,
    loading::store::{Origin, PartCost},
};

/// Samples of the history: two hours.
const MAX_SAMPLES: usize = 720;

/// Time between them.
const SAMPLE_INTERVAL: Duration = Duration::from_secs(10);

/// Counters since the engine was made. Relaxed: each is read alone.
#[derive(Debug, Default)]
pub(super) struct Counters {
    hits: AtomicU64,
    misses: AtomicU64,
    read_parts: AtomicU64,
    read_ns: AtomicU64,
    evicted: AtomicU64,
    spoiled: AtomicU64,
    written: AtomicU64,
    written_bytes: AtomicU64,
    written_frames: AtomicU64,
    raw_bytes: AtomicU64,
    decode_ns: AtomicU64,
    encode_ns: AtomicU64,
    verify_ns: AtomicU64,
    has_said_spoiled: AtomicBool,
    /// Changes of what stems hold, and of what is known of them.
    changes: AtomicU64,
    /// The policy is off.
    is_off: AtomicBool,
    history: Mutex<History>,
}

#[derive(Debug, Default)]
struct History {
    began: Option<Instant>,
    last: Option<Instant>,
    samples: VecDeque<CacheSample>,
}

/// The cache's figures.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct CacheTelemetry {
    /// Bytes in it.
    pub byte_count: u64,
    /// Bytes that it may have.
    pub limit_bytes: u64,
    /// Songs of which something is in it.
    pub song_count: usize,
    /// Parts of slabs whose chunk was there, whether it or the stem's file was read.
    pub hits: u64,
    /// Parts of slabs of stems that are to be in it whose chunk was not there.
    pub misses: u64,
    /// Parts that were read from chunks.
    pub read_parts: u64,
    /// Mean time of reading and decoding such a part, in seconds.
    pub mean_load_seconds: f64,
    /// Chunks that made room.
    pub evictions: u64,
    /// Chunks that were not what was written.
    pub spoiled: u64,
    /// Chunks written.
    pub written: u64,
    /// Bytes of them.
    pub written_bytes: u64,
    /// Bytes that their samples take without compression.
    pub raw_bytes: u64,
    /// Seconds of sound in them, all stems added up.
    pub written_seconds: f64,
    /// Seconds that decoding them took.
    pub decode_seconds: f64,
    /// Seconds that encoding them took.
    pub encode_seconds: f64,
    /// Seconds that reading them back took.
    pub verify_seconds: f64,
}

/// The cache at a time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CacheSample {
    /// Seconds since the first one.
    pub seconds: f64,
    /// Bytes in it.
    pub byte_count: u64,
    /// Hits until then.
    pub hits: u64,
    /// Misses until then.
    pub misses: u64,
}

impl CacheTelemetry {
    /// Hits of hits and misses, 0…1; `None` before there was any.
    pub fn hit_rate(&self) -> Option<f64> {
        let all = self.hits + self.misses;
        (all > 0).then(|| self.hits as f64 / all as f64)
    }
}

impl Counters {
    pub(super) fn note_part(&self, is_hit: bool, origin: Origin, cost: PartCost) {
        let counter = if is_hit { &self.hits } else { &self.misses };
        counter.fetch_add(1, Relaxed);
        if origin == Origin::Store {
            self.read_parts.fetch_add(1, Relaxed);
            self.read_ns.fetch_add(cost.all.as_nanos() as u64, Relaxed);
        }
    }

    pub(super) fn set_off(&self, is_off: bool) {
        self.is_off.store(is_off, Relaxed);
    }

    pub(super) fn is_off(&self) -> bool {
        self.is_off.load(Relaxed)
    }

    /// A stem holds something else, or something else is known of it.
    pub(super) fn note_change(&self) {
        self.changes.fetch_add(1, Relaxed);
    }

    /// How often that was so.
    pub(super) fn change_count(&self) -> u64 {
        self.changes.load(Relaxed)
    }

    /// True the first time.
    pub(super) fn note_spoiled(&self) -> bool {
        self.spoiled.fetch_add(1, Relaxed);
        !self.has_said_spoiled.swap(true, Relaxed)
    }

    pub(super) fn note_evicted(&self, count: u64) {
        self.evicted.fetch_add(count, Relaxed);
    }

    pub(super) fn note_written(&self, bytes: u64, frames: u64, raw: u64) {
        self.written.fetch_add(1, Relaxed);
        self.written_bytes.fetch_add(bytes, Relaxed);
        self.written_frames.fetch_add(frames, Relaxed);
        self.raw_bytes.fetch_add(raw, Relaxed);
    }

    pub(super) fn note_times(&self, times: WriteTimes) {
        let add = |counter: &AtomicU64, time: Duration| {
            counter.fetch_add(time.as_nanos() as u64, Relaxed);
        };
        add(&self.decode_ns, times.decode);
        add(&self.encode_ns, times.encode);
        add(&self.verify_ns, times.verify);
    }

    /// All but what only the books know.
    pub(super) fn telemetry(&self, rate: f64) -> CacheTelemetry {
        let get = |counter: &AtomicU64| counter.load(Relaxed);
        let seconds = |counter: &AtomicU64| get(counter) as f64 / 1e9;
        let read_parts = get(&self.read_parts);
        CacheTelemetry {
            hits: get(&self.hits),
            misses: get(&self.misses),
            read_parts,
            mean_load_seconds: seconds(&self.read_ns) / read_parts.max(1) as f64,
            evictions: get(&self.evicted),
            spoiled: get(&self.spoiled),
            written: get(&self.written),
            written_bytes: get(&self.written_bytes),
            raw_bytes: get(&self.raw_bytes),
            written_seconds: get(&self.written_frames) as f64 / rate,
            decode_seconds: seconds(&self.decode_ns),
            encode_seconds: seconds(&self.encode_ns),
            verify_seconds: seconds(&self.verify_ns),
            ..CacheTelemetry::default()
        }
    }

    /// Adds to the history when it is time.
    pub(super) fn sample(&self, now: Instant, byte_count: u64) {
        let mut history = self.history.lock().unwrap_or_else(PoisonError::into_inner);
        let is_due = |last: Instant| now.saturating_duration_since(last) >= SAMPLE_INTERVAL;
        if !history.last.is_none_or(is_due) {
            return;
        }
        history.last = Some(now);
        let began = *history.began.get_or_insert(now);
        if history.samples.len() == MAX_SAMPLES {
            history.samples.pop_front();
        }
        history.samples.push_back(CacheSample {
            seconds: now.saturating_duration_since(began).as_secs_f64(),
            byte_count,
            hits: self.hits.load(Relaxed),
            misses: self.misses.load(Relaxed),
        });
    }

    pub(super) fn history(&self) -> Vec<CacheSample> {
        let history = self.history.lock().unwrap_or_else(PoisonError::into_inner);
        history.samples.iter().copied().collect()
    }
}
