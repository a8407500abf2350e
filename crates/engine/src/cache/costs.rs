//! What reading a stem costs, from its file and from the cache. Pure.

use crate::loading::store::{Origin, PartCost};

/// Parts that are measured before they decide: the first ones find out sizes and fill tables.
const ENOUGH_PARTS: usize = 5;

/// Share of a core from which on a stem is dear to decode.
pub(super) const DEAR_SHARE: f64 = 0.0025;

/// Share of the time that reads of a stem may take before its storage is slow: with a tenth, thirty stems
/// keep three loaders waiting.
pub(super) const SLOW_SHARE: f64 = 0.1;

/// Of so many chunks in a row one is read from the store although the file seems faster: what was slow
/// once, as a disk that woke up, would else stay out for as long as the engine lives.
const CHUNKS_PER_TRIAL: u64 = 8;

/// Weight of a new measurement.
const WEIGHT: f64 = 0.1;

/// What parts cost.
#[derive(Debug, Default)]
pub(super) struct Costs {
    source: Measured,
    stored: Measured,
    /// Share of a core that decoding takes, once known: it stays, so that nobody's mind changes while
    /// other programs come and go.
    work_share: Option<f64>,
}

#[derive(Debug, Default)]
struct Measured {
    /// The first parts' work, in seconds for a second.
    first: Vec<f64>,
    /// Seconds for a second, waiting included.
    all: f64,
    waiting: f64,
    count: usize,
}

impl Costs {
    /// Takes note of a part at `rate` Hz.
    pub(super) fn note(&mut self, origin: Origin, cost: PartCost, rate: f64) {
        let seconds = cost.frames as f64 / rate;
        let (work, all) = (cost.work.as_secs_f64() / seconds, cost.all.as_secs_f64() / seconds);
        let measured = match origin {
            Origin::Source => &mut self.source,
            Origin::Store => &mut self.stored,
        };
        measured.note(work, all);
        if self.work_share.is_none() && self.source.first.len() == ENOUGH_PARTS {
            self.source.first.sort_by(f64::total_cmp);
            self.work_share = Some(self.source.first[ENOUGH_PARTS / 2]);
        }
    }

    /// Share of a core that decoding the file takes; `None` before it was measured.
    pub(super) fn work_share(&self) -> Option<f64> {
        self.work_share
    }

    /// True when the file's storage makes its readers wait.
    pub(super) fn is_slow(&self) -> bool {
        self.source.count >= ENOUGH_PARTS && self.source.waiting > SLOW_SHARE
    }

    /// True when a chunk is as fast to read as the file, as far as that was measured, and when `number`
    /// is that of a chunk that is tried again.
    pub(super) fn prefers_store(&self, number: u64) -> bool {
        let is_trial = number % CHUNKS_PER_TRIAL == CHUNKS_PER_TRIAL - 1;
        let is_known = |measured: &Measured| measured.count >= ENOUGH_PARTS;
        is_trial
            || !is_known(&self.source)
            || !is_known(&self.stored)
            || self.stored.all <= self.source.all
    }
}

impl Measured {
    fn note(&mut self, work: f64, all: f64) {
        if self.first.len() < ENOUGH_PARTS {
            self.first.push(work);
        }
        self.count += 1;
        // The first parts count alike, so that the mean does not hang on the very first one.
        let weight = WEIGHT.max(1.0 / self.count as f64);
        self.all += weight * (all - self.all);
        self.waiting += weight * ((all - work).max(0.0) - self.waiting);
    }
}

#[cfg(test)]
mod tests;
