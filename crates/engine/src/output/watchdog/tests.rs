//! When a device counts as silent.

use super::*;

const PERIOD: Duration = Duration::from_millis(10);

/// Milliseconds until a device that never calls is silent, looked at every `step`.
fn silent_after(period: Duration, step_ms: u64) -> u64 {
    let start = Instant::now();
    let mut watchdog = Watchdog::new(7, start);
    let mut looks = (1..).map(|n| n * step_ms);
    let is_silent = |ms: &u64| watchdog.is_silent(7, period, start + Duration::from_millis(*ms));
    looks.find(is_silent).expect("the numbers don't end")
}

#[test]
fn a_device_is_silent_after_half_a_second() {
    assert_eq!(silent_after(PERIOD, 20), 500);
}

#[test]
fn a_device_of_long_blocks_is_silent_after_eight_of_them() {
    assert_eq!(silent_after(Duration::from_millis(93), 1), 744);
}

#[test]
fn a_callback_now_and_then_is_enough() {
    let start = Instant::now();
    let mut watchdog = Watchdog::new(0, start);
    for n in 1..100 {
        let now = start + Duration::from_millis(n * 60);
        assert!(!watchdog.is_silent(n / 8, PERIOD, now), "a callback every 480 ms");
    }
}

#[test]
fn a_machine_that_stood_is_no_silent_device() {
    let start = Instant::now();
    let mut watchdog = Watchdog::new(0, start);
    let woken_at = start + Duration::from_secs(60);
    assert!(!watchdog.is_silent(0, PERIOD, woken_at));
    assert!(!watchdog.is_silent(0, PERIOD, woken_at + Duration::from_millis(100)));
}
