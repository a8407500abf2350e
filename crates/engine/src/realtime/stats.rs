//! Counters and histograms that the audio thread writes and others read: single values, each
//! whole by itself.

use std::{
    sync::atomic::{AtomicU64, Ordering::Relaxed},
    time::Duration,
};

/// Buckets of a histogram: four per octave, from 1 µs on, to beyond a minute.
const BUCKETS: usize = 26 * STEPS;
const STEPS: usize = 4;

/// How an output's callbacks go. Written by one audio thread, read by any.
#[derive(Debug, Default)]
pub struct CallbackStats {
    pub(crate) callbacks: AtomicU64,
    pub(crate) late_callbacks: AtomicU64,
    pub(crate) xruns: AtomicU64,
    pub(crate) duration: Histogram,
    pub(crate) interval: Histogram,
}

impl CallbackStats {
    /// Counts a callback. Realtime-safe.
    ///
    /// `interval` is the time since the callback before began, `None` for the first one.
    pub fn record(&self, duration: Duration, interval: Option<Duration>, is_late: bool) {
        // Relaxed: every counter is read alone.
        self.callbacks.fetch_add(1, Relaxed);
        self.late_callbacks.fetch_add(u64::from(is_late), Relaxed);
        self.duration.record(duration);
        if let Some(interval) = interval {
            self.interval.record(interval);
        }
    }

    /// Counts an underrun or overrun that the device reported. Realtime-safe.
    pub fn record_xrun(&self) {
        self.xruns.fetch_add(1, Relaxed);
    }
}

/// Counts durations in buckets of a quarter octave (a width of 19 %).
#[derive(Debug)]
pub(crate) struct Histogram {
    buckets: [AtomicU64; BUCKETS],
    max_us: AtomicU64,
}

impl Default for Histogram {
    fn default() -> Histogram {
        Histogram { buckets: [const { AtomicU64::new(0) }; BUCKETS], max_us: AtomicU64::new(0) }
    }
}

impl Histogram {
    fn record(&self, duration: Duration) {
        let micros = duration.as_micros() as u64;
        self.buckets[bucket_of(micros)].fetch_add(1, Relaxed);
        self.max_us.fetch_max(micros, Relaxed);
    }

    /// A copy of the counts. Allocates.
    pub(crate) fn snapshot(&self) -> HistogramSnapshot {
        HistogramSnapshot {
            counts: self.buckets.iter().map(|count| count.load(Relaxed)).collect(),
            max: Duration::from_micros(self.max_us.load(Relaxed)),
        }
    }
}

/// Octave of `micros` (0 for 1 µs) times [`STEPS`], plus its quarter.
fn bucket_of(micros: u64) -> usize {
    let micros = micros.max(1);
    let octave = micros.ilog2() as usize;
    let quarter = ((micros << 2) >> octave) as usize & 3;
    (octave * STEPS + quarter).min(BUCKETS - 1)
}

/// The greatest duration that falls into `bucket`.
fn upper_bound(bucket: usize) -> Duration {
    let (octave, quarter) = (bucket / STEPS, bucket % STEPS);
    Duration::from_nanos((1000u64 << octave) * (5 + quarter as u64) / 4)
}

/// A histogram as it was at one time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistogramSnapshot {
    counts: Vec<u64>,
    max: Duration,
}

impl HistogramSnapshot {
    /// How many durations were counted.
    pub fn count(&self) -> u64 {
        self.counts.iter().sum()
    }

    /// The longest one.
    pub fn max(&self) -> Duration {
        self.max
    }

    /// A bound, at most 25 % too high, under which the part `quantile` (0…1) of all durations is;
    /// zero when none was counted.
    pub fn quantile(&self, quantile: f64) -> Duration {
        let rank = (self.count() as f64 * quantile).ceil().max(1.0) as u64;
        let mut seen = 0;
        for (bucket, count) in self.counts.iter().enumerate() {
            seen += count;
            if *count > 0 && seen >= rank {
                return upper_bound(bucket).min(self.max);
            }
        }
        Duration::ZERO
    }

    /// The upper bound and the count of every bucket that is not empty, shortest first.
    pub fn buckets(&self) -> impl Iterator<Item = (Duration, u64)> {
        self.counts
            .iter()
            .enumerate()
            .filter(|(_, count)| **count > 0)
            .map(|(bucket, count)| (upper_bound(bucket), *count))
    }
}
