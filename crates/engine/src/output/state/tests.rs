//! What a state means for the engine's health.

use super::*;

#[test]
fn only_a_device_that_is_being_opened_recovers_by_itself() {
    let (since, reason) = (Instant::now(), LossReason::Silent);
    let lost = OutputState::Lost { since, reason: reason.clone() };
    let stuck = OutputState::Stuck { since, reason: reason.clone() };
    let reopening = OutputState::Reopening { since, reason: reason.clone() };
    assert_eq!(OutputState::Running.health(), OutputHealth::Ok);
    assert_eq!(reopening.health(), OutputHealth::Recovering(reason.clone()));
    for state in [lost, stuck] {
        assert_eq!(state.health(), OutputHealth::Degraded(reason.clone()));
    }
}

#[test]
fn a_wrong_rate_is_said_with_both_rates() {
    let (believed, measured) = (SampleRate::HZ_48000, SampleRate::HZ_44100);
    let reason = LossReason::WrongRate { believed, measured };
    assert_eq!(reason.to_string(), "it runs at 44100 Hz, not at 48000 Hz");
}
