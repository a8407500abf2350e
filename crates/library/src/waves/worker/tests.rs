//! Claims about how much is measured while a song plays.

use super::*;

#[test]
fn while_a_song_plays_a_twentieth_of_the_time_is_work() {
    for millis in [1, 3, 10] {
        let worked = Duration::from_millis(millis);
        assert_eq!(worked * 20, worked + rest_after(worked, true));
    }
}

#[test]
fn no_rest_is_so_long_that_stopping_waits_for_it() {
    assert_eq!(rest_after(Duration::from_secs(60), true), Duration::from_millis(200));
}

#[test]
fn while_nothing_plays_it_works_without_rest() {
    assert_eq!(rest_after(Duration::from_millis(10), false), Duration::ZERO);
}
