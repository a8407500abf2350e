//! From one run to the next.

use std::slice::from_ref;

use attacca_engine::{CacheLive, CachePolicy};
use attacca_test_support::position::PositionCodedStem;

use crate::{
    material::{coded, flac},
    rig::{CHUNK, RATE, Rig},
};

const FRAMES: usize = 200_000;

#[test]
fn a_song_that_was_cached_plays_from_the_cache_after_a_restart() {
    let rig = Rig::new();
    let stems =
        vec![flac(&rig.place, "a.flac", 16, FRAMES), flac(&rig.place, "b.flac", 24, FRAMES)];
    let written = rig.warm(from_ref(&stems));
    assert_eq!(written.written, 10);
    let heard = rig.hear(&stems, 0..FRAMES as u64);
    assert_eq!((heard.cache.written, heard.cache.misses), (0, 0));
    assert!(heard.samples == rig.hear_without(&stems, 0..FRAMES as u64));
}

#[test]
fn every_stretch_is_the_same_with_and_without() {
    let rig = Rig::new();
    let path = rig.place.path("coded.flac");
    PositionCodedStem::new(0..FRAMES as u64).write_flac(&path);
    let stems = vec![path];
    rig.warm(from_ref(&stems));
    let mut random = attacca_test_support::noise::Noise::new(5);
    for _ in 0..12 {
        let start = random.below(FRAMES as u64);
        let frames = start..(start + random.below(2 * CHUNK)).min(FRAMES as u64);
        let heard = rig.hear(&stems, frames.clone());
        assert!(heard.samples == rig.hear_without(&stems, frames.clone()), "{frames:?}");
    }
}

#[test]
fn writing_goes_on_where_a_run_ended() {
    let mut rig = Rig::new();
    let stems = vec![flac(&rig.place, "a.flac", 16, FRAMES)];
    rig.live.first_chunks = 2;
    assert_eq!(rig.warm(from_ref(&stems)).written, 2);
    rig.live.first_chunks = 0;
    assert_eq!(rig.warm(&[stems]).written, 3, "the rest");
}

#[test]
fn another_chunk_length_leaves_older_chunks_readable() {
    let mut rig = Rig::new();
    let stems = vec![flac(&rig.place, "a.flac", 16, FRAMES)];
    rig.live.first_chunks = 2;
    rig.warm(from_ref(&stems));
    rig.chunk_seconds = 0.5;
    rig.live.first_chunks = 0;
    let telemetry = rig.warm(from_ref(&stems));
    assert_eq!(telemetry.written, 3, "in chunks as long as those that are there");
    let heard = rig.hear(&stems, 0..FRAMES as u64);
    assert_eq!(heard.cache.misses, 0);
    assert!(heard.samples == rig.hear_without(&stems, 0..FRAMES as u64));
}

#[test]
fn each_rate_has_chunks_of_its_own() {
    let rig = Rig::new();
    let stems = vec![flac(&rig.place, "a.flac", 16, FRAMES)];
    rig.warm(from_ref(&stems));
    let opened = rig.open_at(attacca_units::SampleRate::HZ_44100, from_ref(&stems));
    opened.wait_until_written();
    drop(opened);
    assert_eq!(
        std::fs::read_dir(rig.cache()).unwrap().flatten().filter(|e| e.path().is_dir()).count(),
        2
    );
    let heard = rig.hear(&stems, 0..FRAMES as u64);
    assert_eq!((heard.cache.misses, heard.cache.written), (0, 0), "{RATE:?} is still there");
}

#[test]
fn automatic_takes_lossy_stems_and_leaves_cheap_ones() {
    let mut rig = Rig::new();
    rig.live = CacheLive { policy: CachePolicy::Automatic, ..CacheLive::default() };
    let lossy = ("a.mp3", 44_100, "lame --quiet -b 192 IN OUT");
    let dear = vec![coded(&rig.place, lossy, 3.0)];
    let cheap = vec![flac(&rig.place, "a.flac", 16, FRAMES)];
    let opened = rig.open(&[dear, cheap]);
    opened.wait_until("the dear one is written", |opened| {
        let report = opened.engine.cache_report().unwrap();
        report.is_complete && report.songs.len() == 2 && report.telemetry.written > 0
    });
    let songs = opened.engine.cache_report().unwrap().songs;
    let of = |id| songs.iter().find(|song| song.song == id).unwrap().clone();
    let (dear, cheap) = (of(opened.songs[0]), of(opened.songs[1]));
    assert_eq!((dear.cached_chunks, dear.chunk_count), (3, 3));
    assert!(dear.sentence.starts_with("Cached: "), "{}", dear.sentence);
    assert_eq!(cheap.cached_chunks, 0);
    assert!(cheap.sentence.starts_with("Not cached: "), "{}", cheap.sentence);
}

#[test]
fn off_neither_writes_nor_reads() {
    let mut rig = Rig::new();
    let stems = vec![flac(&rig.place, "a.flac", 16, FRAMES)];
    rig.warm(from_ref(&stems));
    rig.live.policy = CachePolicy::Off;
    let heard = rig.hear(&stems, 0..FRAMES as u64);
    assert_eq!((heard.cache.read_parts, heard.cache.written), (0, 0));
    assert!(heard.samples == rig.hear_without(&stems, 0..FRAMES as u64));
}

#[test]
fn a_file_that_changed_is_cached_anew() {
    let rig = Rig::new();
    let stems = vec![flac(&rig.place, "a.flac", 16, FRAMES)];
    rig.warm(from_ref(&stems));
    flac(&rig.place, "a.flac", 24, FRAMES - 50_000);
    let heard = rig.hear(&stems, 0..FRAMES as u64);
    assert!(heard.samples == rig.hear_without(&stems, 0..FRAMES as u64));
    rig.warm(from_ref(&stems));
    let heard = rig.hear(&stems, 0..FRAMES as u64);
    assert_eq!(heard.cache.misses, 0);
    assert!(heard.samples == rig.hear_without(&stems, 0..FRAMES as u64));
}

#[test]
fn a_file_whose_content_alone_is_another_is_found_out() {
    let rig = Rig::new();
    let path = crate::material::wav(&rig.place, "a.wav", 16, 2, FRAMES);
    rig.warm(&[vec![path.clone()]]);
    let modified = std::fs::metadata(&path).unwrap().modified().unwrap();
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[200..20_000].reverse();
    std::fs::write(&path, bytes).unwrap();
    std::fs::File::options().append(true).open(&path).unwrap().set_modified(modified).unwrap();
    rig.warm(&[vec![path.clone()]]);
    let heard = rig.hear(from_ref(&path), 0..FRAMES as u64);
    assert!(heard.samples == rig.hear_without(&[path], 0..FRAMES as u64));
}
