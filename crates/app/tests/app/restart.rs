//! Claims about what survives the end of the program.

use serde_json::{Value, json};

use crate::rig::Rig;

#[test]
fn the_set_and_the_place_in_it_are_found_again() {
    let mut rig = Rig::with_show(&["Alpha", "Beta"]);
    let second = rig.entries()[1].clone();
    rig.call("goToEntry", json!({ "entry": second, "thenPlay": true }));
    rig.until("it plays", |rig| rig.telemetry().is_playing.then_some(()));
    rig.call("seekTo", json!({ "seconds": 3.0 }));
    rig.until("the seek is heard", |rig| (rig.telemetry().position_seconds > 3.0).then_some(()));
    rig.call("setMaster", json!({ "levelDb": -7.5, "isMuted": false }));
    rig.restart();
    let show = rig.show();
    assert_eq!((&show["current"], &show["transport"]), (&second, &json!("stopped")));
    let at = rig.until("the place is found", |rig| {
        let at = rig.telemetry().position_seconds;
        (at > 0.0).then_some(at)
    });
    assert!((3.0..6.0).contains(&at), "{at}");
    assert_eq!(rig.snapshot()["mixer"]["masterDb"], -7.5);
    rig.play();
    assert!(rig.telemetry().position_seconds >= at);
}

#[test]
fn the_lock_and_what_was_played_are_found_again_until_another_set_is_opened() {
    let mut rig = Rig::with_show(&["Alpha", "Beta"]);
    rig.play();
    rig.call("nextSong", Value::Null);
    rig.call("setShowLock", json!({ "isLocked": true }));
    rig.restart();
    let show = rig.show();
    assert_eq!(show["isLocked"], true);
    assert_eq!(show["setlist"]["entries"][0]["state"], "played");
    rig.call("setShowLock", json!({ "isLocked": false }));
    rig.call("openSetlist", json!({ "setlist": show["setlist"]["id"] }));
    rig.restart();
    let show = rig.show();
    assert_eq!(show["isLocked"], false);
    assert_ne!(show["setlist"]["entries"][0]["state"], "played");
}

#[test]
fn buses_stay_as_they_are_when_the_click_bus_was_removed() {
    let mut rig = Rig::empty();
    rig.call("setMaster", json!({ "levelDb": -7, "isMuted": false }));
    rig.call("setBus", json!({ "bus": "guide", "change": { "channels": [5] } }));
    rig.call("removeBus", json!({ "bus": "click" }));
    let buses = rig.snapshot()["mixer"]["buses"].clone();
    rig.restart();
    let mixer = rig.snapshot()["mixer"].clone();
    assert_eq!((&mixer["buses"], &mixer["masterDb"]), (&buses, &json!(-7.0)));
}

#[test]
fn a_place_is_stored_soon_after_a_song_change_without_an_orderly_end() {
    let rig = Rig::with_show(&["Alpha", "Beta"]);
    rig.call("nextSong", Value::Null);
    rig.call("seekTo", json!({ "seconds": 2.0 }));
    std::thread::sleep(std::time::Duration::from_millis(500));
    let stored = attacca_library_place(&rig);
    assert_eq!(stored["entry"], rig.entries()[1]);
    assert_eq!(stored["seconds"], 2.0);
}

/// What another program would find if this one were killed now.
fn attacca_library_place(rig: &Rig) -> Value {
    let library = attacca_library::Library::open_to_read(&rig.folder.path("data")).unwrap();
    serde_json::from_str(&library.setting("place").unwrap().unwrap()).unwrap()
}

#[test]
fn without_a_place_there_is_no_show_and_nothing_to_play() {
    let rig = Rig::empty();
    let snapshot = rig.snapshot();
    assert_eq!(snapshot["show"]["setlist"], Value::Null);
    assert_eq!(snapshot["songCount"], 0);
    assert!(rig.app().call("play", Value::Null).is_err());
}
