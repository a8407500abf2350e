//! Which stretches of a song are in the cache. Pure.

use std::ops::Range;

use attacca_units::FramePos;

use crate::cache::metadata::StemMetadata;

/// The stretches of a song for which every one of `stems` has its chunks, in order and apart; a stem
/// that has ended needs none. None without stems.
pub(super) fn covered<'a>(
    stems: impl Iterator<Item = &'a StemMetadata> + Clone,
) -> Vec<Range<FramePos>> {
    let end = stems.clone().map(|stem| stem.source.frames).max().unwrap_or_default();
    let mut missing: Vec<Range<u64>> = stems.flat_map(missing_of).collect();
    missing.sort_by_key(|gap| gap.start);
    let mut covered = Vec::new();
    let mut at = 0;
    for gap in missing.into_iter().chain(std::iter::once(end..end)) {
        if gap.start > at {
            covered.push(FramePos(at)..FramePos(gap.start));
        }
        at = at.max(gap.end);
    }
    covered
}

/// The stretches between the chunks of a stem, and behind the last.
fn missing_of(stem: &StemMetadata) -> Vec<Range<u64>> {
    let (frames, chunk_frames) = (stem.source.frames, stem.chunk_frames.max(1));
    let mut missing = Vec::new();
    let mut at = 0;
    for number in stem.chunks.keys() {
        let start = number.saturating_mul(chunk_frames).min(frames);
        if start > at {
            missing.push(at..start);
        }
        at = start.saturating_add(chunk_frames).min(frames);
    }
    if at < frames {
        missing.push(at..frames);
    }
    missing
}

#[cfg(test)]
mod tests;
