//! The stems' own files vanish.

use std::{
    io::ErrorKind,
    slice::from_ref,
    sync::Arc,
    time::{Duration, Instant},
};

use attacca_engine::EngineEvent;
use attacca_test_support::faults::{Fault, FaultControl, faulty_files};
use attacca_units::FramePos;

use crate::{
    material::flac,
    rig::{CHUNK, Opened, Rig},
};

const FRAMES: usize = 200_000;

fn faulty() -> (Rig, FaultControl) {
    let (control, opener) = faulty_files();
    (Rig { opener: Some(Arc::new(opener)), ..Rig::new() }, control)
}

#[test]
fn a_song_that_is_cached_plays_after_its_stick_was_pulled() {
    let (rig, control) = faulty();
    let stems =
        vec![flac(&rig.place, "a.flac", 16, FRAMES), flac(&rig.place, "b.flac", 24, FRAMES)];
    rig.warm(from_ref(&stems));
    let right = rig.hear_without(&stems, 0..FRAMES as u64);

    // While it is open.
    let opened = rig.open(from_ref(&stems));
    opened.wait_until("it is open", |o| o.engine.song(o.songs[0]).frame_count.is_some());
    control.set(".flac", Fault::ReadError(ErrorKind::Other));
    control.set(".flac", Fault::OpenError(ErrorKind::NotFound));
    let heard = opened.hear(0..FRAMES as u64);
    assert!(heard.samples == right, "open files that give errors");

    // Before it is opened.
    let heard = rig.hear(&stems, 0..FRAMES as u64);
    assert!(heard.samples == right, "files that are not there");
    let lost: Vec<_> =
        heard.events.iter().filter(|e| matches!(e, EngineEvent::SourceLost { .. })).collect();
    assert!(lost.len() <= 2);
}

#[test]
fn songs_that_are_now_incomplete_are_named() {
    let (mut rig, control) = faulty();
    rig.live.first_chunks = 2;
    let stems = vec![flac(&rig.place, "a.flac", 16, FRAMES)];
    rig.warm(from_ref(&stems));
    control.set(".flac", Fault::OpenError(ErrorKind::NotFound));
    let opened = rig.open(&[stems]);
    let events = opened.engine.events();
    let mut told = Vec::new();
    opened.wait_until("it is told", |o| {
        o.engine.song(o.songs[0]).frame_count.is_some() && !events.is_empty()
    });
    for _ in 0..200 {
        told.extend(events.try_iter().filter_map(|event| match event {
            EngineEvent::SourceLost { cached, frame_count, stem, .. } => {
                Some((stem, cached, frame_count))
            }
            _ => None,
        }));
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    assert_eq!(told.len(), 1, "once");
    let (stem, cached, frame_count) = told[0];
    assert_eq!((stem, cached.0, frame_count.0), (0, 2 * CHUNK, FRAMES as u64));
}

#[test]
fn what_is_not_cached_is_silent_and_heard_again_when_the_files_are_back() {
    let (mut rig, control) = faulty();
    rig.live.first_chunks = 2;
    let stems = vec![flac(&rig.place, "a.flac", 16, FRAMES)];
    rig.warm(from_ref(&stems));
    let right = rig.hear_without(&stems, 0..FRAMES as u64);
    control.set(".flac", Fault::OpenError(ErrorKind::NotFound));
    let heard = rig.hear(&stems, 0..FRAMES as u64);
    let (cached, rest) = heard.samples.split_at(4 * CHUNK as usize);
    // But for the fade before what is missing.
    let faded = cached.len() - 2 * 480;
    assert!(cached[..faded] == right[..faded], "what is cached plays");
    assert!(rest.iter().all(|sample| *sample == 0.0), "the rest is silent");

    let mut opened = rig.open(&[stems]);
    let events = opened.engine.events();
    opened.wait_until("it is open", |o| o.engine.song(o.songs[0]).frame_count.is_some());
    opened.engine.play_song(opened.songs[0], FramePos(2 * CHUNK - 20_000));
    hear_until(&mut opened, "it is left out", || {
        events.try_iter().any(|event| matches!(event, EngineEvent::StemLeftOut { .. }))
    });
    control.clear_all();
    hear_until(&mut opened, "it is back", || {
        events.try_iter().any(|event| matches!(event, EngineEvent::StemBack { .. }))
    });
}

#[test]
fn under_a_lower_limit_others_give_way_before_what_has_lost_its_file() {
    let (rig, control) = faulty();
    let song = |name: &str| vec![flac(&rig.place, name, 16, FRAMES)];
    let (lost, there) = (song("lost.flac"), song("there.flac"));
    let all = rig.warm(&[lost.clone(), there.clone()]).byte_count;
    control.set("lost.flac", Fault::OpenError(ErrorKind::NotFound));
    // The lost song is in the middle of the set, and nothing plays.
    let opened = rig.open(&[there.clone(), lost]);
    opened.wait_until("it is known to be lost", |opened| {
        let songs = opened.engine.cache_report().unwrap().songs;
        songs.iter().any(|song| song.sentence.contains("can't be reached"))
    });
    let mut live = opened.engine.settings().live;
    live.cache.limit_bytes = all / 2 + 90_000;
    opened.engine.set_settings(live);
    opened.wait_until("it is small enough", |_| rig.bytes_on_disk() <= all / 2 + 90_000);
    let is_of = |name: &str| {
        rig.chunks().iter().filter(|path| path.to_string_lossy().contains(name)).count()
    };
    assert_eq!(is_of("/lost-"), 5, "all that is left of it");
    assert!(is_of("/there-") < 5);
}

/// Plays at the pace of an output.
fn hear_until(opened: &mut Opened, what: &str, mut is_so: impl FnMut() -> bool) {
    let started = Instant::now();
    while !is_so() {
        assert!(started.elapsed().as_secs() < 10, "10 s passed before {what}");
        opened.renderer.render(&mut [0.0; 960], 2, Instant::now());
        std::thread::sleep(Duration::from_millis(10));
    }
}
