//! Openings that answer, refuse, hang, and answer late. A device is a number here.

use crossbeam_channel::{Sender, bounded};

use super::*;

type Answers = Sender<Result<u32, OutputError>>;

const SECOND: Duration = Duration::from_secs(1);

/// Openings of which one begins at the start, and the time of that.
fn begun() -> (Openings<u32>, Answers, Instant) {
    let start = Instant::now();
    let mut openings = Openings::new(start);
    let answers = begin(&mut openings, start);
    (openings, answers, start)
}

fn begin(openings: &mut Openings<u32>, now: Instant) -> Answers {
    assert!(openings.is_due(0, now), "another one is due");
    let (sender, answer) = bounded(1);
    openings.begin(answer, now);
    sender
}

fn refusal() -> OutputError {
    OutputError::Busy { device: "Hall".to_owned() }
}

#[test]
fn one_runs_at_a_time_and_a_refused_one_is_repeated_half_a_second_later() {
    let (mut openings, answers, start) = begun();
    assert!(!openings.is_due(1, start + SECOND), "one runs");
    assert!(openings.look(start + SECOND).is_none());
    answers.send(Err(refusal())).expect("it is waited for");
    let refused = openings.look(start + SECOND);
    assert!(matches!(refused, Some(Answer::Refused(OutputError::Busy { .. }))), "{refused:?}");
    assert!(!openings.is_due(0, start + SECOND + Duration::from_millis(499)));
    assert!(openings.is_due(0, start + SECOND + Duration::from_millis(500)));
}

#[test]
fn one_that_hangs_is_said_once_and_another_begins_with_twice_the_patience() {
    let (mut openings, _first, start) = begun();
    assert!(openings.look(start + 5 * SECOND - Duration::from_nanos(1)).is_none());
    assert!(matches!(openings.look(start + 5 * SECOND), Some(Answer::Hangs)));
    assert!(openings.look(start + 5 * SECOND).is_none(), "it is said once");
    let mut at = start + 5 * SECOND;
    let mut hanging = Vec::new();
    for patience in [10 * SECOND, 20 * SECOND, 40 * SECOND] {
        hanging.push(begin(&mut openings, at));
        assert!(openings.look(at + patience - Duration::from_nanos(1)).is_none());
        at += patience;
        assert!(matches!(openings.look(at), Some(Answer::Hangs)));
    }
}

#[test]
fn no_more_than_four_run_whenever_they_began() {
    let openings = Openings::<u32>::new(Instant::now());
    let later = Instant::now() + 3600 * SECOND;
    assert!(openings.is_due(3, later));
    assert!(!openings.is_due(4, later));
}

#[test]
fn a_late_device_is_taken_and_a_late_refusal_is_not_worth_a_word() {
    let (mut openings, first, start) = begun();
    let late = start + 5 * SECOND;
    assert!(matches!(openings.look(late), Some(Answer::Hangs)));
    let second = begin(&mut openings, late);
    assert!(matches!(openings.look(late + 10 * SECOND), Some(Answer::Hangs)));
    let _third = begin(&mut openings, late + 10 * SECOND);
    first.send(Err(refusal())).expect("it may answer yet");
    assert!(openings.look(late + 11 * SECOND).is_none());
    second.send(Ok(2)).expect("it may answer yet");
    assert!(matches!(openings.look(late + 11 * SECOND), Some(Answer::Opened(2))));
}

#[test]
fn after_a_refusal_the_patience_is_as_at_first() {
    let (mut openings, _first, start) = begun();
    let mut at = start + 5 * SECOND;
    assert!(matches!(openings.look(at), Some(Answer::Hangs)));
    begin(&mut openings, at).send(Err(refusal())).expect("it is waited for");
    assert!(matches!(openings.look(at), Some(Answer::Refused(_))));
    at += SECOND;
    let _third = begin(&mut openings, at);
    assert!(matches!(openings.look(at + 5 * SECOND), Some(Answer::Hangs)));
}

#[test]
fn one_that_panics_is_repeated() {
    let (mut openings, first, start) = begun();
    drop(first);
    assert!(openings.look(start).is_none());
    assert!(openings.is_due(0, start + SECOND));
}
