//! How fast the thread works: in small steps, between which it rests and stands aside.

use std::{
    cell::Cell,
    thread,
    time::{Duration, Instant},
};

use crate::{cache::streaming::StreamingCache, loading::work_time::WorkTime};

/// How long it stands aside at a time.
const PAUSE: Duration = Duration::from_millis(2);

/// How long it stands aside in the middle of a chunk before it gives it up: what it holds is wanted, and
/// what plays may have changed.
const LONGEST_WAIT: Duration = Duration::from_millis(500);

/// While something plays it rests so many times as long as it works: a third of a core.
const REST_WHILE_PLAYING: f64 = 2.0;

/// What one step counts for at most, where the system does not tell work from waiting: storage that hangs is
/// no work.
const LONGEST_STEP: Duration = Duration::from_millis(50);

/// How fast it works.
pub(super) struct Pace<'a> {
    cache: &'a StreamingCache,
    worked_from: Cell<WorkTime>,
}

impl Pace<'_> {
    pub(super) fn new(cache: &StreamingCache) -> Pace<'_> {
        Pace { cache, worked_from: Cell::new(WorkTime::now()) }
    }

    /// Rests after a small step, and stands aside while others need the time; false when it is to end,
    /// or when they need it for long.
    pub(super) fn step(&self) -> bool {
        if self.cache.is_playing() {
            let worked = self.worked_from.get().elapsed().min(LONGEST_STEP);
            thread::sleep(worked.mul_f64(REST_WHILE_PLAYING));
        }
        let waits_from = Instant::now();
        while !self.cache.may_write() && !self.cache.is_stopped() {
            if waits_from.elapsed() > LONGEST_WAIT {
                return false;
            }
            thread::sleep(PAUSE);
        }
        self.worked_from.set(WorkTime::now());
        !self.cache.is_stopped()
    }
}
