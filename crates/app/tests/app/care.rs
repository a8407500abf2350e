//! Claims about backups, figures and the log.

use attacca_app::ipc::ErrorCode;
use serde_json::{Value, json};

use crate::rig::Rig;

#[test]
fn the_library_goes_back_to_a_copy() {
    let mut rig = Rig::with_show(&["Alpha"]);
    rig.restart();
    let backup = rig.until("a copy is made", |rig| {
        let backups = rig.call("backups", Value::Null);
        backups.as_array().unwrap().iter().find(|one| one["songCount"] == 1).cloned()
    });
    rig.call("removeSongs", json!({ "songs": [rig.song("Alpha")] }));
    assert_eq!(rig.snapshot()["songCount"], 0);
    rig.call("restoreBackup", json!({ "name": backup["name"] }));
    assert_eq!(rig.snapshot()["songCount"], 1);
    assert_eq!(rig.titles(), ["Alpha"], "the show is that of the copy");
    rig.play();
}

#[test]
fn after_damage_the_copy_is_offered_at_every_start_and_no_demo_comes_between() {
    let mut rig = Rig::with_show(&["Alpha"]);
    rig.restart();
    rig.until("a copy is made", |rig| {
        let backups = rig.call("backups", Value::Null);
        backups.as_array().unwrap().iter().find(|one| one["songCount"] == 1).cloned()
    });
    rig.stop();
    std::fs::write(rig.folder.path("data/library.sqlite"), b"garbage").unwrap();
    let mut name = Value::Null;
    for _ in 0..2 {
        rig.restart_with_demo();
        let snapshot = rig.snapshot();
        assert_eq!((&snapshot["songCount"], &snapshot["import"]), (&json!(0), &Value::Null));
        let notices = snapshot["notices"].as_array().unwrap().clone();
        let action = |notice: &Value| notice["action"]["kind"] == "restoreBackup";
        let offer = notices.iter().find(|notice| action(notice)).expect("an offer");
        name = offer["action"]["name"].clone();
    }
    rig.app().import(vec![rig.folder.path("songs")]).unwrap();
    rig.refused("restoreBackup", json!({ "name": name }), ErrorCode::Busy);
    rig.until("the import ends", |rig| (rig.snapshot()["import"]["phase"] == "done").then_some(()));
    rig.call("restoreBackup", json!({ "name": name }));
    assert_eq!(rig.titles(), ["Alpha"]);
    rig.restart();
    assert_eq!(rig.snapshot()["notices"], json!([]), "the offer was taken");
}

#[test]
fn what_is_copied_for_a_helper_names_neither_songs_nor_folders() {
    let rig = Rig::with_show(&["Alphabetical"]);
    rig.play();
    let text = rig.call("diagnosticsText", Value::Null);
    let text = text.as_str().unwrap();
    assert!(text.contains("callbacks: ") && text.contains("seeks: 0"), "{text}");
    let root = rig.folder.root().to_string_lossy().into_owned();
    assert!(!text.contains("Alphabetical") && !text.contains(&root), "{text}");
}

#[test]
fn figures_are_those_of_the_engine() {
    let rig = Rig::with_show(&["Alpha"]);
    rig.play();
    let figures = rig.call("diagnostics", Value::Null);
    assert!(figures["callbacks"].as_u64().unwrap() > 0);
    assert_eq!(figures["windows"][0]["name"], "playing");
    let (counts, bounds) = (&figures["callbackMicros"], &figures["callbackBounds"]);
    assert_eq!(counts.as_array().unwrap().len(), bounds.as_array().unwrap().len());
    assert_eq!(figures["cache"]["isAvailable"], true);
    let folder = rig.folder.path("chunks");
    assert_eq!(figures["cache"]["folder"], folder.to_string_lossy().into_owned());
}

#[test]
fn the_cache_tells_its_figures_and_how_they_were() {
    let rig = Rig::with_show(&["Alpha"]);
    rig.call("setSettings", json!({ "change": { "cache": { "policy": "always" } } }));
    let status = rig.until("a song is in the cache", |rig| {
        let status = rig.call("cacheStatus", Value::Null);
        (status["songCount"] == 1 && status["writtenBytes"].as_u64() > Some(0)).then_some(status)
    });
    assert!(status["writtenSeconds"].as_f64() > Some(0.0), "{status}");
    assert!(status["writeSeconds"].as_f64() > Some(0.0), "{status}");
    let first = &status["history"][0];
    assert_eq!(first["seconds"], 0.0);
    for figure in ["bytes", "hits", "misses"] {
        assert!(first[figure].as_u64() <= status[figure].as_u64(), "{figure}: {status}");
    }
    let figures = rig.call("diagnostics", Value::Null);
    assert_eq!(figures["cache"]["history"], json!([]), "the panel asks twice a second");
}

#[test]
fn a_file_that_vanishes_is_shown_and_one_that_is_back_is_not() {
    let mut rig = Rig::with_show(&["Alpha"]);
    let file = rig.folder.path("songs/Alpha/01 Drums.wav");
    let aside = rig.folder.path("aside.wav");
    std::fs::rename(&file, &aside).unwrap();
    rig.restart();
    rig.until("it is missing", |rig| {
        rig.stem("Alpha", "Drums")["trouble"].is_string().then_some(())
    });
    assert_eq!(rig.show()["setlist"]["entries"][0]["song"]["missingStems"], 1);
    rig.play();
    std::fs::rename(&aside, &file).unwrap();
    rig.restart();
    rig.until("it is back", |rig| rig.stem("Alpha", "Drums")["trouble"].is_null().then_some(()));
}
