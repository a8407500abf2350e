//! Looking after a cache that no engine uses.

use std::slice::from_ref;

use std::fs;

use attacca_engine::cache::{
    CacheFolder,
    metadata::StemMetadata,
    upkeep::{self, MoveError},
};

use crate::{material::flac, rig::Rig};

const FRAMES: usize = 200_000;

fn cached() -> (Rig, Vec<std::path::PathBuf>) {
    let rig = Rig::new();
    let stems =
        vec![flac(&rig.place, "a.flac", 16, FRAMES), flac(&rig.place, "b.flac", 24, FRAMES)];
    rig.warm(from_ref(&stems));
    (rig, stems)
}

#[test]
fn songs_are_listed_with_what_is_there_of_them() {
    let (rig, stems) = cached();
    let songs = upkeep::songs(&CacheFolder::to_read(&rig.cache())).unwrap();
    assert_eq!(songs.len(), 1);
    assert_eq!((songs[0].cached_chunks, songs[0].chunk_count), (10, 10));
    assert_eq!(songs[0].sample_rate, Some(48_000));
    let mut paths = songs[0].stem_paths.clone();
    paths.sort();
    assert_eq!(paths, stems);
    let nowhere = CacheFolder::to_read(&rig.place.path("nowhere"));
    assert_eq!(upkeep::songs(&nowhere).unwrap(), []);
}

#[test]
fn checking_finds_and_removes_what_is_not_what_was_written() {
    let (rig, _) = cached();
    let chunks = rig.chunks();
    let mut bytes = fs::read(&chunks[4]).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 4;
    fs::write(&chunks[4], bytes).unwrap();
    fs::remove_file(&chunks[7]).unwrap();
    let mut last = None;
    let folder = CacheFolder::open(&rig.cache());
    let verified = upkeep::verify(&folder, |progress| last = Some(progress)).unwrap();
    assert_eq!(verified.sound_chunks, 8);
    assert_eq!(verified.bad_chunks, [chunks[4].clone(), chunks[7].clone()]);
    assert_eq!(last.map(|p| p.done), last.map(|p| p.total));
    assert!(!chunks[4].exists());
    let again = upkeep::verify(&folder, |_| {}).unwrap();
    assert_eq!((again.sound_chunks, again.bad_chunks.len()), (8, 0));
}

#[test]
fn a_moved_cache_is_used_where_it_is() {
    let (mut rig, stems) = cached();
    let (old, bytes) = (rig.cache(), rig.chunks().len());
    let new = rig.place.path("elsewhere/deep");
    upkeep::move_to(CacheFolder::open(&old), &new, |_| {}).unwrap();
    assert!(rig.chunks().is_empty());
    fs::remove_dir_all(&old).unwrap();
    fs::rename(&new, &old).unwrap();
    assert_eq!(rig.chunks().len(), bytes);
    rig.live.first_chunks = 0;
    let heard = rig.hear(&stems, 0..FRAMES as u64);
    assert_eq!((heard.cache.misses, heard.cache.written), (0, 0));
}

#[test]
fn nothing_is_moved_over_another_cache_or_out_of_one_in_use() {
    let (rig, _) = cached();
    let (other, _) = cached();
    let occupied = upkeep::move_to(CacheFolder::open(&rig.cache()), &other.cache(), |_| {});
    assert!(matches!(occupied, Err(MoveError::Occupied { .. })));
    let _held = CacheFolder::open(&rig.cache());
    let in_use = CacheFolder::open(&rig.cache());
    let refused = upkeep::move_to(in_use, &rig.place.path("new"), |_| {});
    assert!(matches!(refused, Err(MoveError::Refused { .. })));
    assert_eq!(rig.chunks().len(), 10);
}

#[test]
fn clearing_removes_one_song_or_all() {
    let rig = Rig::new();
    let song = |name: &str| vec![flac(&rig.place, name, 16, FRAMES)];
    rig.warm(&[song("a.flac"), song("b.flac")]);
    let folder = CacheFolder::open(&rig.cache());
    let songs = upkeep::songs(&folder).unwrap();
    assert_eq!(songs.len(), 2);
    assert_eq!(upkeep::clear(&folder, Some(&songs[0].folder)).unwrap(), songs[0].byte_count);
    assert_eq!(upkeep::songs(&folder).unwrap().len(), 1);
    upkeep::clear(&folder, None).unwrap();
    assert_eq!(upkeep::songs(&folder).unwrap(), []);
}

#[test]
fn checking_compares_the_samples_with_what_the_description_says() {
    let (rig, _) = cached();
    let (chunk, description) = (rig.chunks()[0].clone(), rig.descriptions()[0].clone());
    // Both headers agree, and every frame is whole: only the samples are of another MD5.
    let mut metadata = StemMetadata::from_bytes(&fs::read(&description).unwrap()).unwrap();
    metadata.chunks.get_mut(&0).unwrap().md5 = "ab".repeat(16);
    fs::write(&description, metadata.to_bytes()).unwrap();
    let mut bytes = fs::read(&chunk).unwrap();
    bytes[26..42].fill(0xab);
    fs::write(&chunk, bytes).unwrap();
    let verified = upkeep::verify(&CacheFolder::to_read(&rig.cache()), |_| {}).unwrap();
    assert_eq!((verified.sound_chunks, verified.bad_chunks), (9, vec![chunk]));
}

#[test]
fn a_folder_that_is_not_there_is_not_made_to_be_checked() {
    let rig = Rig::new();
    let folder = CacheFolder::open_if_there(&rig.cache());
    assert_eq!(upkeep::verify(&folder, |_| {}).unwrap().sound_chunks, 0);
    assert!(!rig.cache().exists());
}

#[test]
fn a_cache_in_use_is_copied_stopped_and_gone_on_with() {
    let (mut rig, stems) = cached();
    let (old, new) = (rig.cache(), rig.place.path("elsewhere"));
    let in_use = CacheFolder::open(&old);
    let mut n_asked = 0;
    let stopped = upkeep::copy_to(&old, &new, |_| {
        n_asked += 1;
        n_asked <= 4
    });
    assert_eq!(stopped.unwrap(), None);
    let chunks_in = |folder: &std::path::Path| {
        let songs = upkeep::songs(&CacheFolder::to_read(folder)).unwrap();
        (songs[0].cached_chunks, songs[0].chunk_count)
    };
    assert_eq!(chunks_in(&new).0, 4, "what is there is described");
    assert_eq!(chunks_in(&old), (10, 10), "the old one is as it was");
    let mut last = None;
    let copied = upkeep::copy_to(&old, &new, |progress| {
        last = Some(progress);
        true
    });
    assert_eq!(copied.unwrap(), last.map(|progress| progress.total));
    assert_eq!(last.map(|p| p.done), last.map(|p| p.total));
    assert_eq!((chunks_in(&new), chunks_in(&old)), ((10, 10), (10, 10)));
    let verified = upkeep::verify(&CacheFolder::open(&new), |_| {}).unwrap();
    assert_eq!((verified.sound_chunks, verified.bad_chunks.len()), (10, 0));
    drop(in_use);
    upkeep::clear(&CacheFolder::open(&old), None).unwrap();
    assert_eq!(chunks_in(&new), (10, 10), "it needs nothing of the old one");
    fs::remove_dir_all(&old).unwrap();
    fs::rename(&new, &old).unwrap();
    rig.live.first_chunks = 0;
    let heard = rig.hear(&stems, 0..FRAMES as u64);
    assert_eq!((heard.cache.misses, heard.cache.written), (0, 0));
}
