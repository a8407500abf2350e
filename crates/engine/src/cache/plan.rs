//! Which chunks are wanted, and which is written next. Pure.
//!
//! What is heard comes first, from the playhead on, then the set's songs in their order. Within a song
//! it goes chunk by chunk, all stems of each. When not all fits, every stem of every song gets the same
//! number of its first chunks.

/// A stem that is wanted in the cache.
#[derive(Debug, Clone, Default)]
pub(super) struct StemNeed {
    /// Bytes of each of its chunks: as they are, or as they may become.
    pub(super) chunk_bytes: Vec<u64>,
    /// For each of them, whether it is there or can't be written.
    pub(super) is_settled: Vec<bool>,
}

/// A song of which something is wanted, with the chunk at which it is heard.
#[derive(Debug, Clone, Default)]
pub(super) struct SongNeed {
    pub(super) stems: Vec<StemNeed>,
    pub(super) heard_at: Option<u64>,
}

/// First chunks that every stem gets.
///
/// With `most` of a stem at most, as many as fit into `room` bytes; all chunks of the longest stem when
/// everything does.
pub(super) fn quota<'a>(
    songs: impl Iterator<Item = &'a SongNeed>,
    room: u64,
    most: Option<u64>,
) -> u64 {
    let stems: Vec<&StemNeed> = songs.flat_map(|song| &song.stems).collect();
    let longest = stems.iter().map(|stem| stem.chunk_bytes.len()).max().unwrap_or_default() as u64;
    let most = most.unwrap_or(longest).min(longest);
    let mut used = 0;
    for number in 0..most {
        let bytes_of = |stem: &&StemNeed| stem.chunk_bytes.get(number as usize).copied();
        used += stems.iter().filter_map(bytes_of).sum::<u64>();
        if used > room {
            return number;
        }
    }
    most
}

/// The next chunk to write when every stem gets `quota`: song, stem, number.
pub(super) fn next<'a>(
    songs: impl Iterator<Item = &'a SongNeed>,
    quota: u64,
) -> Option<(usize, usize, u64)> {
    songs.enumerate().find_map(|(at, song)| {
        let (stem, number) = next_of(song, quota)?;
        Some((at, stem, number))
    })
}

fn next_of(song: &SongNeed, quota: u64) -> Option<(usize, u64)> {
    let longest = song.stems.iter().map(|stem| stem.chunk_bytes.len()).max()? as u64;
    let end = longest.min(quota);
    let first = song.heard_at.unwrap_or_default().min(end);
    let is_open =
        |stem: &StemNeed, number: u64| stem.is_settled.get(number as usize) == Some(&false);
    (first..end).chain(0..first).find_map(|number| {
        let stem = song.stems.iter().position(|stem| is_open(stem, number))?;
        Some((stem, number))
    })
}

#[cfg(test)]
mod tests;
