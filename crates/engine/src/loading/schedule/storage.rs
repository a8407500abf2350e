//! Whether the storage is fast enough to be streamed from. Pure.
//!
//! What counts is how long the loaders read for a second of the song. When it is nearly a second and
//! the look-ahead runs low, streaming can't last: then songs are better held in memory whole, as far
//! as there is memory, so that all the time in which the storage has nothing else to do is used.

use std::time::{Duration, Instant};

/// How often it is judged: long enough for many parts of each stem.
const ROUND: Duration = Duration::from_secs(1);

/// Rounds in which the storage was too slow, before it is said: one may be somebody else's copy of a
/// file.
const SLOW_ROUNDS: u32 = 3;

/// Seconds that all loaders read for one of the song, from which on they can't keep up: the rest is
/// for decoding and for the gaps between jobs.
const SLOW_COST: f64 = 0.75;

/// The same for a storage that is fast enough again: far enough below, so that the verdict does not
/// come and go.
const FAST_COST: f64 = 0.25;

/// Seconds of songs that must be read so fast, before it is believed.
const FAST_SECONDS: f64 = 30.0;

/// What the loaders' reads have shown.
#[derive(Debug, Default)]
pub(crate) struct StorageWatch {
    began: Option<Instant>,
    /// What was read, and seconds of songs that came of it, in this round.
    read: Duration,
    decoded_seconds: f64,
    was_low: bool,
    slow_rounds: u32,
    fast_seconds: f64,
    is_slow: bool,
}

impl StorageWatch {
    /// True when songs can't be streamed from it.
    pub(crate) fn is_slow(&self) -> bool {
        self.is_slow
    }

    /// A loader has read for so long, and decoded so much of a song.
    pub(crate) fn note_part(&mut self, read: Duration, seconds: f64) {
        self.read += read;
        self.decoded_seconds += seconds;
    }

    /// Frames were about to be missing, or missed.
    pub(crate) fn note_low(&mut self) {
        self.was_low = true;
    }

    /// Judges when it is time; the verdict, when it has changed.
    pub(crate) fn judge(&mut self, now: Instant, loader_count: usize) -> Option<bool> {
        let began = *self.began.get_or_insert(now);
        if now.saturating_duration_since(began) < ROUND {
            return None;
        }
        let loaders = loader_count.max(1) as f64;
        let cost = (self.decoded_seconds > 0.0)
            .then(|| self.read.as_secs_f64() / self.decoded_seconds / loaders);
        let was_slow = self.is_slow;
        if let Some(cost) = cost {
            self.judge_round(cost);
        }
        let Self { slow_rounds, fast_seconds, is_slow, .. } = *self;
        *self = StorageWatch {
            began: Some(now),
            slow_rounds,
            fast_seconds,
            is_slow,
            ..StorageWatch::default()
        };
        (is_slow != was_slow).then_some(is_slow)
    }

    fn judge_round(&mut self, cost: f64) {
        if self.is_slow {
            let is_fast = cost <= FAST_COST;
            self.fast_seconds =
                if is_fast { self.fast_seconds + self.decoded_seconds } else { 0.0 };
            if self.fast_seconds >= FAST_SECONDS {
                (self.is_slow, self.slow_rounds) = (false, 0);
            }
        } else if self.was_low && cost >= SLOW_COST {
            self.slow_rounds += 1;
            if self.slow_rounds >= SLOW_ROUNDS {
                (self.is_slow, self.fast_seconds) = (true, 0.0);
            }
        } else {
            self.slow_rounds = self.slow_rounds.saturating_sub(1);
        }
    }
}

#[cfg(test)]
mod tests;
