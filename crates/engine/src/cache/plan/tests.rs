//! Playing order, and equal shares.

use super::*;

fn song(stems: &[usize]) -> SongNeed {
    let stem = |chunks: &usize| StemNeed {
        chunk_bytes: vec![10; *chunks],
        is_settled: vec![false; *chunks],
    };
    SongNeed { stems: stems.iter().map(stem).collect(), heard_at: None }
}

/// What is written, in its order.
fn written(mut songs: Vec<SongNeed>, quota: u64) -> Vec<(usize, usize, u64)> {
    let mut written = Vec::new();
    while let Some((song, stem, number)) = next(songs.iter(), quota) {
        songs[song].stems[stem].is_settled[number as usize] = true;
        written.push((song, stem, number));
    }
    written
}

#[test]
fn it_goes_chunk_by_chunk_through_all_stems() {
    let order = written(vec![song(&[2, 3]), song(&[1])], u64::MAX);
    assert_eq!(order, [(0, 0, 0), (0, 1, 0), (0, 0, 1), (0, 1, 1), (0, 1, 2), (1, 0, 0)]);
}

#[test]
fn what_is_heard_next_comes_first() {
    let mut heard = song(&[4]);
    heard.heard_at = Some(2);
    assert_eq!(written(vec![heard], 9), [(0, 0, 2), (0, 0, 3), (0, 0, 0), (0, 0, 1)]);
}

#[test]
fn every_stem_gets_the_same_first_chunks_when_not_all_fits() {
    let songs = [song(&[72, 72]), song(&[10]), song(&[2])];
    assert_eq!(quota(songs.iter(), u64::MAX, None), 72);
    assert_eq!(quota(songs.iter(), u64::MAX, Some(12)), 12);
    // Two rounds of four stems, then rounds of three.
    assert_eq!(quota(songs.iter(), 80, None), 2);
    assert_eq!(quota(songs.iter(), 109, None), 2);
    assert_eq!(quota(songs.iter(), 110, None), 3);
    assert_eq!(quota(songs.iter(), 39, None), 0);
    assert_eq!(quota([].iter(), 100, None), 0);
}
