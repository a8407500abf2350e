//! Claims about the cache: what is in it follows to another folder.

use std::{fs, path::Path};

use attacca_app::ipc::{AppEvent, CacheMoveState, ErrorCode};
use attacca_engine::cache::{CacheFolder, upkeep};
use serde_json::{Value, json};

use crate::rig::Rig;

/// Files of chunks in a folder.
fn chunks(folder: &Path) -> usize {
    let Ok(entries) = fs::read_dir(folder) else { return 0 };
    let count = |path: &Path| match path.is_dir() {
        true => chunks(path),
        false => usize::from(path.extension().is_some_and(|ending| ending == "flac")),
    };
    entries.flatten().map(|entry| count(&entry.path())).sum()
}

/// A show whose cache holds all chunks of its songs.
fn cached() -> Rig {
    let rig = Rig::with_show(&["Alpha", "Beta"]);
    rig.call("setSettings", json!({ "change": { "cache": { "policy": "always" } } }));
    let folder = rig.folder.path("chunks");
    // Two songs of three stems, of two chunks each.
    rig.until("they are cached", |_| {
        let songs = upkeep::songs(&CacheFolder::to_read(&folder)).ok()?;
        (songs.iter().map(|song| song.cached_chunks).sum::<u64>() == 12).then_some(())
    });
    rig
}

fn folder(rig: &Rig) -> Value {
    rig.snapshot()["settings"]["cache"]["folder"].clone()
}

fn moving(rig: &Rig) -> Value {
    rig.call("cacheStatus", Value::Null)["moving"].clone()
}

#[test]
fn what_is_cached_follows_to_the_folder_that_is_chosen() {
    let rig = cached();
    let (old, new) = (rig.folder.path("chunks"), rig.folder.path("other/deep"));
    rig.events();
    rig.app().set_cache_folder(Some(new.clone())).unwrap();
    let inside = rig.app().set_cache_folder(Some(new.join("x"))).unwrap_err();
    assert!(matches!(inside.code, ErrorCode::Busy | ErrorCode::Invalid), "{inside:?}");
    rig.until("it is there", |rig| (folder(rig) == json!(new)).then_some(()));
    rig.until("the old folder is empty", |_| (chunks(&old) == 0).then_some(()));
    rig.until("it is over", |rig| moving(rig).is_null().then_some(()));
    assert_eq!(chunks(&new), 12);
    let states: Vec<CacheMoveState> = rig
        .events()
        .into_iter()
        .filter_map(|event| match event {
            AppEvent::CacheMove { progress } => Some(progress.state),
            _ => None,
        })
        .collect();
    assert_eq!(states.first(), Some(&CacheMoveState::Copying));
    assert_eq!(states.last(), Some(&CacheMoveState::Done), "{states:?}");
    let status = rig.until("the engine has them", |rig| {
        let status = rig.call("cacheStatus", Value::Null);
        (status["bytes"].as_u64() > Some(0)).then_some(status)
    });
    assert_eq!(status["folder"], json!(new));
    rig.until("figures are kept over time", |rig| {
        let status = rig.call("cacheStatus", Value::Null);
        status["history"].as_array().is_some_and(|samples| !samples.is_empty()).then_some(())
    });
}

#[test]
fn while_a_song_plays_the_old_folder_stays_the_cache_and_a_restart_goes_on() {
    let mut rig = cached();
    let (old, new) = (rig.folder.path("chunks"), rig.folder.path("other"));
    rig.call("armLoop", json!({ "fromSeconds": 1, "toSeconds": 5, "crossfadeSeconds": 0 }));
    rig.play();
    rig.app().set_cache_folder(Some(new.clone())).unwrap();
    rig.until("all is copied", |rig| (moving(rig)["state"] == "waiting").then_some(()));
    assert_eq!((chunks(&old), chunks(&new)), (12, 12));
    assert_eq!(folder(&rig), Value::Null, "what plays is not interrupted");
    assert!(rig.telemetry().is_playing);
    rig.restart();
    rig.until("it is used", |rig| (folder(rig) == json!(new)).then_some(()));
    rig.until("the old folder is empty", |_| (chunks(&old) == 0).then_some(()));
    assert_eq!(chunks(&new), 12);
}
