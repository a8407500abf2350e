//! Keeps one kind of trouble from filling the screen. Pure.

use std::{
    collections::HashMap,
    hash::Hash,
    time::{Duration, Instant},
};

/// The least time between two notices of one kind: long enough to be read between two others.
const MIN_INTERVAL: Duration = Duration::from_secs(10);

/// Lets one notice of each kind through in ten seconds, and counts the others.
#[derive(Debug)]
pub(crate) struct RepeatFilter<K> {
    kinds: HashMap<K, Seen>,
}

#[derive(Debug)]
struct Seen {
    reported_at: Instant,
    suppressed: u64,
}

impl<K> Default for RepeatFilter<K> {
    fn default() -> RepeatFilter<K> {
        RepeatFilter { kinds: HashMap::new() }
    }
}

impl<K: Eq + Hash> RepeatFilter<K> {
    /// How many of `kind` were held back since the last one; `None` when this one is held back.
    pub(crate) fn admit(&mut self, kind: K, now: Instant) -> Option<u64> {
        let Some(seen) = self.kinds.get_mut(&kind) else {
            self.kinds.insert(kind, Seen { reported_at: now, suppressed: 0 });
            return Some(0);
        };
        if now.saturating_duration_since(seen.reported_at) < MIN_INTERVAL {
            seen.suppressed += 1;
            return None;
        }
        seen.reported_at = now;
        Some(std::mem::take(&mut seen.suppressed))
    }
}

#[cfg(test)]
mod tests;
