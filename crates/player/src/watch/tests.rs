//! Claims about counters.

use std::time::Duration;

use super::*;

/// An output that runs, with this many xruns.
fn xruns(xruns: u64) -> Counters {
    Counters { callbacks: xruns + 1, xruns, ..Counters::default() }
}

#[test]
fn a_counter_that_stands_still_says_nothing() {
    let mut watch = Watch::default();
    assert_eq!(watch.compare(Counters::default(), Instant::now()), []);
    watch.compare(xruns(3), Instant::now());
    let later = Counters { callbacks: 9, ..xruns(3) };
    assert_eq!(watch.compare(later, Instant::now() + Duration::from_secs(60)), []);
}

#[test]
fn a_rising_counter_is_reported_with_its_remedy_and_not_all_the_time() {
    let start = Instant::now();
    let mut watch = Watch::default();
    let notices = watch.compare(xruns(1), start);
    assert_eq!(notices.len(), 1);
    assert_eq!(notices[0].text, "the output ran dry; a larger buffer helps (xruns so far: 1)");
    assert_eq!(watch.compare(xruns(2), start + Duration::from_secs(1)), []);
    assert_eq!(watch.compare(xruns(9), start + Duration::from_secs(11)).len(), 1);
}

#[test]
fn each_counter_speaks_for_itself() {
    let counters = Counters { callbacks: 1, xruns: 1, late_callbacks: 1, clipped_frames: 1 };
    assert_eq!(Watch::default().compare(counters, Instant::now()).len(), 3);
}

#[test]
fn an_output_that_stands_still_is_reported() {
    let start = Instant::now();
    let mut watch = Watch::default();
    let running = |callbacks| Counters { callbacks, ..Counters::default() };
    assert_eq!(watch.compare(running(5), start), []);
    assert_eq!(watch.compare(running(5), start + Duration::from_secs(1)), []);
    let notices = watch.compare(running(5), start + STALL);
    assert_eq!(notices.len(), 1);
    assert_eq!(notices[0].severity, Severity::Error);
    assert_eq!(watch.compare(running(6), start + STALL * 9), [], "it runs again");
}
