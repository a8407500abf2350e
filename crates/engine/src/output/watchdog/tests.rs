//! When a device counts as silent, and when as failing.

use super::*;

const PERIOD: Duration = Duration::from_millis(10);

fn sight(callbacks: u64, faults: u64, period: Duration) -> Sight {
    Sight { callbacks, faults, period }
}

/// The first alarm about a device that never calls and reports `faults_per_ms`, looked at every
/// `step_ms`; and when, in milliseconds.
fn alarm(period: Duration, step_ms: u64, faults_per_ms: u64) -> (Alarm, u64) {
    let start = Instant::now();
    let mut watchdog = Watchdog::new(sight(7, 900, period), start);
    let mut looks = (1..).map(|n| n * step_ms);
    let alarm = |ms: u64| {
        let sight = sight(7, 900 + ms * faults_per_ms, period);
        Some((watchdog.look(sight, start + Duration::from_millis(ms))?, ms))
    };
    looks.find_map(alarm).expect("the numbers don't end")
}

#[test]
fn a_device_is_silent_after_half_a_second() {
    assert_eq!(alarm(PERIOD, 20, 0), (Alarm::Silent, 500));
}

#[test]
fn a_device_of_long_blocks_is_silent_after_eight_of_them() {
    assert_eq!(alarm(Duration::from_millis(93), 1, 0), (Alarm::Silent, 744));
}

#[test]
fn a_device_that_fails_without_a_pause_is_lost_within_a_quarter_of_a_second() {
    assert_eq!(alarm(PERIOD, 50, 100), (Alarm::Fails, 100));
    assert_eq!(alarm(Duration::from_millis(93), 50, 100), (Alarm::Fails, 200));
}

#[test]
fn a_device_that_calls_may_report_what_it_likes() {
    let start = Instant::now();
    let mut watchdog = Watchdog::new(sight(0, 0, PERIOD), start);
    for n in 1..100 {
        // A callback every 480 ms, and ten faults between two of them.
        let seen = sight(n / 8, n * 10 / 8, PERIOD);
        assert_eq!(watchdog.look(seen, start + Duration::from_millis(n * 60)), None);
    }
}

#[test]
fn a_machine_that_stood_is_no_silent_device() {
    let start = Instant::now();
    let mut watchdog = Watchdog::new(sight(0, 0, PERIOD), start);
    let woken_at = start + Duration::from_secs(60);
    assert_eq!(watchdog.look(sight(0, 0, PERIOD), woken_at), None);
    let later = woken_at + Duration::from_millis(100);
    assert_eq!(watchdog.look(sight(0, 0, PERIOD), later), None);
}
