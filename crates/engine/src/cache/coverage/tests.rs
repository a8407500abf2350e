//! Stretches of stems with chunks of ten slabs.

use super::*;
use crate::cache::metadata::tests::some;

const CHUNK: u64 = 10 * 4096;

/// A stem of so many frames that has these chunks.
fn stem(frames: u64, numbers: &[u64]) -> StemMetadata {
    let mut stem = some();
    let chunk = stem.chunks[&0].clone();
    stem.chunk_frames = CHUNK;
    stem.source.frames = frames;
    stem.chunks = numbers.iter().map(|number| (*number, chunk.clone())).collect();
    stem
}

fn covered_chunks(stems: &[StemMetadata]) -> Vec<(f64, f64)> {
    let chunks = |at: FramePos| at.0 as f64 / CHUNK as f64;
    covered(stems.iter()).into_iter().map(|part| (chunks(part.start), chunks(part.end))).collect()
}

#[test]
fn what_every_stem_has_is_covered() {
    let long = 8 * CHUNK;
    assert_eq!(covered_chunks(&[stem(long, &[0, 1, 2, 5])]), [(0.0, 3.0), (5.0, 6.0)]);
    let stems = [stem(long, &[0, 1, 2, 5, 7]), stem(long, &[1, 2, 3, 7])];
    assert_eq!(covered_chunks(&stems), [(1.0, 3.0), (7.0, 8.0)]);
}

#[test]
fn a_stem_that_has_ended_needs_no_chunk() {
    let stems = [stem(4 * CHUNK + CHUNK / 2, &[2, 3, 4]), stem(2 * CHUNK, &[0, 1])];
    assert_eq!(covered_chunks(&stems), [(2.0, 4.5)]);
}

#[test]
fn nothing_is_covered_without_chunks_or_stems() {
    assert_eq!(covered_chunks(&[]), []);
    assert_eq!(covered_chunks(&[stem(8 * CHUNK, &[])]), []);
    assert_eq!(covered_chunks(&[stem(0, &[])]), []);
}
