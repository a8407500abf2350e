//! Tests of what is read from the system.

use super::*;

#[test]
fn times_are_found_behind_any_name() {
    let stat = "7 (a ) name) S 1 7 7 0 -1 4194304 100 0 0 0 250 50 30 20 20 0 1 0 100";
    let tick = Duration::from_secs_f64(1.0 / clock_ticks_per_second() as f64);
    let expected = ProcessTimes { own: tick * 300, children: tick * 50 };
    assert_eq!(process_times(stat), Some(expected));
    assert_eq!(process_times("7 (short) S 1"), None);
}

#[test]
fn this_process_has_used_time_and_memory() {
    assert!(process_time() >= thread_time());
    assert!(anonymous_bytes().is_some_and(|bytes| bytes > 0));
}
