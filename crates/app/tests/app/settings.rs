//! Claims about settings: they hold at once, and again.

use attacca_app::ipc::ErrorCode;
use serde_json::{Value, json};

use crate::rig::{Rig, write_tone_at};

#[test]
fn settings_reach_the_engine_while_it_plays() {
    let mut rig = Rig::with_show(&["Alpha"]);
    rig.play();
    let change = json!({
        "playback": { "budget": { "kind": "mebibytes", "mebibytes": 128 }, "wholeSong": true },
        "debug": { "loaderThreads": 5, "pcmWindowSeconds": 3.0, "logChunkLoads": true },
        "appearance": { "theme": "light" },
        "keys": { "play": "KeyP" },
    });
    let settings = rig.call("setSettings", json!({ "change": change }));
    assert_eq!(settings["playback"]["budget"]["mebibytes"], 128);
    rig.until("the engine has the budget", |rig| {
        (rig.telemetry().budget_mib == 128.0).then_some(())
    });
    let loaders = rig.until("there are more loaders", |rig| {
        let loaders = rig.call("diagnostics", json!(null))["loaders"].clone();
        (loaders == 5).then_some(loaders)
    });
    assert_eq!(loaders, 5);
    assert_eq!(rig.telemetry().underruns, 0);
    rig.restart();
    assert_eq!(rig.snapshot()["settings"], settings);
    let reset = rig.call("resetSettings", json!({ "part": "playback" }));
    assert_eq!(reset["playback"]["budget"]["kind"], "automatic");
    assert_eq!(reset["debug"]["loaderThreads"], 5);
}

#[test]
fn the_rate_is_that_of_most_stems_of_the_set() {
    let mut rig = Rig::empty();
    rig.write_song("Alpha");
    let folder = rig.folder.make_folder("songs/Old");
    write_tone_at(&folder.join("01 Drums.wav"), 44_100);
    rig.import(&[rig.folder.path("songs")]);
    let open = |rig: &Rig, title: &str| {
        let setlist = rig.call("createSetlist", json!({ "name": title }));
        let songs = [rig.song(title)];
        rig.call("addEntries", json!({ "setlist": setlist, "songs": songs, "at": null }));
        rig.call("openSetlist", json!({ "setlist": setlist }));
    };
    open(&rig, "Old");
    assert_eq!(rig.snapshot()["output"]["engineRateHz"], 44_100);
    rig.play();
    rig.restart();
    assert_eq!(rig.snapshot()["output"]["engineRateHz"], 44_100, "from the start");
    open(&rig, "Alpha");
    assert_eq!(rig.snapshot()["output"]["engineRateHz"], 48_000);
    rig.play();
}

#[test]
fn a_page_names_no_folder_of_the_cache() {
    let rig = Rig::empty();
    let folder = |rig: &Rig| rig.snapshot()["settings"]["cache"]["folder"].clone();
    let named = json!({ "change": { "cache": { "folder": "/" } } });
    rig.refused("setSettings", named, ErrorCode::Invalid);
    assert_eq!(folder(&rig), json!(null));
    let chosen = rig.folder.path("cache");
    rig.app().set_cache_folder(Some(chosen.clone())).unwrap();
    let is = |expected: Value| move |rig: &Rig| (folder(rig) == expected).then_some(());
    rig.until("it is used", is(json!(chosen.to_str().unwrap())));
    rig.until("the old one is empty", |rig| {
        rig.call("cacheStatus", json!(null))["moving"].is_null().then_some(())
    });
    rig.call("setSettings", json!({ "change": { "cache": { "folder": chosen, "limitGb": 3 } } }));
    rig.call("setSettings", json!({ "change": { "cache": { "folder": null } } }));
    rig.until("the first one is used", is(json!(null)));
}

#[test]
fn another_buffer_or_rate_keeps_the_place_and_plays_on() {
    let rig = Rig::with_show(&["Alpha"]);
    rig.play();
    rig.call("seekTo", json!({ "seconds": 2.0 }));
    rig.until("it is there", |rig| (rig.telemetry().position_seconds > 2.0).then_some(()));
    rig.call("setSettings", json!({ "change": { "audio": { "blockFrames": 256 } } }));
    let before = rig.telemetry().position_seconds;
    rig.until("it plays on", |rig| {
        let telemetry = rig.telemetry();
        (telemetry.is_playing && telemetry.position_seconds > before).then_some(())
    });
    rig.call("setSettings", json!({ "change": { "audio": { "rateHz": 44100 } } }));
    rig.until("it plays on at another rate", |rig| {
        let telemetry = rig.telemetry();
        (telemetry.is_playing && telemetry.position_seconds > before).then_some(())
    });
    assert_eq!(rig.telemetry().rate_hz, 44_100);
    assert_eq!(rig.snapshot()["output"]["engineRateHz"], 44_100);
}
