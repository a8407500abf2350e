//! Goals that are met and missed.

use super::*;
use crate::bench::report::tests::report_of;

/// The line of `table` that begins with `name`.
fn line<'a>(table: &'a str, name: &str) -> &'a str {
    let is_named = |line: &&str| line.trim_start().starts_with(name);
    table.lines().find(is_named).unwrap_or_else(|| panic!("no line for {name}:\n{table}"))
}

#[test]
fn a_report_within_all_goals_has_no_cross() {
    let table = table(&report_of(3.0));
    assert!(!table.contains('✗'), "{table}");
    assert!(line(&table, "start, armed").ends_with("p99 ≤ 4 ✓"));
}

#[test]
fn each_missed_goal_has_a_cross() {
    let mut report = report_of(14.0);
    report.load.late_callbacks = 1;
    report.load.memory_anonymous_mib = Some(40.1);
    report.setlist_armed.in_next_callback = 199;
    report.stuck_stem.holes = 2;
    report.max_stems = 256;
    report.seams.jump_error_frames = 1;
    let table = table(&report);
    assert!(line(&table, "start, armed").ends_with("p99 ≤ 4 ✗"));
    assert!(line(&table, "seek anywhere").ends_with("p50 ≤ 6 ✗ p99 ≤ 15 ✓"));
    assert!(line(&table, "late callbacks").ends_with("0 ✗"));
    assert!(line(&table, "anonymous memory").ends_with("≤ 40 ✗"));
    assert!(line(&table, "later than next callback").ends_with("0 ✗"));
    assert!(line(&table, "holes beside a stuck stem").ends_with("0 ✗"));
    assert!(line(&table, "frames off, jumps").ends_with("0 ✗"));
    assert!(line(&table, "stems at once").ends_with("≥ 500 ✗"));
}

#[test]
fn without_real_time_priority_nobody_promises_callbacks_in_time() {
    let mut report = report_of(3.0);
    report.hogs.load.realtime = "refused (EPERM)".to_owned();
    report.hogs.load.late_callbacks = 7;
    assert!(!table(&report).contains('✗'));
}
