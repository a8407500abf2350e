//! Wrong clocks are found, busy machines are not taken for them.

use super::*;

const BLOCK: u64 = 512;

/// The times, in seconds, at which a device at `hz` asks for blocks, for ten seconds.
fn steady(hz: f64) -> impl Iterator<Item = f64> {
    (0_u32..).map(move |n| f64::from(n) * BLOCK as f64 / hz).take_while(|seconds| *seconds < 10.0)
}

/// What a meter that believes in 48 kHz says of blocks at these times, and when, in seconds.
fn verdict(times: impl Iterator<Item = f64>) -> Option<(u32, f64)> {
    let start = Instant::now();
    let mut meter = ClockMeter::new(SampleRate::HZ_48000);
    for seconds in times {
        let begin = start + Duration::from_secs_f64(seconds);
        if let Some(rate) = meter.count(begin, BLOCK) {
            return Some((rate.hz(), seconds));
        }
    }
    None
}

#[test]
fn a_clock_within_one_percent_is_believed() {
    for hz in [48_000.0, 47_600.0, 48_400.0] {
        assert_eq!(verdict(steady(hz)), None, "{hz} Hz");
    }
}

#[test]
fn another_rate_is_found_within_three_seconds() {
    for (hz, found) in [
        (44_100.0, 44_100),
        (44_250.0, 44_100),
        (96_000.0, 96_000),
        (32_000.0, 32_000),
        (46_000.0, 46_000),
        (49_000.0, 49_000),
    ] {
        let (rate, after) = verdict(steady(hz)).unwrap_or_else(|| panic!("{hz} Hz is believed"));
        assert!(is_within(rate.into(), found.into(), 0.002), "{hz} Hz is taken for {rate}");
        assert!(after < 3.0, "found after {after} s");
    }
}

#[test]
fn late_callbacks_change_no_verdict() {
    // Up to 8 ms late, as by a busy scheduler: a fixed pattern without a period of half a second.
    let late = |n: usize| (n * 7_919 % 97) as f64 / 97.0 * 0.008;
    assert_eq!(verdict(steady(48_000.0).enumerate().map(|(n, at)| at + late(n))), None);
    let wrong = steady(44_100.0).enumerate().map(|(n, at)| at + late(n));
    assert_eq!(verdict(wrong).map(|(rate, _)| rate), Some(44_100));
}

#[test]
fn a_machine_that_stands_now_and_then_is_no_wrong_clock() {
    // 60 ms every 1.3 s in which nothing is fetched, and that are never made up for.
    let stalls = |at: f64| (at / 1.3).floor() * 0.060;
    assert_eq!(verdict(steady(48_000.0).map(|at| at + stalls(at))), None);
}

#[test]
fn what_is_fetched_at_once_in_the_beginning_does_not_count() {
    let filling = std::iter::repeat_n(0.0, 40);
    assert_eq!(verdict(filling.chain(steady(48_000.0))), None);
}

#[test]
fn a_device_that_only_discards_is_no_clock() {
    assert_eq!(verdict(steady(4_800_000.0)), None);
}

#[test]
fn a_restart_forgets_a_suspicion() {
    let start = Instant::now();
    let mut meter = ClockMeter::new(SampleRate::HZ_48000);
    for (n, seconds) in steady(44_100.0).enumerate() {
        if n % 100 == 99 {
            meter.restart();
        }
        assert_eq!(meter.count(start + Duration::from_secs_f64(seconds), BLOCK), None);
    }
}
