//! Claims about the mix, read back from what the engine renders.

use attacca_app::ipc::{AppEvent, ErrorCode, Telemetry};
use serde_json::{Value, json};

use crate::rig::Rig;

/// The RMS of a stem, left, in tenths of dB, once it stands still.
fn rms(telemetry: &Telemetry, stem: usize) -> i32 {
    telemetry.stems[stem * 4 + 2]
}

#[test]
fn a_fader_moves_the_gain_of_the_engine() {
    let rig = Rig::with_show(&["Alpha"]);
    let stem = rig.stem("Alpha", "Bass")["id"].clone();
    rig.call("armLoop", json!({ "fromSeconds": 1, "toSeconds": 5, "crossfadeSeconds": 0 }));
    rig.play();
    // A tone of −6 dB peak is −9 dB RMS; a mono stem in the centre is 3 dB less on each side.
    rig.until("it is as loud as its file", |rig| {
        ((rms(&rig.telemetry(), 1) + 120).abs() <= 2).then_some(())
    });
    rig.call("setStemMix", json!({ "stem": stem, "change": { "levelDb": -12 }, "gesture": 1 }));
    rig.until("it is 12 dB quieter", |rig| {
        ((rms(&rig.telemetry(), 1) + 240).abs() <= 2).then_some(())
    });
    assert!((rms(&rig.telemetry(), 0) + 120).abs() <= 2, "the others stay");
    rig.call("setStemMix", json!({ "stem": stem, "change": { "isMuted": true }, "gesture": null }));
    rig.until("it is silent", |rig| (rms(&rig.telemetry(), 1) < -700).then_some(()));
    rig.call("undo", Value::Null);
    rig.call("undo", Value::Null);
    rig.until("both are undone", |rig| ((rms(&rig.telemetry(), 1) + 120).abs() <= 2).then_some(()));
}

#[test]
fn a_fader_that_moves_a_lot_writes_little_and_sends_no_songs() {
    let mut rig = Rig::with_show(&["Alpha", "Beta"]);
    let stem = rig.stem("Alpha", "Bass")["id"].clone();
    let log = rig.folder.path("data/library.sqlite-wal");
    let pages = || std::fs::metadata(&log).map_or(0, |file| file.len()) / 4096;
    rig.events();
    let before = pages();
    for step in 1..=300 {
        let level = -f64::from(step) / 10.0;
        rig.call("setMaster", json!({ "levelDb": level, "isMuted": null, "gesture": 3 }));
        let change = json!({ "levelDb": level });
        rig.call("setBus", json!({ "bus": "click", "change": change, "gesture": 4 }));
    }
    let is_song = |event: &AppEvent| matches!(event, AppEvent::Song { .. });
    assert_eq!(rig.events().iter().filter(|event| is_song(event)).count(), 0);
    for step in 1..=300 {
        let change = json!({ "levelDb": -f64::from(step) / 10.0 });
        rig.call("setStemMix", json!({ "stem": stem, "change": change, "gesture": 5 }));
    }
    let written = pages() - before;
    assert!(written < 300, "900 steps wrote {written} pages");
    assert_eq!(rig.stem("Alpha", "Bass")["levelDb"], -30.0);
    assert_eq!(rig.call("undo", Value::Null)["redo"], "Redo level");
    assert_eq!(rig.stem("Alpha", "Bass")["levelDb"], 0.0, "a gesture is one step");
    rig.call("redo", Value::Null);
    let change = json!({ "levelDb": 2.0 });
    rig.call("setStemMix", json!({ "stem": stem, "change": change, "gesture": 6 }));
    rig.call("setSongTrim", json!({ "song": rig.song("Alpha"), "trimDb": -2.0, "gesture": 1 }));
    rig.call("setMaster", json!({ "levelDb": -4.0, "isMuted": true }));
    rig.restart();
    assert_eq!(rig.stem("Alpha", "Bass")["levelDb"], 2.0, "the end stores what was moved");
    assert_eq!(rig.call("songDetail", json!({ "song": rig.song("Alpha") }))["trimDb"], -2.0);
    let mixer = rig.snapshot()["mixer"].clone();
    assert_eq!((&mixer["masterDb"], &mixer["isMasterMuted"]), (&json!(-4.0), &json!(true)));
}

#[test]
fn solos_silence_the_others_until_they_are_cleared() {
    let rig = Rig::with_show(&["Alpha"]);
    let stem = rig.stem("Alpha", "Bass")["id"].clone();
    rig.call("armLoop", json!({ "fromSeconds": 1, "toSeconds": 5, "crossfadeSeconds": 0 }));
    rig.play();
    rig.call("setStemSolo", json!({ "stem": stem, "isSoloed": true }));
    rig.until("drums are silent", |rig| (rms(&rig.telemetry(), 0) < -700).then_some(()));
    assert_eq!(rig.snapshot()["mixer"]["hasSolo"], true);
    assert_eq!(rig.stem("Alpha", "Bass")["isSoloed"], true);
    rig.call("clearSolos", Value::Null);
    rig.until("drums are back", |rig| (rms(&rig.telemetry(), 0) > -140).then_some(()));
    assert_eq!(rig.snapshot()["mixer"]["hasSolo"], false);
}

#[test]
fn a_click_reaches_the_audience_only_when_somebody_routes_it_there() {
    let rig = Rig::with_show(&["Alpha"]);
    let click = rig.stem("Alpha", "Click");
    assert_eq!((&click["role"], &click["bus"]), (&json!("click"), &json!("click")));
    assert_eq!(rig.snapshot()["mixer"]["warnings"], json!([]));
    let change = json!({ "bus": "main" });
    rig.call("setStemMix", json!({ "stem": click["id"], "change": change, "gesture": null }));
    let warnings = json!(["Click reaches the main output"]);
    assert_eq!(rig.snapshot()["mixer"]["warnings"], warnings);
    assert_eq!(rig.snapshot()["song"]["warnings"], warnings);
    rig.call("undo", Value::Null);
    rig.call("setBus", json!({ "bus": "click", "change": { "channels": [2] } }));
    assert_eq!(rig.snapshot()["mixer"]["warnings"], warnings, "channel 2 is the audience's");
    rig.call("setBus", json!({ "bus": "click", "change": { "channels": [3] } }));
    let mixer = rig.snapshot()["mixer"].clone();
    assert_eq!((&mixer["warnings"], &mixer["buses"][1]["isHeard"]), (&json!([]), &json!(false)));
}

#[test]
fn buses_come_and_go() {
    let rig = Rig::with_show(&["Alpha"]);
    let stem = rig.stem("Alpha", "Bass")["id"].clone();
    rig.call("addBus", json!({ "bus": "band" }));
    rig.refused("addBus", json!({ "bus": "Band" }), ErrorCode::Invalid);
    rig.call("setBus", json!({ "bus": "band", "change": { "channels": [1, 2], "levelDb": -20 } }));
    let to_band = json!({ "bus": "band" });
    rig.call("setStemMix", json!({ "stem": stem, "change": to_band, "gesture": null }));
    rig.call("armLoop", json!({ "fromSeconds": 1, "toSeconds": 5, "crossfadeSeconds": 0 }));
    rig.play();
    let names: Vec<Value> = rig.snapshot()["mixer"]["buses"]
        .as_array()
        .unwrap()
        .iter()
        .map(|bus| bus["name"].clone())
        .collect();
    let band = names.iter().position(|name| name == "band").unwrap();
    rig.until("it is heard on its bus", |rig| {
        ((rig.telemetry().buses[band * 4 + 2] + 320).abs() <= 2).then_some(())
    });
    let refused = rig.refused("removeBus", json!({ "bus": "Band" }), ErrorCode::Invalid);
    assert!(refused.message.starts_with("1 stem goes to this bus"), "{refused:?}");
    assert!((rms(&rig.telemetry(), 1) + 120).abs() <= 2, "it is heard as before");
    rig.call("undo", Value::Null);
    rig.call("removeBus", json!({ "bus": "band" }));
    rig.refused("removeBus", json!({ "bus": "band" }), ErrorCode::NotFound);
    rig.refused("removeBus", json!({ "bus": "main" }), ErrorCode::Invalid);
}

#[test]
fn the_master_and_the_trim_are_heard_and_clips_light_a_lamp() {
    let rig = Rig::with_show(&["Alpha"]);
    let song = rig.song("Alpha");
    rig.call("armLoop", json!({ "fromSeconds": 1, "toSeconds": 5, "crossfadeSeconds": 0 }));
    rig.play();
    rig.call("setMaster", json!({ "levelDb": 12.0, "isMuted": null }));
    rig.until("it clips", |rig| rig.telemetry().clips.contains(&-1).then_some(()));
    rig.call("setMaster", json!({ "levelDb": -30.0, "isMuted": false }));
    rig.until("it is quiet", |rig| (rig.telemetry().master[2] < -300).then_some(()));
    // The master, and the bus that it is.
    assert_eq!(rig.telemetry().clips, [-1, -2]);
    rig.call("clearClips", json!({ "clip": 0 }));
    rig.call("clearClips", json!({ "clip": -1 }));
    assert_eq!(rig.telemetry().clips, [-2], "the lamp that is named");
    rig.call("clearClips", json!({ "clip": null }));
    assert_eq!(rig.telemetry().clips, [] as [i32; 0]);
    assert_eq!(rig.snapshot()["mixer"]["masterDb"], -30.0);
    rig.call("setSongTrim", json!({ "song": song, "trimDb": -12.0, "gesture": null }));
    rig.until("the song is quieter", |rig| (rig.telemetry().master[2] < -450).then_some(()));
}

#[test]
fn a_test_tone_waits_until_nothing_plays() {
    let rig = Rig::with_show(&["Alpha"]);
    rig.until("the output runs", |rig| (rig.snapshot()["output"]["channels"] == 2).then_some(()));
    rig.call("testTone", json!({ "channel": 2 }));
    for channel in [0, 3, 4_000_000_000_u32] {
        rig.refused("testTone", json!({ "channel": channel }), ErrorCode::Invalid);
    }
    rig.play();
    rig.refused("testTone", json!({ "channel": 1 }), ErrorCode::Busy);
}

#[test]
fn buses_and_the_master_are_undone_a_gesture_at_a_time() {
    let mut rig = Rig::with_show(&["Alpha"]);
    let master = |rig: &Rig| rig.snapshot()["mixer"]["masterDb"].as_f64().unwrap();
    rig.call("armLoop", json!({ "fromSeconds": 1, "toSeconds": 5, "crossfadeSeconds": 0 }));
    rig.play();
    let loudness = |rig: &Rig| rig.telemetry().master[2];
    // Two stems of −12 dB each, in step.
    rig.until("it is heard", |rig| ((loudness(rig) + 60).abs() < 5).then_some(()));
    for step in 1..=40 {
        let level = -f64::from(step) / 2.0;
        rig.call("setMaster", json!({ "levelDb": level, "isMuted": null, "gesture": 11 }));
    }
    rig.call("setSettings", json!({ "change": { "appearance": { "theme": "light" } } }));
    assert_eq!(master(&rig), -20.0);
    rig.until("it is quieter", |rig| ((loudness(rig) + 260).abs() < 5).then_some(()));
    let to = json!({ "bus": "click", "change": { "channels": [1] }, "gesture": null });
    rig.call("setBus", to);
    rig.call("addBus", json!({ "bus": "band" }));
    let undo = |rig: &Rig| rig.call("undo", Value::Null)["redo"].clone();
    assert_eq!(undo(&rig), "Redo add bus");
    assert_eq!(rig.snapshot()["mixer"]["buses"].as_array().unwrap().len(), 3);
    assert_eq!(undo(&rig), "Redo bus output");
    assert_eq!(rig.snapshot()["mixer"]["buses"][1]["channels"], json!([]));
    assert_eq!(undo(&rig), "Redo bus level");
    assert_eq!(master(&rig), 0.0, "a gesture is one step");
    rig.until("it is heard as before", |rig| ((loudness(rig) + 60).abs() < 5).then_some(()));
    rig.call("redo", Value::Null);
    assert_eq!(master(&rig), -20.0);
    assert_eq!(rig.snapshot()["settings"]["appearance"]["theme"], "light", "no step of undo");
    rig.restart();
    assert_eq!(master(&rig), -20.0);
    assert_eq!(rig.snapshot()["settings"]["appearance"]["theme"], "light");
    rig.call("undo", Value::Null);
    assert_eq!(master(&rig), 0.0);
    rig.call("setShowLock", json!({ "isLocked": true }));
    rig.call("setMaster", json!({ "levelDb": -6.0, "isMuted": null, "gesture": 12 }));
    rig.call("setMaster", json!({ "levelDb": null, "isMuted": true }));
    assert_eq!(master(&rig), -6.0, "a locked show has its faders");
    assert_eq!(rig.snapshot()["mixer"]["isMasterMuted"], true, "and its mutes");
    rig.call("setMaster", json!({ "levelDb": null, "isMuted": false }));
    rig.call("setShowLock", json!({ "isLocked": false }));
    assert_eq!(undo(&rig), "Redo unmute bus");
    assert_eq!(undo(&rig), "Redo mute bus", "each is a step");
    assert_eq!(undo(&rig), "Redo bus level");
}
