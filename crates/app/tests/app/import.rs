//! Claims about imports, and the first start.

use std::fs;

use attacca_app::{
    App, AppOptions, LogRing, OutputWish,
    ipc::{AppEvent, ImportPhase},
};
use serde_json::{Value, json};

use crate::rig::{Rig, SONG_SECONDS};

#[test]
fn an_import_tells_what_it_does_and_lists_what_it_can_not() {
    let rig = Rig::empty();
    let song = rig.write_song("Alpha");
    fs::write(song.join("04 Keys.wav"), b"no sound at all").unwrap();
    let progress = rig.import(&[rig.folder.path("songs")]);
    assert_eq!((&progress["songsAdded"], &progress["stemsAdded"]), (&json!(1), &json!(3)));
    let failures = progress["failures"].as_array().unwrap();
    assert_eq!(failures.len(), 1);
    assert!(failures[0]["path"].as_str().unwrap().ends_with("04 Keys.wav"), "{progress}");
    let phases: Vec<ImportPhase> = rig
        .events()
        .into_iter()
        .filter_map(|event| match event {
            AppEvent::Import { progress } => Some(progress.phase),
            _ => None,
        })
        .collect();
    assert_eq!(
        (phases.first(), phases.last()),
        (Some(&ImportPhase::Looking), Some(&ImportPhase::Done))
    );
    assert!(rig.app().call("cancelImport", Value::Null).is_err(), "it is over");
    rig.call("undo", Value::Null);
    assert_eq!(rig.snapshot()["songCount"], 0, "an import is one step of undo");
}

#[test]
fn a_click_goes_to_main_when_the_settings_say_so_and_else_to_its_own_bus() {
    let rig = Rig::with_songs(&["Alpha"]);
    assert_eq!(rig.stem("Alpha", "Click")["bus"], "click");
    let to_main = json!({ "audio": { "roleBuses": { "click": "main" } } });
    rig.call("setSettings", json!({ "change": to_main }));
    rig.write_song("Beta");
    rig.import(&[rig.folder.path("songs/Beta")]);
    assert_eq!(rig.stem("Beta", "Click")["bus"], "main");
    rig.call("setSettings", json!({ "change": { "audio": { "roleBuses": {} } } }));
    rig.write_song("Gamma");
    rig.import(&[rig.folder.path("songs/Gamma")]);
    assert_eq!(rig.stem("Gamma", "Click")["bus"], "click");
}

#[test]
fn waves_are_made_in_the_background() {
    let rig = Rig::with_show(&["Alpha"]);
    let song = rig.song("Alpha");
    let wave = rig.until("the wave is made", |rig| {
        let wave = rig.call("songWave", json!({ "song": song }));
        (!wave.is_null()).then_some(wave)
    });
    let bins = wave["peak"].as_array().unwrap().len();
    let seconds = wave["secondsPerBin"].as_f64().unwrap() * bins as f64;
    assert!((seconds - f64::from(SONG_SECONDS)).abs() < 0.2, "{seconds}");
    let stem = rig.stem("Alpha", "Drums")["id"].clone();
    let peak = rig.call("stemWave", json!({ "stem": stem }))["peak"][bins / 2].as_u64().unwrap();
    assert!((125..=130).contains(&peak), "half of full scale: {peak}");
}

#[test]
fn an_empty_library_begins_with_the_demo_set() {
    let rig = Rig::empty();
    rig.write_song("01 One");
    rig.write_song("02 Two");
    let app = App::start(AppOptions {
        data_folder: rig.folder.path("first start"),
        output: OutputWish::Null,
        demo: Some(rig.folder.path("songs")),
        index_folder: None,
        cache_folder: Some(rig.folder.path("chunks of the first start")),
        log: LogRing::default(),
    })
    .unwrap();
    let events = app.events();
    loop {
        let event = events.recv_timeout(std::time::Duration::from_secs(30)).expect("a demo set");
        if let AppEvent::Show { show } = event
            && let Some(set) = show.setlist
        {
            assert_eq!((set.name.as_str(), set.entries.len()), ("Demo set", 2));
            assert_eq!(set.entries[0].song.title, "One");
            break;
        }
    }
    app.call("togglePlay", Value::Null).unwrap();
    while !app.telemetry().is_playing {
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
}
