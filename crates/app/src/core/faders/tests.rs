//! Claims about faders that are not stored yet.

use attacca_library::StemId;

use super::*;

fn level(stem: i64, level_db: f64) -> Edit {
    let change = StemMixChange { level_db: Some(level_db), ..StemMixChange::default() };
    Edit::MixStem { stem: StemId(stem), change }
}

#[test]
fn the_latest_value_of_a_stem_and_gesture_wins() {
    let mut unstored = Unstored::default();
    unstored.add(level(1, -3.0), 7);
    unstored.add(level(2, -4.0), 7);
    let muted = StemMixChange { is_muted: Some(true), ..StemMixChange::default() };
    unstored.add(Edit::MixStem { stem: StemId(1), change: muted }, 7);
    unstored.add(level(1, -5.0), 7);
    unstored.add(level(1, -6.0), 8);
    let both =
        StemMixChange { level_db: Some(-5.0), is_muted: Some(true), ..StemMixChange::default() };
    let first = Edit::MixStem { stem: StemId(1), change: both };
    assert_eq!(unstored.edits, [(first, 7), (level(2, -4.0), 7), (level(1, -6.0), 8)]);
}

#[test]
fn commands_that_need_no_order_are_commands() {
    let known = crate::ipc::command::SHOW_COMMANDS;
    assert!(UNORDERED.iter().all(|name| known.contains(name)), "{known:?}");
}

#[test]
fn the_disk_is_waited_for_once_and_only_when_faders_rest() {
    let written = Instant::now();
    let mut unstored = Unstored { written: Some(written), ..Unstored::default() };
    assert!(!unstored.take_due(written + REST / 2), "a finger may still move");
    assert!(unstored.take_due(written + REST));
    assert!(!unstored.take_due(written + REST * 2), "it is on the disk");
    assert!(REST <= Duration::from_secs(1));
}
