//! How fast the thread works: in small steps, between which it rests and stands aside.

use std::{
    cell::Cell,
    thread,
    time::{Duration, Instant},
};

use crate::cache::streaming::StreamingCache;

/// How long it stands aside at a time.
const PAUSE: Duration = Duration::from_millis(2);

/// While something plays it rests so many times as long as it works: a third of a core.
const REST_WHILE_PLAYING: f64 = 2.0;

/// How fast it works.
pub(super) struct Pace<'a> {
    cache: &'a StreamingCache,
    is_playing: bool,
    worked_from: Cell<Instant>,
}

impl Pace<'_> {
    pub(super) fn new(cache: &StreamingCache, is_playing: bool) -> Pace<'_> {
        Pace { cache, is_playing, worked_from: Cell::new(Instant::now()) }
    }

    /// Rests after a small step, and stands aside while others need the time; false when it is to end.
    pub(super) fn step(&self) -> bool {
        if self.is_playing {
            thread::sleep(self.worked_from.get().elapsed().mul_f64(REST_WHILE_PLAYING));
        }
        while !self.cache.may_write() && !self.cache.is_stopped() {
            thread::sleep(PAUSE);
        }
        self.worked_from.set(Instant::now());
        !self.cache.is_stopped()
    }
}
