//! Claims about measured times.

use super::*;

#[test]
fn the_mean_is_of_all_and_the_percentile_of_the_last_ones() {
    let mut durations = Durations::default();
    assert_eq!(durations.timing(), Timing::default());
    for millis in 1..=100 {
        durations.note(Duration::from_millis(millis));
    }
    let timing = durations.timing();
    assert_eq!((timing.count, timing.mean_ms, timing.p95_ms), (100, 50.5, 95.0));
    for _ in 0..KEPT {
        durations.note(Duration::from_millis(1));
    }
    assert_eq!(durations.timing().p95_ms, 1.0);
    assert_eq!(durations.timing().count, 612);
}
