//! Tests of the table of steps.

use super::*;

#[test]
fn a_failed_step_does_not_keep_the_next_from_being_done() {
    let mut report = Report::default();
    let mut done = Vec::new();
    report.step("first", || Err(Failure::new("broken")));
    report.step("second", || {
        done.push("second");
        Ok(())
    });
    assert_eq!(done, ["second"]);
    let message = report.finish().unwrap_err().to_string();
    assert!(message.contains("first") && !message.contains("second"), "{message}");
}

#[test]
fn a_report_without_failures_is_a_success() {
    let mut report = Report::default();
    report.step("only", || Ok(()));
    assert!(report.finish().is_ok());
}

#[test]
fn the_table_has_a_line_for_each_step_and_their_sum() {
    let step = |name, seconds, failure| Step { name, took: Duration::from_secs(seconds), failure };
    let steps = vec![step("clippy", 61, None), step("tests", 2, Some(Failure::new("two failed")))];
    let expected = "\
clippy          61.0 s  passed
tests            2.0 s  FAILED  two failed
all             63.0 s";
    assert_eq!(Report { steps }.table(), expected);
}
