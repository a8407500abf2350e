//! Claims about the health in words.

use attacca_engine::output::{LossReason, OutputHealth};

use super::stage::Stage;
use crate::{
    ipc::{HealthWord, OutputState},
    output::OutputReport,
};

#[test]
fn a_stem_that_cannot_be_played_is_named() {
    let mut stage = Stage::new(&[("1 One", &["01 Kick.wav", "bad Bass.wav"])]);
    stage.until(|stage| stage.status().health.state == HealthWord::Degraded);
    let reasons = stage.status().health.reasons;
    assert!(reasons[0].ends_with("can't be played"), "{reasons:?}");
    assert!(reasons[0].contains("Bass"), "{reasons:?}");
}

#[test]
fn an_output_that_is_lost_is_said_until_it_is_back() {
    let mut stage = Stage::with_three_songs();
    let mut health_with = |health| {
        let (name, state) = ("test".to_owned(), OutputState::Lost);
        stage.player.status(&OutputReport { name, state, health }).health
    };
    let reopens = health_with(OutputHealth::Recovering(LossReason::Silent));
    assert_eq!(reopens.state, HealthWord::Recovering);
    let gone = health_with(OutputHealth::Degraded(LossReason::Gone("unplugged".to_owned())));
    assert_eq!((gone.state, &*gone.reasons[0]), (HealthWord::Degraded, "no output: unplugged"));
    assert_eq!(health_with(OutputHealth::Ok).state, HealthWord::Ok);
}
