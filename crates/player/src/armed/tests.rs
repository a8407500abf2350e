//! Claims about the songs that are armed.

use super::*;

fn order(current: usize, count: usize) -> Vec<usize> {
    armed_songs(current, count).collect()
}

#[test]
fn the_current_song_comes_first_then_its_neighbours() {
    assert_eq!(order(0, 4), [0, 1, 2, 3]);
    assert_eq!(order(2, 5), [2, 3, 1, 4, 0]);
    assert_eq!(order(3, 4), [3, 2, 1, 0]);
    assert_eq!(order(0, 1), [0]);
}

#[test]
fn every_song_of_a_usual_set_is_armed_once() {
    for current in 0..20 {
        let mut songs = order(current, 20);
        songs.sort();
        assert_eq!(songs, (0..20).collect::<Vec<_>>());
    }
}

#[test]
fn a_very_long_set_arms_the_songs_around_the_current_one() {
    let songs = order(500, 1000);
    assert_eq!(songs.len(), MAX_ARMED_SONGS);
    assert!(songs.iter().all(|song| song.abs_diff(500) <= MAX_ARMED_SONGS / 2));
}
