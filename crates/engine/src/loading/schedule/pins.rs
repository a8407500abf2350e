//! Pins: what is kept in memory beside the windows so that it sounds at once, most wanted first, as
//! far as the memory goes. Pure.

use std::{collections::BTreeMap, ops::Range};

use crate::protocol::SongId;

/// Slabs of a song that are worth keeping.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Candidate {
    pub(crate) song: SongId,
    pub(crate) slabs: Range<u64>,
    /// Bytes of one of them.
    pub(crate) slab_bytes: usize,
}

/// Slabs that are kept, of each song.
pub(crate) type Pins = BTreeMap<SongId, Vec<Range<u64>>>;

/// What is kept and what it takes.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Granted {
    pub(crate) pins: Pins,
    pub(crate) bytes: usize,
    /// Candidates that found room: the first so many.
    pub(crate) count: usize,
}

/// Grants `candidates`, in their order, as long as all of them together take at most `limit` bytes.
///
/// The first that finds no room ends it, even if a smaller one behind it would find some: so nothing
/// is ever kept instead of what is wanted more, and more memory never keeps less. Slabs that several
/// candidates want count once.
pub(crate) fn grant(candidates: impl IntoIterator<Item = Candidate>, limit: usize) -> Granted {
    let mut granted = Granted::default();
    for candidate in candidates {
        let pins = granted.pins.entry(candidate.song).or_default();
        let new_slabs = usize::try_from(new_slabs(&candidate.slabs, pins)).unwrap_or(usize::MAX);
        let bytes = granted.bytes.saturating_add(new_slabs.saturating_mul(candidate.slab_bytes));
        if bytes > limit {
            break;
        }
        pins.push(candidate.slabs);
        granted.bytes = bytes;
        granted.count += 1;
    }
    granted.pins.retain(|_, pins| !pins.is_empty());
    granted
}

/// How many of `slabs` none of `pins` has. What it costs depends on the number of pins alone: a song's
/// length is what its files' headers claim.
fn new_slabs(slabs: &Range<u64>, pins: &[Range<u64>]) -> u64 {
    let within = |pin: &Range<u64>| pin.start.max(slabs.start)..pin.end.min(slabs.end);
    let mut pinned: Vec<Range<u64>> = pins.iter().map(within).collect();
    pinned.sort_by_key(|pin| pin.start);
    let (mut count, mut counted_to) = (slabs.end.saturating_sub(slabs.start), slabs.start);
    for pin in pinned {
        count -= pin.end.saturating_sub(pin.start.max(counted_to));
        counted_to = counted_to.max(pin.end);
    }
    count
}

/// The places of a set of `count` songs, the most wanted first, when the one at `current` plays:
/// itself, the next one, the one before, and so on outwards.
pub(crate) fn outwards(current: usize, count: usize) -> impl Iterator<Item = usize> {
    let others = (1..count).flat_map(move |distance| {
        [Some(current + distance).filter(|later| *later < count), current.checked_sub(distance)]
    });
    std::iter::once(current).filter(move |_| current < count).chain(others.flatten())
}

#[cfg(test)]
mod tests;
