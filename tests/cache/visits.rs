//! Songs whose files nobody has open get into the cache too.

use std::path::PathBuf;

use attacca_engine::control::SongPhase;

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
