//! Claims about edits: what is protected, what is undone.

use attacca_app::ipc::{AppEvent, ErrorCode};
use serde_json::{Value, json};

use crate::rig::Rig;

#[test]
fn a_locked_show_refuses_every_edit_and_plays_on() {
    let rig = Rig::with_show(&["Alpha", "Beta"]);
    let (song, stem) = (rig.song("Alpha"), rig.stem("Alpha", "Drums")["id"].clone());
    let (entries, setlist) = (rig.entries(), rig.show()["setlist"]["id"].clone());
    rig.call("setShowLock", json!({ "isLocked": true }));
    assert_eq!(rig.show()["isLocked"], true);
    for (name, args) in [
        ("moveEntry", json!({ "entry": entries[0], "to": 1 })),
        ("removeEntries", json!({ "entries": entries })),
        ("createSetlist", json!({ "name": "x" })),
        ("deleteSetlist", json!({ "setlist": setlist })),
        ("openSetlist", json!({ "setlist": setlist })),
        ("updateSong", json!({ "song": song, "change": { "title": "x" } })),
        ("setStemMix", json!({ "stem": stem, "change": { "levelDb": -6 }, "gesture": null })),
        ("removeSongs", json!({ "songs": [song] })),
        ("undo", Value::Null),
        ("addBus", json!({ "bus": "x" })),
        ("setSettings", json!({ "change": { "playback": { "wholeSong": true } } })),
        ("restoreBackup", json!({ "name": "x" })),
    ] {
        rig.refused(name, args, ErrorCode::Locked);
    }
    rig.call("setMaster", json!({ "levelDb": -3.0, "isMuted": null }));
    rig.call("setStemSolo", json!({ "stem": stem, "isSoloed": true }));
    rig.play();
    rig.call("setShowLock", json!({ "isLocked": false }));
    rig.call("updateSong", json!({ "song": song, "change": { "key": "Am" } }));
    assert_eq!(rig.titles(), ["Alpha", "Beta"]);
}

#[test]
fn what_plays_is_not_taken_away() {
    let rig = Rig::with_show(&["Alpha", "Beta"]);
    let (entries, setlist) = (rig.entries(), rig.show()["setlist"]["id"].clone());
    let song = rig.song("Alpha");
    rig.play();
    for (name, args) in [
        ("removeEntries", json!({ "entries": [entries[1], entries[0]] })),
        ("moveEntry", json!({ "entry": entries[0], "to": 1 })),
        ("deleteSetlist", json!({ "setlist": setlist })),
        ("removeSongs", json!({ "songs": [song] })),
        ("removeStem", json!({ "stem": rig.stem("Alpha", "Drums")["id"] })),
        // It would undo that the songs were added to the set.
        ("undo", Value::Null),
    ] {
        rig.refused(name, args, ErrorCode::Locked);
    }
    rig.call("removeEntries", json!({ "entries": [entries[1]] }));
    assert_eq!(rig.titles(), ["Alpha"]);
    assert_eq!(rig.telemetry().underruns, 0);
    rig.call("pause", Value::Null);
    rig.until("it is paused", |rig| (rig.show()["transport"] == "paused").then_some(()));
    rig.call("removeEntries", json!({ "entries": [entries[0]] }));
    rig.refused("play", Value::Null, ErrorCode::NotFound);
    rig.call("undo", Value::Null);
    rig.play();
}

#[test]
fn a_fader_drag_is_one_step_of_undo() {
    let rig = Rig::with_show(&["Alpha"]);
    let stem = rig.stem("Alpha", "Drums")["id"].clone();
    let level = || rig.stem("Alpha", "Drums")["levelDb"].clone();
    for step in 1..=40 {
        let change = json!({ "levelDb": -f64::from(step) / 4.0 });
        rig.call("setStemMix", json!({ "stem": stem, "change": change, "gesture": 7 }));
    }
    assert_eq!(level(), -10.0);
    let undo = rig.call("undo", Value::Null);
    assert_eq!(level(), 0.0);
    assert!(undo["redo"].as_str().unwrap().starts_with("Redo "), "{undo}");
    rig.call("redo", Value::Null);
    assert_eq!(level(), -10.0);
}

#[test]
fn edits_are_told_to_the_page() {
    let rig = Rig::with_show(&["Alpha"]);
    rig.events();
    let song = rig.song("Alpha");
    rig.call(
        "updateSong",
        json!({ "song": song, "change": { "title": "Alpha II", "tempoBpm": 120 } }),
    );
    let sections =
        json!([{ "name": "Verse", "startSeconds": 1, "endSeconds": 2, "colour": "#ff0000" }]);
    rig.call("setSections", json!({ "song": song, "sections": sections }));
    let events = rig.events();
    let has = |wanted: &dyn Fn(&AppEvent) -> bool| events.iter().any(wanted);
    assert!(has(&|event| matches!(event, AppEvent::Song { song } if song.sections.len() == 1)));
    assert!(has(&|event| matches!(event, AppEvent::Library { .. })));
    assert!(has(&|event| matches!(event, AppEvent::Undo { undo } if undo.undo.is_some())));
    assert!(has(&|event| {
        matches!(event, AppEvent::Show { show } if show.setlist.as_ref()
            .is_some_and(|set| set.entries[0].song.title == "Alpha II"))
    }));
    let forgotten = json!({ "song": rig.song("Alpha II"), "change": { "tempoBpm": null } });
    rig.call("updateSong", forgotten);
    let detail = rig.call("songDetail", json!({ "song": rig.song("Alpha II") }));
    assert_eq!(detail["summary"]["tempoBpm"], Value::Null);
}

#[test]
fn stems_are_moved_and_forgotten_and_their_files_stay() {
    let rig = Rig::with_show(&["Alpha"]);
    let drums = rig.stem("Alpha", "Drums")["id"].clone();
    rig.call("moveStem", json!({ "stem": drums, "to": 2 }));
    rig.call(
        "updateStem",
        json!({ "stem": drums, "change": { "name": "Kit", "role": "percussion" } }),
    );
    let kit = rig.stem("Alpha", "Kit");
    assert_eq!((&kit["id"], &kit["role"]), (&drums, &json!("percussion")));
    rig.call("removeStem", json!({ "stem": drums }));
    let detail = rig.call("songDetail", json!({ "song": rig.song("Alpha") }));
    assert_eq!(detail["stems"].as_array().unwrap().len(), 2);
    assert!(rig.folder.path("songs/Alpha/01 Drums.wav").is_file());
    rig.play();
    assert_eq!(rig.telemetry().stems.len(), 8);
}
