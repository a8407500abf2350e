//! The jobs that loaders work on now, and those they are stuck in. Pure.

use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

use crate::{
    protocol::SongId,
    settings::{BLOCKED_READ, MAX_STUCK_LOADERS},
};

/// Numbers jobs in the order in which loaders take them.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct JobId(u64);

/// What a loader works on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Work {
    /// Opens a stem's file.
    Open(StemRef),
    /// Opens what the store has of a stem.
    OpenStored(StemRef),
    /// Decodes a stem's part of a slab.
    Decode(StemRef, u64),
    /// Asks for bytes ahead.
    Hint,
}

/// A stem of a song.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct StemRef {
    pub(crate) song: SongId,
    pub(crate) stem: usize,
}

/// A job that a loader has.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Running {
    pub(crate) work: Work,
    /// Since when its file has owed the same answer, or none: what it said is counted.
    owed: Option<u64>,
    quiet_since: Instant,
    /// The loader is taken for lost; what it brings home is looked at all the same.
    pub(crate) is_stuck: bool,
}

impl Work {
    fn is_open(self) -> bool {
        matches!(self, Work::Open(_))
    }

    /// The stem whose file must answer; `None` when none or several must.
    pub(crate) fn stem(self) -> Option<StemRef> {
        match self {
            Work::Open(stem) | Work::Decode(stem, _) => Some(stem),
            Work::OpenStored(_) | Work::Hint => None,
        }
    }
}

impl Running {
    /// How long its file has not answered.
    pub(crate) fn quiet_for(&self, now: Instant) -> Duration {
        now.saturating_duration_since(self.quiet_since)
    }
}

/// The jobs that loaders have, and how many loaders there are.
#[derive(Debug, Default)]
pub(crate) struct RunningJobs {
    jobs: BTreeMap<JobId, Running>,
    last: JobId,
    /// Loader threads that run, stuck ones included.
    n_loaders: usize,
    n_stuck: usize,
    /// Loaders that were taken for lost since the engine was made.
    pub(crate) n_replaced: u64,
}

impl RunningJobs {
    /// A loader takes a job.
    pub(crate) fn begin(&mut self, work: Work, now: Instant) -> JobId {
        self.last.0 += 1;
        let running = Running { work, owed: None, quiet_since: now, is_stuck: false };
        self.jobs.insert(self.last, running);
        self.last
    }

    /// A loader brings a job back.
    pub(crate) fn end(&mut self, id: JobId) -> Option<Running> {
        let running = self.jobs.remove(&id)?;
        self.n_stuck -= usize::from(running.is_stuck);
        Some(running)
    }

    /// Jobs of loaders that are not taken for lost.
    pub(crate) fn count(&self) -> usize {
        self.jobs.len() - self.n_stuck
    }

    /// Parts that loaders decode which are not taken for lost.
    pub(crate) fn n_decoding(&self) -> usize {
        let is_decoding =
            |running: &&Running| !running.is_stuck && matches!(running.work, Work::Decode(..));
        self.jobs.values().filter(is_decoding).count()
    }

    /// Loader threads.
    pub(crate) fn n_loaders(&self) -> usize {
        self.n_loaders
    }

    pub(crate) fn n_stuck(&self) -> usize {
        self.n_stuck
    }

    /// True while a loader may be risked on a file that has not answered yet. When no more stuck
    /// ones are replaced, one at a time is, and never the last.
    pub(crate) fn may_risk(&self) -> bool {
        let is_risky = |running: &Running| !running.is_stuck && running.work.is_open();
        self.n_stuck < MAX_STUCK_LOADERS
            || (self.n_loaders - self.n_stuck > 1 && !self.jobs.values().any(is_risky))
    }

    /// True while a loader opens a file, and is not taken for lost.
    pub(crate) fn is_opening(&self) -> bool {
        self.jobs.values().any(|running| !running.is_stuck && running.work.is_open())
    }

    /// The number of the job that is taken next.
    pub(crate) fn upcoming(&self) -> JobId {
        JobId(self.last.0 + 1)
    }

    /// Loaders that are stuck in a stem's file.
    pub(crate) fn n_stuck_in(&self, stem: StemRef) -> usize {
        let stuck = self.jobs.values().filter(|running| running.is_stuck);
        stuck.filter(|running| running.work.stem() == Some(stem)).count()
    }

    /// How long a stem's file has owed an answer to a loader that is not taken for lost.
    pub(crate) fn quiet_for(&self, stem: StemRef, now: Instant) -> Duration {
        let of_stem = self.jobs.values().filter(|running| running.work.stem() == Some(stem));
        let of_stem = of_stem.filter(|running| !running.is_stuck);
        of_stem.map(|running| running.quiet_for(now)).max().unwrap_or_default()
    }

    /// Looks at what files owe: `owed` says what a stem's file has answered when it owes more.
    /// Returns the jobs whose loaders are taken for lost from now on.
    pub(crate) fn look(
        &mut self,
        now: Instant,
        owed: impl Fn(StemRef) -> Option<u64>,
    ) -> Vec<(JobId, Work)> {
        let mut lost = Vec::new();
        for (id, running) in self.jobs.iter_mut().filter(|(_, running)| !running.is_stuck) {
            if let Some(stem) = running.work.stem() {
                let owed = owed(stem);
                if owed.is_none() || owed != running.owed {
                    running.owed = owed;
                    running.quiet_since = now;
                }
            }
            if running.quiet_for(now) >= BLOCKED_READ {
                running.is_stuck = true;
                lost.push((*id, running.work));
            }
        }
        self.n_stuck += lost.len();
        self.n_replaced += lost.len() as u64;
        lost
    }

    /// Counts a loader as started, if one is missing for `wanted` to work; a bounded number of
    /// stuck ones is replaced.
    pub(crate) fn start_loader(&mut self, wanted: usize) -> bool {
        let is_missing = self.n_loaders < wanted + self.n_stuck.min(MAX_STUCK_LOADERS);
        self.n_loaders += usize::from(is_missing);
        is_missing
    }

    /// True when the loader that asks is one too many; it counts as ended then.
    pub(crate) fn dismiss(&mut self, wanted: usize) -> bool {
        let is_surplus = self.n_loaders - self.n_stuck > wanted;
        self.n_loaders -= usize::from(is_surplus);
        is_surplus
    }

    /// A loader that counts as started did not start.
    pub(crate) fn not_started(&mut self) {
        self.n_loaders -= 1;
    }
}

#[cfg(test)]
mod tests;
