//! Claims about backups, figures and the log.

use attacca_app::ipc::{AppEvent, ErrorCode, StemId};
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

/// Files that the song of this title has lost.
fn missing(rig: &Rig, title: &str) -> u64 {
    let detail = rig.call("songDetail", json!({ "song": rig.song(title) }));
    detail["summary"]["missingStems"].as_u64().unwrap()
}

fn notices(rig: &Rig) -> Vec<String> {
    let text = |event| match event {
        AppEvent::Notice { notice } => Some(notice.text),
        _ => None,
    };
    rig.events().into_iter().filter_map(text).collect()
}

/// A show whose first song has lost all its files, to the folder "away".
fn without_files() -> Rig {
    let mut rig = Rig::with_show(&["Alpha", "Beta"]);
    rig.stop();
    std::fs::rename(rig.folder.path("songs/Alpha"), rig.folder.path("away")).unwrap();
    rig.restart();
    rig.until("they are missing", |rig| (missing(rig, "Alpha") == 3).then_some(()));
    rig
}

#[test]
fn a_song_whose_files_are_back_is_played_without_a_restart() {
    let rig = without_files();
    let told = rig.until("it is told", |rig| {
        notices(rig).into_iter().find(|text| text.contains("none of its files can"))
    });
    assert!(told.starts_with("Alpha can't be played"), "{told}");
    let state = |rig: &Rig| rig.show()["setlist"]["entries"][0]["state"].clone();
    assert_eq!(state(&rig), "missing");
    std::fs::rename(rig.folder.path("away"), rig.folder.path("songs/Alpha")).unwrap();
    rig.until("they are noticed", |rig| (missing(rig, "Alpha") == 0).then_some(()));
    rig.until("it can be played", |rig| (state(rig) != "missing").then_some(()));
    let told = rig
        .until("it is told", |rig| notices(rig).into_iter().find(|text| text.contains("are back")));
    assert_eq!(told, "all files of Alpha are back");
    rig.call("goToEntry", json!({ "entry": rig.entries()[0], "thenPlay": true }));
    rig.until("it plays", |rig| {
        let telemetry = rig.telemetry();
        (telemetry.is_playing && telemetry.stems.len() == 12 && telemetry.master[2] > -300)
            .then_some(())
    });
}

#[test]
fn a_song_that_plays_takes_a_file_that_is_back_when_it_does_not() {
    let mut rig = Rig::with_show(&["Alpha"]);
    let file = rig.folder.path("songs/Alpha/01 Drums.wav");
    let aside = rig.folder.path("aside.wav");
    std::fs::rename(&file, &aside).unwrap();
    rig.restart();
    rig.until("it is missing", |rig| (missing(rig, "Alpha") == 1).then_some(()));
    rig.call("armLoop", json!({ "fromSeconds": 1, "toSeconds": 5, "crossfadeSeconds": 0 }));
    rig.play();
    std::fs::rename(&aside, &file).unwrap();
    rig.call("tryFilesAgain", json!({ "song": rig.song("Alpha") }));
    let before = rig.telemetry().position_seconds;
    rig.until("it goes on", |rig| (rig.telemetry().position_seconds != before).then_some(()));
    assert!(rig.telemetry().is_playing && rig.telemetry().underruns == 0);
    assert_eq!(missing(&rig, "Alpha"), 1, "not under the hands of who plays");
    rig.call("pause", Value::Null);
    rig.until("it is taken", |rig| (missing(rig, "Alpha") == 0).then_some(()));
    rig.play();
    rig.until("it is heard", |rig| (rig.telemetry().stems[2] > -300).then_some(()));
}

#[test]
fn a_file_that_moved_is_found_with_those_beside_it_in_one_step() {
    let rig = without_files();
    let drums = rig.stem("Alpha", "Drums");
    let id = StemId(drums["id"].as_i64().unwrap());
    std::fs::remove_file(rig.folder.path("away/03 Click.wav")).unwrap();
    let found = rig.app().find_file(id, &rig.folder.path("away/01 Drums.wav")).unwrap();
    assert_eq!(found, 2, "the drums that were chosen and the bass beside them");
    rig.until("they are opened", |rig| (missing(rig, "Alpha") == 1).then_some(()));
    assert!(rig.stem("Alpha", "Click")["trouble"].is_string());
    let bass = rig.stem("Alpha", "Bass");
    assert!(bass["folder"].as_str().unwrap().ends_with("away"), "{bass}");
    rig.play();
    assert_eq!(rig.snapshot()["undo"]["undo"], "Undo find files");
    rig.call("pause", Value::Null);
    rig.until("it is paused", |rig| (rig.show()["transport"] == "paused").then_some(()));
    rig.call("undo", Value::Null);
    rig.until("all are missing again", |rig| (missing(rig, "Alpha") == 3).then_some(()));
    assert_eq!(rig.stem("Alpha", "Drums")["folder"], drums["folder"]);
}

#[test]
fn a_file_that_can_not_be_played_is_not_taken() {
    let rig = without_files();
    let id = StemId(rig.stem("Alpha", "Drums")["id"].as_i64().unwrap());
    let text = rig.folder.path("readme.txt");
    std::fs::write(&text, "no sound").unwrap();
    for path in [text, rig.folder.path("nowhere.wav")] {
        let error = rig.app().find_file(id, &path).unwrap_err();
        assert_eq!(error.code, ErrorCode::Invalid);
        assert!(error.message.ends_with("choose another file"), "{error:?}");
        assert!(error.detail.is_some(), "{error:?}");
    }
    rig.call("setShowLock", json!({ "isLocked": true }));
    let file = rig.folder.path("away/01 Drums.wav");
    assert_eq!(rig.app().find_file(id, &file).unwrap_err().code, ErrorCode::Locked);
    assert_eq!(missing(&rig, "Alpha"), 3);
}

#[test]
fn a_file_of_another_stem_is_not_taken() {
    let rig = without_files();
    let id = StemId(rig.stem("Alpha", "Drums")["id"].as_i64().unwrap());
    let click = rig.folder.path("away/03 Click.wav");
    let error = rig.app().find_file(id, &click).unwrap_err();
    assert_eq!(error.code, ErrorCode::Invalid);
    assert_eq!(error.message, "03 Click.wav is the file of Click; choose another file");
    assert_eq!(missing(&rig, "Alpha"), 3);
    assert_eq!(rig.app().find_file(id, &rig.folder.path("away/01 Drums.wav")), Ok(3));
    rig.until("they are opened", |rig| (missing(rig, "Alpha") == 0).then_some(()));
    let error = rig.app().find_file(id, &click).unwrap_err();
    assert_eq!(error.code, ErrorCode::Invalid, "neither when it is there: {error:?}");
}

#[test]
fn a_file_of_another_length_or_rate_is_taken_alone_and_said() {
    let rig = without_files();
    let id = StemId(rig.stem("Alpha", "Drums")["id"].as_i64().unwrap());
    let drums = rig.folder.path("away/01 Drums.wav");
    crate::rig::write_tone_at(&drums, 44_100);
    crate::rig::write_tone_at(&rig.folder.path("away/02 Bass.wav"), 44_100);
    notices(&rig);
    assert_eq!(rig.app().find_file(id, &drums), Ok(2), "the drums and the click");
    let told = rig.until("it is told", |rig| {
        notices(rig).into_iter().find(|text| text.contains("the file that was found for Drums"))
    });
    assert!(told.contains("44100 Hz") && told.contains("48000 Hz"), "{told}");
    assert!(rig.stem("Alpha", "Bass")["trouble"].is_string(), "another recording, perhaps");
}

#[test]
fn the_stems_that_play_keep_their_faders_when_finding_them_is_undone() {
    let rig = without_files();
    let id = StemId(rig.stem("Alpha", "Drums")["id"].as_i64().unwrap());
    assert_eq!(rig.app().find_file(id, &rig.folder.path("away/01 Drums.wav")), Ok(3));
    rig.until("they are opened", |rig| (missing(rig, "Alpha") == 0).then_some(()));
    rig.call("goToEntry", json!({ "entry": rig.entries()[0], "thenPlay": false }));
    rig.call("armLoop", json!({ "fromSeconds": 1, "toSeconds": 5, "crossfadeSeconds": 0 }));
    rig.play();
    rig.until("it is heard", |rig| (rig.telemetry().stems[2] > -300).then_some(()));
    assert_eq!(rig.call("undo", Value::Null)["redo"], "Redo find files");
    rig.call("setStemMix", json!({ "stem": id, "change": { "isMuted": true }, "gesture": null }));
    rig.until("they are silent", |rig| (rig.telemetry().stems[2] < -700).then_some(()));
    assert!(rig.telemetry().stems[6] > -300, "the bass plays on");
    let bass = rig.stem("Alpha", "Bass")["id"].clone();
    rig.call("setStemMix", json!({ "stem": bass, "change": { "isMuted": true }, "gesture": 4 }));
    rig.until("its fader too", |rig| (rig.telemetry().stems[6] < -700).then_some(()));
}

#[test]
fn what_is_missing_is_said_once_and_of_all_stems() {
    let mut rig = Rig::with_show(&["Alpha"]);
    rig.stop();
    let file = |name: &str| rig.folder.path("songs/Alpha").join(name);
    for name in ["01 Drums.wav", "02 Bass.wav"] {
        std::fs::remove_file(file(name)).unwrap();
    }
    rig.restart();
    let mut said = Vec::new();
    let told = std::cell::RefCell::new(&mut said);
    rig.until("it is told", |rig| {
        told.borrow_mut().extend(notices(rig));
        told.borrow().iter().any(|text| text.contains("silent")).then_some(())
    });
    // Longer than late failures are waited for.
    std::thread::sleep(std::time::Duration::from_millis(1500));
    said.extend(notices(&rig));
    let of_alpha: Vec<_> = said.iter().filter(|text| text.contains("Alpha")).collect();
    let [only] = &of_alpha[..] else { panic!("once: {of_alpha:?}") };
    assert!(only.starts_with("2 of 3 stems of Alpha are silent"), "{only}");
    assert_eq!(missing(&rig, "Alpha"), 2);
}

#[test]
fn a_file_that_is_still_being_copied_back_is_not_opened() {
    let mut rig = Rig::with_show(&["Alpha", "Beta"]);
    let file = rig.folder.path("songs/Beta/01 Drums.wav");
    let bytes = std::fs::read(&file).unwrap();
    std::fs::remove_file(&file).unwrap();
    rig.restart();
    rig.until("it is missing", |rig| (missing(rig, "Beta") == 1).then_some(()));
    notices(&rig);
    let half = bytes.len() / 2;
    // Less than a look apart, for longer than two looks.
    for step in 0..20 {
        std::fs::write(&file, &bytes[..half + step * 100]).unwrap();
        std::thread::sleep(std::time::Duration::from_millis(300));
        assert_eq!(missing(&rig, "Beta"), 1, "step {step}");
    }
    std::fs::write(&file, &bytes).unwrap();
    rig.until("it is back", |rig| (missing(rig, "Beta") == 0).then_some(()));
    assert_eq!(notices(&rig), ["all files of Beta are back"]);
}
