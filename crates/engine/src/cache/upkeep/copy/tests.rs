//! Claims about copies: what fails leaves no trace, and what was there stays.

use std::fs;

use attacca_test_support::files::TestFolder;

use super::*;
use crate::cache::metadata::tests::some;

const SONG: &str = "song-0000000000000000";
const STEM: &str = "stem-1111111111111111";

/// A cache in `folder` with these chunks of a stem.
fn cache(folder: &Path, numbers: &[u64], chunk_frames: u64) -> StemMetadata {
    let mut metadata = StemMetadata { chunk_frames, ..some() };
    metadata.chunks.retain(|number, _| numbers.contains(number));
    let cache = CacheFolder::open(folder);
    let stem = cache.stem_folder(SONG, STEM);
    fs::create_dir_all(&stem).unwrap();
    for (number, chunk) in &metadata.chunks {
        fs::write(chunk_path(&stem, *number), vec![7; chunk.bytes as usize]).unwrap();
    }
    cache.write_metadata(SONG, STEM, &metadata).unwrap();
    metadata
}

/// The chunks in a cache that are described, and whose files are there.
fn chunks(folder: &Path) -> Vec<u64> {
    let found = scan(&CacheFolder::to_read(folder)).unwrap();
    let Some(stem) = found.first() else { return Vec::new() };
    let described: Vec<u64> = stem.metadata.as_ref().unwrap().chunks.keys().copied().collect();
    assert_eq!(described, stem.chunks.keys().copied().collect::<Vec<_>>());
    described
}

fn folders() -> (TestFolder, PathBuf, PathBuf) {
    let place = TestFolder::new();
    let (old, new) = (place.path("old"), place.path("new"));
    (place, old, new)
}

#[test]
fn a_disk_that_would_be_full_is_left_with_what_it_had() {
    let (_place, old, new) = folders();
    let frames = some().chunk_frames;
    cache(&old, &[0, 1, 4], frames);
    cache(&new, &[0], frames);
    let mut copy =
        CacheCopy { may_link: false, free_bytes: u64::MAX, ..CacheCopy::new(&old, &new) };
    let error = copy.run(|_| true).unwrap_err();
    let MoveError::Disk { source, .. } = error else { panic!("{error}") };
    assert_eq!(source.kind(), io::ErrorKind::StorageFull);
    copy.take_back();
    assert_eq!(chunks(&new), [0]);
    let mut linked = CacheCopy { free_bytes: u64::MAX, ..CacheCopy::new(&old, &new) };
    assert!(linked.run(|_| true).unwrap().is_some(), "links cost nothing");
    assert_eq!(chunks(&new), [0, 1, 4]);
}

#[test]
fn what_is_taken_back_is_what_was_copied() {
    for there in [&[1][..], &[]] {
        let (_place, old, new) = folders();
        let frames = some().chunk_frames;
        cache(&old, &[0, 1, 4], frames);
        if !there.is_empty() {
            cache(&new, there, frames);
        }
        let mut copy = CacheCopy { may_link: false, free_bytes: 0, ..CacheCopy::new(&old, &new) };
        assert!(copy.run(|_| true).unwrap().is_some());
        assert_eq!(chunks(&new), [0, 1, 4]);
        copy.take_back();
        assert_eq!(chunks(&new), there);
        assert_eq!(chunks(&old), [0, 1, 4]);
    }
}

#[test]
fn another_run_brings_what_was_written_since() {
    let (_place, old, new) = folders();
    let frames = some().chunk_frames;
    cache(&old, &[0], frames);
    let mut copy = CacheCopy::new(&old, &new);
    copy.run(|_| true).unwrap();
    cache(&old, &[0, 4], frames);
    copy.run(|_| true).unwrap();
    assert_eq!(chunks(&new), [0, 4]);
}

#[test]
fn chunks_of_another_length_are_not_mixed_in() {
    let (_place, old, new) = folders();
    let frames = some().chunk_frames;
    cache(&old, &[0, 1], frames);
    cache(&new, &[4], frames / 59 * 40);
    assert!(CacheCopy::new(&old, &new).run(|_| true).unwrap().is_some());
    assert_eq!(chunks(&new), [4]);
}
