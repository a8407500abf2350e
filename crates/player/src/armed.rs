//! Which songs of a set are armed, most wanted first. Pure.

/// Songs that are armed at once: a long setlist has 20. A head of 30 stems takes 1.9 MiB and 30
/// open files, so 24 songs take 45 MiB and 720 files.
const MAX_ARMED_SONGS: usize = 24;

/// Songs to arm when `current` of `count` songs is the current one: itself, the next one, the one
/// before, and so on outwards.
pub(crate) fn armed_songs(current: usize, count: usize) -> impl Iterator<Item = usize> {
    let outwards = (1..count).flat_map(move |distance| {
        [Some(current + distance).filter(|later| *later < count), current.checked_sub(distance)]
    });
    std::iter::once(current).chain(outwards.flatten()).take(MAX_ARMED_SONGS)
}

#[cfg(test)]
mod tests;
