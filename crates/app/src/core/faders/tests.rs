//! Claims about faders that are not stored yet.

use attacca_library::{Library, StemId};
use attacca_player::bus::MAIN_BUS;
use attacca_test_support::files::TestFolder;
use crossbeam_channel::unbounded;

use super::*;

fn level(stem: i64, level_db: f64) -> Edit {
    let change = StemMixChange { level_db: Some(level_db), ..StemMixChange::default() };
    Edit::MixStem { stem: StemId(stem), change }
}

#[test]
fn the_latest_value_of_a_stem_and_gesture_wins() {
    let mut unstored = Unstored::default();
    unstored.add(level(1, -3.0), Some(7));
    unstored.add(level(2, -4.0), Some(7));
    let muted = StemMixChange { is_muted: Some(true), ..StemMixChange::default() };
    unstored.add(Edit::MixStem { stem: StemId(1), change: muted }, Some(7));
    unstored.add(level(1, -5.0), Some(7));
    unstored.add(level(1, -6.0), Some(8));
    let both =
        StemMixChange { level_db: Some(-5.0), is_muted: Some(true), ..StemMixChange::default() };
    let first = Edit::MixStem { stem: StemId(1), change: both };
    assert_eq!(
        unstored.edits,
        [(first, Some(7)), (level(2, -4.0), Some(7)), (level(1, -6.0), Some(8)),]
    );
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

#[test]
fn a_fader_that_never_rests_is_on_the_disk_now_and_then() {
    let since = Instant::now();
    let mut unstored = Unstored { since: Some(since), ..Unstored::default() };
    unstored.written = Some(since + MOST - REST / 2);
    assert!(!unstored.take_due(since + MOST - REST / 4));
    assert!(unstored.take_due(since + MOST));
    assert!(!unstored.take_due(since + MOST * 2), "it is on the disk");
}

#[test]
fn a_mute_is_heard_when_the_library_can_not_be_written() {
    let folder = TestFolder::new();
    let options = crate::AppOptions {
        data_folder: folder.path("data"),
        output: crate::OutputWish::Null,
        ..crate::AppOptions::default()
    };
    let (events, sent) = unbounded();
    let mut core = Core::new(options, events, Instant::now()).unwrap();
    core.library = Library::open_to_read(&folder.path("data")).unwrap();
    let mute = |is_muted| crate::ipc::BusChange {
        level_db: None,
        is_muted: Some(is_muted),
        channels: None,
    };
    for is_muted in [true, false, true] {
        core.change_bus(MAIN_BUS, mute(is_muted), None).unwrap();
        core.store_faders();
        let bus = core.player.bus(MAIN_BUS).unwrap();
        assert_eq!(core.player.engine().bus_mix(bus).is_muted, is_muted);
        assert_eq!(core.settings.audio.buses[0].is_muted, is_muted);
    }
    let notices = sent.try_iter().filter(|event| {
        matches!(event, crate::ipc::AppEvent::Notice { notice } if notice.text.contains("not stored"))
    });
    assert_eq!(notices.count(), 1, "it is said once");
}
