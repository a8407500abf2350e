//! What a lane is told to read: the chunk, or the stem's file.

use std::time::Duration;

use super::*;
use crate::cache::metadata::tests::some;

/// A stem with the chunks 0, 1 and 4, whose file was read faster than its chunks.
fn stem_with_a_fast_file() -> DiskStem {
    let key = ("song".to_owned(), "stem".to_owned());
    let stem = DiskStem::new(key, PathBuf::from("cache/song/stem"), some(), Arc::default());
    let cost = |millis: u64| {
        let time = Duration::from_millis(millis);
        PartCost { frames: 4096, work: time, all: time }
    };
    for _ in 0..20 {
        stem.note_cost(Origin::Source, 0, cost(1));
        stem.note_cost(Origin::Store, 0, cost(9));
    }
    stem
}

#[test]
fn whoever_may_not_ask_the_file_takes_the_chunk_whatever_it_costs() {
    let stem = stem_with_a_fast_file();
    assert!(stem.find(1, true).is_none(), "the file is faster");
    assert!(stem.find(1, false).is_some());
    assert!(stem.find(2, false).is_none(), "it is not there");
}

#[test]
fn a_file_that_failed_is_not_preferred_until_it_was_read_again() {
    let stem = stem_with_a_fast_file();
    stem.note_failed();
    assert!(stem.find(1, true).is_some());
    stem.set_failed(false);
    assert!(stem.find(1, true).is_none());
}
