//! The storage's verdict: only what lasts and harms makes it slow, only what lasts makes it fast.

use std::time::{Duration, Instant};

use super::StorageWatch;

/// Rounds of a second with two loaders, in each of which so much of a song is decoded, with so
/// much reading for each second of it. Returns the verdicts that were new.
struct Rounds {
    watch: StorageWatch,
    now: Instant,
}

impl Rounds {
    fn new() -> Rounds {
        let (mut watch, now) = (StorageWatch::default(), Instant::now());
        assert_eq!(watch.judge(now, 2), None);
        Rounds { watch, now }
    }

    fn play(&mut self, rounds: usize, decoded: f64, read_for_each: f64, is_low: bool) -> Vec<bool> {
        let mut verdicts = Vec::new();
        for _ in 0..rounds {
            self.watch.note_part(Duration::from_secs_f64(decoded * read_for_each), decoded);
            if is_low {
                self.watch.note_low();
            }
            self.now += Duration::from_secs(1);
            verdicts.extend(self.watch.judge(self.now, 2));
        }
        verdicts
    }
}

#[test]
fn a_storage_that_reads_slower_than_play_for_long_is_too_slow() {
    let mut rounds = Rounds::new();
    assert_eq!(rounds.play(2, 1.0, 1.9, true), [false; 0]);
    assert_eq!(rounds.play(1, 1.0, 1.9, true), [true]);
    assert!(rounds.watch.is_slow());
}

#[test]
fn a_storage_is_not_too_slow_while_the_look_ahead_is_full() {
    assert_eq!(Rounds::new().play(50, 1.0, 1.9, false), [false; 0]);
}

#[test]
fn a_machine_that_decodes_too_slowly_has_no_slow_storage() {
    assert_eq!(Rounds::new().play(50, 1.0, 0.3, true), [false; 0]);
}

#[test]
fn a_storage_that_does_not_answer_at_all_is_not_judged() {
    assert_eq!(Rounds::new().play(50, 0.0, 0.0, true), [false; 0]);
}

#[test]
fn a_slow_round_now_and_then_is_forgotten() {
    let mut rounds = Rounds::new();
    for _ in 0..20 {
        assert_eq!(rounds.play(2, 1.0, 1.9, true), [false; 0]);
        assert_eq!(rounds.play(2, 2.0, 0.1, false), [false; 0]);
    }
}

#[test]
fn the_verdict_is_taken_back_when_much_was_read_fast_and_not_before() {
    let mut rounds = Rounds::new();
    assert_eq!(rounds.play(3, 1.0, 1.9, true), [true]);
    // Between slow and fast.
    assert_eq!(rounds.play(50, 2.0, 0.8, false), [false; 0]);
    assert_eq!(rounds.play(14, 2.0, 0.4, false), [false; 0]);
    // One round in between begins anew.
    assert_eq!(rounds.play(1, 2.0, 0.8, false), [false; 0]);
    assert_eq!(rounds.play(14, 2.0, 0.4, false), [false; 0]);
    assert_eq!(rounds.play(1, 2.0, 0.4, false), [false]);
    assert_eq!(rounds.play(2, 1.0, 1.9, true), [false; 0], "and is not given again at once");
}

#[test]
fn while_nothing_is_read_the_verdict_stays() {
    let mut rounds = Rounds::new();
    assert_eq!(rounds.play(3, 1.0, 1.9, true), [true]);
    assert_eq!(rounds.play(500, 0.0, 0.0, false), [false; 0]);
    assert!(rounds.watch.is_slow());
}
