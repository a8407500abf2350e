//! Tests of the times of a recording.

use super::*;

/// A recording of 1000 frames per second, with its arrivals: frames in all, milliseconds since `begin`.
fn recording(begin: Instant, arrivals: &[(usize, u64)]) -> Recording {
    let arrivals =
        arrivals.iter().map(|(frames, ms)| (*frames, begin + Duration::from_millis(*ms)));
    Recording { samples: Vec::new(), arrivals: arrivals.collect(), rate: 1000 }
}

#[test]
fn a_piece_that_comes_late_makes_no_frame_late() {
    let begin = Instant::now();
    let recording = recording(begin, &[(50, 70), (100, 190), (150, 170)]);
    assert_eq!(recording.arrival_of(0), Some(begin + Duration::from_millis(20)));
    assert_eq!(recording.arrival_of(75), Some(begin + Duration::from_millis(95)));
    assert_eq!(recording.arrival_of(150), None);
}

#[test]
fn frames_that_are_lost_make_those_after_them_late() {
    let begin = Instant::now();
    // Half a second is missing after the first two seconds.
    let recording = recording(begin, &[(1000, 1000), (2000, 2000), (3000, 3500), (4000, 4500)]);
    assert_eq!(recording.arrival_of(2500), Some(begin + Duration::from_millis(3000)));
}

#[test]
fn an_instant_lies_before_the_frames_that_came_after_it() {
    let begin = Instant::now();
    let recording = recording(begin, &[(50, 70), (100, 120)]);
    let at = |ms| recording.frame_at(begin + Duration::from_millis(ms));
    assert_eq!([at(0), at(100), at(500)], [0, 50, 100]);
}
