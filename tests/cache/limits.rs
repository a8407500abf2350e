//! The limit holds at every moment, and who gives way.

use std::{
    fs,
    path::PathBuf,
    sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed},
    thread,
};

use crate::{
    material::flac,
    rig::{Rig, bytes_below},
};

const FRAMES: usize = 200_000;

/// Looks at the bytes on the disk all the time while `act` runs; returns the most.
fn most_bytes_while(folder: &std::path::Path, act: impl FnOnce()) -> u64 {
    let (is_over, most) = (AtomicBool::new(false), AtomicU64::new(0));
    thread::scope(|scope| {
        scope.spawn(|| {
            while !is_over.load(Relaxed) {
                most.fetch_max(bytes_below(folder), Relaxed);
            }
        });
        act();
        is_over.store(true, Relaxed);
    });
    most.load(Relaxed)
}

fn songs(rig: &Rig, count: usize) -> Vec<Vec<PathBuf>> {
    let stem =
        |song: usize, stem: usize| flac(&rig.place, &format!("{song}-{stem}.flac"), 16, FRAMES);
    (0..count).map(|song| vec![stem(song, 0), stem(song, 1)]).collect()
}

#[test]
fn a_set_that_does_not_fit_gets_equal_shares_and_never_more_than_the_limit() {
    let mut rig = Rig::new();
    let songs = songs(&rig, 3);
    // A chunk has a third of 196,608 bytes and more.
    rig.live.limit_bytes = 2_000_000;
    let most = most_bytes_while(&rig.cache(), || {
        let opened = rig.open(&songs);
        opened.wait_until("as much is written as fits", |opened| {
            let report = opened.engine.cache_report().unwrap();
            report.songs.len() == 3 && report.is_complete && report.telemetry.written > 0
        });
        let report = opened.engine.cache_report().unwrap();
        let cached: Vec<u64> = report.songs.iter().map(|song| song.cached_chunks).collect();
        assert!(cached[0] >= 2 && cached.iter().all(|chunks| *chunks == cached[0]), "{cached:?}");
        assert!(report.songs[0].sentence.contains("first"), "{}", report.songs[0].sentence);
    });
    assert!(most <= rig.live.limit_bytes, "{most} bytes");
    let first_chunks = rig.chunks().iter().filter(|p| p.ends_with("chunk_0000.flac")).count();
    assert_eq!(first_chunks, 6);
}

#[test]
fn a_new_set_takes_the_room_of_songs_that_were_not_played_for_longest() {
    let mut rig = Rig::new();
    let songs = songs(&rig, 3);
    let all = rig.warm(&songs[..1]).byte_count;
    // Room for two songs.
    rig.live.limit_bytes = 2 * all + all / 2 + 65_536;
    rig.warm(&songs[1..2]);
    let most = most_bytes_while(&rig.cache(), || {
        rig.warm(&songs[2..3]);
    });
    assert!(most <= rig.live.limit_bytes);
    // Of the third song all is there, of the second most, of the first the rest.
    let of = |song: usize| {
        let is_of = |path: &&PathBuf| path.to_string_lossy().contains(&format!("{song}_0-"));
        rig.chunks().iter().filter(is_of).count()
    };
    assert_eq!(of(2), 5, "the new song is whole");
    assert!(of(0) < 5, "the oldest gave way");
    assert_eq!(of(1), 5);
}

#[test]
fn what_is_pinned_or_in_the_set_stays() {
    let mut rig = Rig::new();
    let songs = songs(&rig, 3);
    let all = rig.warm(&songs[..1]).byte_count;
    rig.live.limit_bytes = 2 * all + all / 2 + 65_536;
    let opened = rig.open(&songs);
    opened.engine.pin(opened.songs[0]);
    opened.engine.set_setlist(&opened.songs[2..]);
    opened.wait_until("the song of the set is whole", |opened| {
        let report = opened.engine.cache_report().unwrap();
        let whole = |at: usize| {
            report
                .songs
                .iter()
                .any(|s| s.song == opened.songs[at] && s.cached_chunks == s.chunk_count)
        };
        whole(2)
    });
    drop(opened);
    let pinned = rig.chunks().iter().filter(|path| path.to_string_lossy().contains("/0_")).count();
    assert_eq!(pinned, 10, "all chunks of both stems");
}

#[test]
fn a_lower_limit_holds_at_once() {
    let rig = Rig::new();
    let songs = songs(&rig, 2);
    let opened = rig.open(&songs);
    opened.wait_until_written();
    let mut live = opened.engine.settings().live;
    live.cache.limit_bytes = 700_000;
    opened.engine.set_settings(live);
    opened.wait_until("it is small enough", |_| rig.bytes_on_disk() <= 700_000);
    opened.wait_until("it is told", |o| o.engine.telemetry().cache.unwrap().evictions > 0);
}

#[test]
fn clearing_leaves_nothing_and_songs_play_on() {
    let rig = Rig::new();
    let songs = songs(&rig, 2);
    let opened = rig.open(&songs);
    opened.wait_until_written();
    let mut live = opened.engine.settings().live;
    live.cache.policy = attacca_engine::CachePolicy::Off;
    opened.engine.set_settings(live);
    opened.engine.clear_cache(Some(opened.songs[0]));
    opened.wait_until("one song is gone", |_| rig.chunks().len() == 10);
    opened.engine.clear_cache(None);
    opened.wait_until("all songs are gone", |_| rig.chunks().is_empty());
    let heard = opened.hear(0..FRAMES as u64);
    assert!(heard.samples == rig.hear_without(&songs[0], 0..FRAMES as u64));
}

#[test]
fn the_reserve_of_the_disk_is_left() {
    let rig = Rig::new();
    let songs = songs(&rig, 1);
    let mut settings = attacca_engine::EngineSettings::new(crate::rig::RATE);
    let folder = rig.cache();
    // More than any disk has.
    settings.cache = Some(attacca_engine::CacheSettings { folder, free_bytes: u64::MAX / 2 });
    settings.live.cache = rig.live;
    let (engine, _renderer) = attacca_engine::MultiTrackEngine::new(settings).unwrap();
    let song = engine.add_song(crate::rig::song_of(&songs[0]));
    engine.set_setlist(&[song]);
    thread::sleep(std::time::Duration::from_millis(700));
    assert_eq!(engine.telemetry().cache.unwrap().written, 0);
    assert!(rig.chunks().is_empty());
}

#[test]
fn all_is_written_where_the_last_chunk_only_just_finds_no_room() {
    let mut rig = Rig::new();
    let songs = songs(&rig, 1);
    let all = rig.warm(&songs).byte_count;
    fs::remove_dir_all(rig.cache()).unwrap();
    for missing in [1, 30_000, 90_000] {
        rig.live.limit_bytes = all + 65_536 - missing;
        let opened = rig.open(&songs);
        opened.wait_until("it says that all is written", |opened| {
            let report = opened.engine.cache_report().unwrap();
            report.songs.len() == 1 && report.is_complete && report.telemetry.byte_count > 0
        });
    }
}
