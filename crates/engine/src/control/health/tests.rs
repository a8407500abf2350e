//! Claims about health.

use super::*;

fn left_out(seconds: u64) -> HealthReason {
    HealthReason::StemLeftOut {
        song: SongId(0),
        stem: 3,
        reason: QuarantineReason::NoAnswer,
        silent_for: Duration::from_secs(seconds),
    }
}

fn states(health: &Health) -> Vec<HealthState> {
    health.reasons.iter().map(HealthReason::state).collect()
}

#[test]
fn without_a_reason_all_is_well() {
    assert_eq!(Health::of(Vec::new()).state, HealthState::Ok);
    assert_eq!(Health::default().state, HealthState::Ok);
}

#[test]
fn the_worst_reason_says_the_word_and_comes_first() {
    use HealthState::{Degraded, Recovering};
    let failed = HealthReason::StemFailed { song: SongId(0), stem: 1 };
    let health = Health::of(vec![HealthReason::LowLead, failed, left_out(1)]);
    assert_eq!(health.state, Degraded);
    assert_eq!(states(&health), [Degraded, Recovering, Recovering]);
    assert!(matches!(health.reasons[1], HealthReason::LowLead), "the others stay in order");
}

#[test]
fn a_stem_that_is_left_out_for_long_wants_somebody() {
    assert_eq!(left_out(0).state(), HealthState::Recovering);
    assert_eq!(left_out(9).state(), HealthState::Recovering);
    assert_eq!(left_out(10).state(), HealthState::Degraded);
}

#[test]
fn loaders_that_are_not_replaced_any_more_want_somebody() {
    let hang = |count| HealthReason::LoadersHang { count }.state();
    assert_eq!(hang(MAX_STUCK_LOADERS - 1), HealthState::Recovering);
    assert_eq!(hang(MAX_STUCK_LOADERS), HealthState::Degraded);
}

#[test]
fn an_output_that_is_gone_comes_before_all_else() {
    let failed = || vec![HealthReason::StemFailed { song: SongId(0), stem: 1 }];
    let lost = Health::of(failed()).with_output(OutputHealth::Degraded(LossReason::Silent));
    assert!(matches!(lost.reasons[0], HealthReason::OutputLost(LossReason::Silent)));
    let reopens = Health::of(Vec::new()).with_output(OutputHealth::Recovering(LossReason::Silent));
    assert_eq!(reopens.state, HealthState::Recovering);
    assert_eq!(Health::of(failed()).with_output(OutputHealth::Ok).reasons.len(), 1);
}

#[test]
fn trouble_is_recent_for_ten_seconds() {
    let start = Instant::now();
    let after = |seconds: u64| start + Duration::from_secs(seconds);
    let counts = |underruns, xruns| TroubleCounts { underruns, xruns, late_callbacks: 0 };
    let mut recent = RecentTrouble::default();
    recent.note(counts(0, 0), after(0));
    assert_eq!(recent.counts(), counts(0, 0));
    recent.note(counts(2, 0), after(1));
    recent.note(counts(2, 1), after(5));
    recent.note(counts(3, 1), after(6));
    assert_eq!(recent.counts(), counts(3, 1));
    recent.note(counts(3, 1), after(11));
    assert_eq!(recent.counts(), counts(1, 1), "the first two are past");
    recent.note(counts(3, 1), after(16));
    assert_eq!(recent.counts(), counts(0, 0));
}

#[test]
fn counts_without_trouble_are_no_reason() {
    let counts = TroubleCounts { underruns: 0, xruns: 4, late_callbacks: 0 };
    let reasons: Vec<_> = counts.reasons().collect();
    assert!(matches!(reasons[..], [HealthReason::Xruns { count: 4 }]), "{reasons:?}");
}
