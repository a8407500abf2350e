//! Songs whose files nobody has open get into the cache too.

use std::{
    io::ErrorKind,
    path::PathBuf,
    sync::Arc,
    time::{Duration, Instant},
};

use attacca_engine::{EngineEvent, control::SongPhase};
use attacca_test_support::faults::{Fault, faulty_files};
use attacca_units::FramePos;

use crate::{
    material::flac,
    rig::{Rig, song_of},
};

#[test]
fn a_song_that_is_pinned_beside_the_set_is_written_and_closed_again() {
    let rig = Rig::new();
    let stems = |name: &str| vec![flac(&rig.place, name, 16, 200_000)];
    let opened = rig.open(&[stems("set.flac")]);
    let pinned = opened.engine.add_song(song_of(&stems("pinned.flac")));
    let other = opened.engine.add_song(song_of(&stems("other.flac")));
    opened.engine.pin(pinned);
    opened.wait_until("all is written", |opened| {
        rig.chunks().len() == 10 && opened.engine.cache_report().unwrap().is_complete
    });
    opened.wait_until("it is closed", |o| o.engine.song(pinned).phase == SongPhase::Registered);
    assert_eq!(opened.engine.song(other).phase, SongPhase::Registered, "nobody wants that one");
    let is_of = |name: &str| rig.chunks().iter().any(|path| path.to_string_lossy().contains(name));
    assert!(is_of("pinned-") && !is_of("other-"));
}

#[test]
fn the_part_of_a_long_set_that_is_not_kept_open_gets_there_too() {
    let rig = Rig::new();
    let song = |number: usize| vec![flac(&rig.place, &format!("{number}.flac"), 16, 20_000)];
    let songs: Vec<Vec<PathBuf>> = (0..70).map(song).collect();
    let opened = rig.open(&songs);
    opened.wait_until("all is written", |opened| {
        rig.chunks().len() == 70 && opened.engine.cache_report().unwrap().is_complete
    });
    let is_open =
        |id: &&attacca_engine::SongId| opened.engine.song(**id).phase != SongPhase::Registered;
    opened.wait_until("the rest is closed", |o| o.songs.iter().filter(is_open).count() == 64);
}

#[test]
fn a_song_that_is_visited_plays_at_once_when_it_is_wanted() {
    let rig = Rig::new();
    let stems = vec![flac(&rig.place, "long.flac", 16, 2_000_000)];
    let mut opened = rig.open(&[vec![flac(&rig.place, "set.flac", 16, 20_000)]]);
    let pinned = opened.engine.add_song(song_of(&stems));
    opened.engine.pin(pinned);
    opened.wait_until("it is visited", |_| rig.chunks().len() > 3);
    opened.songs = vec![pinned];
    let heard = opened.hear(100_000..200_000);
    assert!(heard.samples == rig.hear_without(&stems, 100_000..200_000));
}

#[test]
fn a_pinned_song_whose_files_hang_takes_one_loader_and_no_more() {
    let (control, opener) = faulty_files();
    let rig = Rig { opener: Some(Arc::new(opener)), ..Rig::new() };
    let stems = |name: &str, count: usize| -> Vec<PathBuf> {
        (0..count).map(|at| flac(&rig.place, &format!("{name}-{at}.flac"), 16, 60_000)).collect()
    };
    let opened = rig.open(&[stems("set", 2)]);
    opened.wait_until_written();
    control.set("hangs", Fault::StallOpen);
    let hangs = opened.engine.add_song(song_of(&stems("hangs", 12)));
    let other = opened.engine.add_song(song_of(&stems("other", 1)));
    opened.engine.pin(hangs);
    opened.engine.pin(other);
    assert!(control.wait_for_stalled(1, Duration::from_secs(20)), "it is visited");
    opened.wait_until("the visit is over", |o| o.engine.song(hangs).phase == SongPhase::Registered);
    std::thread::sleep(Duration::from_secs(2));
    assert_eq!(control.n_stalled(), 1, "one file was tried");
    control.clear("hangs");
    opened.wait_until("the other one's turn has come", |_| {
        rig.chunks().iter().any(|path| path.to_string_lossy().contains("other"))
    });
}

#[test]
fn nothing_is_opened_for_the_cache_while_something_plays() {
    let (control, opener) = faulty_files();
    let rig = Rig { opener: Some(Arc::new(opener)), ..Rig::new() };
    let mut opened = rig.open(&[vec![flac(&rig.place, "set.flac", 16, 480_000)]]);
    opened.wait_until_written();
    opened.engine.play_song(opened.songs[0], FramePos(0));
    let mut play = |time: Duration| {
        let started = Instant::now();
        while started.elapsed() < time {
            opened.renderer.render(&mut [0.0; 2 * 960], 2, Instant::now());
            std::thread::sleep(Duration::from_millis(20));
        }
    };
    play(Duration::from_millis(500));
    let pinned = vec![flac(&rig.place, "pinned.flac", 16, 60_000)];
    let pinned = opened.engine.add_song(song_of(&pinned));
    opened.engine.pin(pinned);
    play(Duration::from_secs(2));
    assert_eq!(control.counts("pinned").opens, 0);
    opened.engine.pause();
    play(Duration::from_millis(500));
    opened.wait_until("it is written", |_| rig.chunks().len() == 12);
}

#[test]
fn a_song_that_fails_while_nobody_has_it_open_is_no_news() {
    let (control, opener) = faulty_files();
    let rig = Rig { opener: Some(Arc::new(opener)), ..Rig::new() };
    let opened = rig.open(&[vec![flac(&rig.place, "set.flac", 16, 60_000)]]);
    opened.wait_until_written();
    control.set("pinned", Fault::OpenError(ErrorKind::NotFound));
    let stems = vec![flac(&rig.place, "pinned.flac", 16, 60_000)];
    let pinned = opened.engine.add_song(song_of(&stems));
    opened.engine.pin(pinned);
    let is_over = |o: &crate::rig::Opened| {
        control.counts("pinned").opens == 1 && o.engine.cache_report().unwrap().is_complete
    };
    opened.wait_until("it has had its visit", is_over);
    let mut live = opened.engine.settings().live;
    live.buffer_chunks += 1;
    opened.engine.set_settings(live);
    opened.wait_until("nothing is left", |o| o.engine.cache_report().unwrap().is_complete);
    std::thread::sleep(Duration::from_millis(500));
    assert_eq!(control.counts("pinned").opens, 1, "a setting of other things repeats no visit");
    let is_news = |event: EngineEvent| {
        matches!(event, EngineEvent::StemFailed { .. } | EngineEvent::SongFailed { .. })
    };
    assert!(!opened.engine.events().try_iter().any(is_news));
}
