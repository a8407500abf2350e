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
        let is_new = |slab: &u64| !pins.iter().any(|pinned| pinned.contains(slab));
        let new_slabs = candidate.slabs.clone().filter(is_new).count();
        let bytes = new_slabs * candidate.slab_bytes;
        if granted.bytes + bytes > limit {
            break;
        }
        pins.push(candidate.slabs);
        granted.bytes += bytes;
        granted.count += 1;
    }
    granted.pins.retain(|_, pins| !pins.is_empty());
    granted
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
