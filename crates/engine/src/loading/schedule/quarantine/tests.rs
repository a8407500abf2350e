//! Claims about quarantine.

use std::io;

use super::*;

fn error() -> Arc<DecodeError> {
    Arc::new(DecodeError::Read(io::Error::other("injected")))
}

fn millis(count: u64) -> Duration {
    Duration::from_millis(count)
}

#[test]
fn rests_double_from_a_quarter_of_a_second_to_four() {
    let mut now = Instant::now();
    let mut standing = Standing::default();
    standing.leave_out(QuarantineReason::NoAnswer, now);
    for rest in [250, 500, 1000, 2000, 4000, 4000, 4000] {
        assert!(standing.is_left_out() && !standing.may_ask(now));
        assert!(!standing.is_retry_due(now + millis(rest - 1)), "rests {rest} ms");
        now += millis(rest);
        assert!(standing.is_retry_due(now), "asked after {rest} ms");
        standing.reopening(JobId::default());
        assert!(!standing.is_retry_due(now), "one attempt at a time");
        standing.leave_out(QuarantineReason::NoAnswer, now);
    }
    let since = standing.quarantine().map(|quarantine| now - quarantine.since);
    assert_eq!(since, Some(millis(15_750)), "all of it is one absence");
}

#[test]
fn a_stem_that_delivers_on_trial_begins_anew() {
    let now = Instant::now();
    let mut standing = Standing::default();
    standing.leave_out(QuarantineReason::NoAnswer, now);
    standing.reopening(JobId::default());
    standing.reopened();
    assert!(standing.may_ask(now) && !standing.is_left_out(), "on trial it is asked");
    standing.delivered();
    assert!(standing.quarantine().is_none());
    standing.leave_out(QuarantineReason::NoAnswer, now);
    assert!(standing.is_retry_due(now + SHORTEST_RETRY), "the rests begin anew");
}

#[test]
fn a_stem_that_fails_on_trial_rests_for_longer() {
    let now = Instant::now();
    let mut standing = Standing::default();
    standing.leave_out(QuarantineReason::NoAnswer, now);
    standing.reopening(JobId::default());
    standing.reopened();
    standing.failed(error(), now);
    assert!(standing.is_left_out());
    assert!(standing.answers(), "an error is an answer");
    assert!(!standing.is_retry_due(now + SHORTEST_RETRY));
    assert!(standing.is_retry_due(now + SHORTEST_RETRY * 2));
}

#[test]
fn a_stem_that_rests_is_not_made_to_rest_for_longer() {
    let now = Instant::now();
    let mut standing = Standing::default();
    standing.leave_out(QuarantineReason::NoAnswer, now);
    standing.leave_out(QuarantineReason::NoAnswer, now + millis(200));
    assert!(standing.is_retry_due(now + millis(250)));
}

#[test]
fn a_read_that_fails_is_tried_again_before_anything_is_silent() {
    let now = Instant::now();
    let mut standing = Standing::default();
    standing.failed(error(), now);
    assert!(!standing.may_ask(now) && !standing.is_left_out());
    assert!(standing.may_ask(now + READ_RETRY));
    standing.failed(error(), now + READ_RETRY);
    assert_eq!(standing.failing_for(now + millis(200)), millis(200), "since the first failure");
    standing.delivered();
    assert_eq!(standing.failing_for(now + millis(300)), Duration::ZERO);
}
