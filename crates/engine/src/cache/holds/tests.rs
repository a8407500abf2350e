//! Who holds what.

use super::*;

fn hold(holds: &Holds, song: &str, stem: &str, number: u64) -> Hold {
    holds.of(ChunkAt { song, stem, number })
}

#[test]
fn stems_of_kept_songs_whose_files_are_closed_or_lost_stay_whole() {
    let mut holds = Holds { quota: 2, ..Holds::default() };
    holds.keep("song");
    assert_eq!(hold(&holds, "song", "closed", 9), Hold::Pinned);
    holds.open("song", "lost", false);
    holds.lose("song", "lost");
    assert_eq!(hold(&holds, "song", "lost", 9), Hold::Pinned);
    holds.open("song", "open", true);
    assert_eq!(hold(&holds, "song", "open", 1), Hold::Pinned);
    assert_eq!(hold(&holds, "song", "open", 2), Hold::Surplus);
    holds.open("song", "cheap", false);
    assert_eq!(hold(&holds, "song", "cheap", 0), Hold::Surplus);
    assert_eq!(hold(&holds, "other", "open", 0), Hold::Free);
    assert!(holds.is_held_as_it_is("song", "closed") && holds.is_held_as_it_is("song", "lost"));
    assert!(!holds.is_held_as_it_is("song", "open") && !holds.is_held_as_it_is("other", "open"));
}

#[test]
fn of_two_songs_with_one_name_the_stronger_hold_counts() {
    let mut holds = Holds { quota: 1, ..Holds::default() };
    holds.keep("song");
    holds.open("song", "stem", true);
    holds.open("song", "stem", false);
    assert_eq!(hold(&holds, "song", "stem", 0), Hold::Pinned);
    holds.use_song("song");
    assert_eq!(hold(&holds, "song", "stem", 5), Hold::Pinned);
}

#[test]
fn what_plays_or_has_lost_its_file_is_spared() {
    let mut holds = Holds::default();
    holds.keep("kept");
    holds.use_song("plays");
    holds.lose("kept", "lost");
    assert!(holds.is_spared("plays", "any") && holds.is_spared("kept", "lost"));
    assert!(!holds.is_spared("kept", "other") && !holds.is_spared("free", "any"));
}
