//! What is late, and what lies between callbacks.

use std::sync::atomic::Ordering::Relaxed;

use super::*;

const PERIOD: Duration = Duration::from_millis(10);

fn timing(begin: Instant, took_ms: u64) -> BlockTiming {
    BlockTiming { begin, end: begin + Duration::from_millis(took_ms), deadline: begin + PERIOD }
}

#[test]
fn only_a_callback_that_ends_after_its_deadline_is_late() {
    let stats = Arc::new(CallbackStats::default());
    let mut monitor = CallbackMonitor::new(Arc::clone(&stats));
    let start = Instant::now();
    for took_ms in [9, 10, 11] {
        monitor.record(timing(start, took_ms));
    }
    assert_eq!(stats.callbacks.load(Relaxed), 3);
    assert_eq!(stats.late_callbacks.load(Relaxed), 1);
}

#[test]
fn intervals_go_from_one_beginning_to_the_next() {
    let stats = Arc::new(CallbackStats::default());
    let mut monitor = CallbackMonitor::new(Arc::clone(&stats));
    let start = Instant::now();
    for begin_ms in [0, 10, 32] {
        monitor.record(timing(start + Duration::from_millis(begin_ms), 1));
    }
    let intervals = stats.interval.snapshot();
    assert_eq!(intervals.count(), 2, "the first callback has none before it");
    assert_eq!(intervals.max(), Duration::from_millis(22));
    assert_eq!(stats.duration.snapshot().max(), Duration::from_millis(1));
}
