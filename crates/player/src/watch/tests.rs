//! Claims about counters.

use std::time::Duration;

use super::*;

/// This many xruns, and nothing else.
fn xruns(xruns: u64) -> Counters {
    Counters { xruns, ..Counters::default() }
}

#[test]
fn a_counter_that_stands_still_says_nothing() {
    let mut watch = Watch::default();
    assert_eq!(watch.compare(Counters::default(), Instant::now()), []);
    watch.compare(xruns(3), Instant::now());
    assert_eq!(watch.compare(xruns(3), Instant::now() + Duration::from_secs(60)), []);
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
    let counters = Counters { xruns: 1, late_callbacks: 1, clipped_frames: 1 };
    assert_eq!(Watch::default().compare(counters, Instant::now()).len(), 3);
}
