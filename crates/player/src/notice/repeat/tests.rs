//! Claims about repeated notices.

use super::*;

#[test]
fn a_burst_becomes_one_notice_and_a_count() {
    let start = Instant::now();
    let mut filter = RepeatFilter::default();
    assert_eq!(filter.admit("xrun", start), Some(0));
    for millis in 1..=100 {
        assert_eq!(filter.admit("xrun", start + Duration::from_millis(millis)), None);
    }
    assert_eq!(filter.admit("xrun", start + MIN_INTERVAL), Some(100));
    assert_eq!(filter.admit("xrun", start + MIN_INTERVAL * 2), Some(0));
}

#[test]
fn kinds_do_not_hide_each_other() {
    let start = Instant::now();
    let mut filter = RepeatFilter::default();
    assert_eq!(filter.admit(("damage", 1), start), Some(0));
    assert_eq!(filter.admit(("damage", 2), start), Some(0));
}
