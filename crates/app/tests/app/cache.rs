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

impl Rig {
    #[track_caller]
    fn refused_folder(&self, folder: &Path) {
        let error = self.app().set_cache_folder(Some(folder.to_owned())).unwrap_err();
        assert_eq!(error.code, ErrorCode::Invalid, "{error:?}");
    }
}

#[test]
fn what_is_cached_follows_to_the_folder_that_is_chosen() {
    let rig = cached();
    let (old, new) = (rig.folder.path("chunks"), rig.folder.path("other/deep"));
    rig.events();
    rig.app().set_cache_folder(Some(new.clone())).unwrap();
    let other = rig.app().set_cache_folder(Some(rig.folder.path("third"))).unwrap_err();
    assert_eq!(other.code, ErrorCode::Busy, "one move at a time: {other:?}");
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
fn while_a_song_plays_nothing_is_copied_and_a_restart_goes_on() {
    let mut rig = cached();
    let (old, new) = (rig.folder.path("chunks"), rig.folder.path("other"));
    rig.call("armLoop", json!({ "fromSeconds": 1, "toSeconds": 5, "crossfadeSeconds": 0 }));
    rig.play();
    rig.app().set_cache_folder(Some(new.clone())).unwrap();
    rig.until("it goes on", |rig| (rig.telemetry().position_seconds > 1.5).then_some(()));
    assert_eq!(moving(&rig)["state"], "copying");
    assert!(chunks(&new) <= 1, "the disk is the song's");
    assert_eq!(folder(&rig), Value::Null, "what plays is not interrupted");
    assert!(rig.telemetry().is_playing && rig.telemetry().underruns == 0);
    rig.restart();
    rig.until("it is used", |rig| (folder(rig) == json!(new)).then_some(()));
    rig.until("the old folder is empty", |_| (chunks(&old) == 0).then_some(()));
    assert_eq!(chunks(&new), 12);
}

#[test]
fn an_engine_with_a_jump_armed_by_hand_is_not_made_anew() {
    let rig = cached();
    let new = rig.folder.path("other");
    rig.call("armLoop", json!({ "fromSeconds": 1, "toSeconds": 5, "crossfadeSeconds": 0 }));
    rig.app().set_cache_folder(Some(new.clone())).unwrap();
    rig.until("all is copied", |rig| (moving(rig)["state"] == "waiting").then_some(()));
    // Longer than it rests otherwise.
    std::thread::sleep(std::time::Duration::from_secs(4));
    assert_eq!((folder(&rig), &moving(&rig)["state"]), (Value::Null, &json!("waiting")));
    rig.call("cancelJumps", Value::Null);
    rig.until("it is used", |rig| (folder(rig) == json!(new)).then_some(()));
}

#[test]
fn a_move_is_called_off_by_the_folder_in_which_the_cache_is() {
    let mut rig = cached();
    let (old, new) = (rig.folder.path("chunks"), rig.folder.path("other"));
    rig.call("armLoop", json!({ "fromSeconds": 1, "toSeconds": 5, "crossfadeSeconds": 0 }));
    rig.app().set_cache_folder(Some(new.clone())).unwrap();
    rig.until("all is copied", |rig| (moving(rig)["state"] == "waiting").then_some(()));
    assert_eq!((chunks(&old), chunks(&new)), (12, 12));
    rig.call("setSettings", json!({ "change": { "cache": { "folder": null } } }));
    assert!(moving(&rig).is_null());
    rig.until("what was copied is gone", |_| (chunks(&new) == 0).then_some(()));
    rig.restart();
    assert!(moving(&rig).is_null(), "a restart does not go on with it");
    assert_eq!((folder(&rig), chunks(&old)), (Value::Null, 12));
}

#[test]
fn from_a_folder_within_the_usual_one_the_way_back_is_open() {
    let rig = Rig::with_show(&["Alpha"]);
    let deep = rig.folder.path("chunks/deep");
    rig.refused_folder(&deep);
    let beside = rig.folder.path("beside");
    rig.app().set_cache_folder(Some(beside.clone())).unwrap();
    rig.until("it is used", |rig| (folder(rig) == json!(beside)).then_some(()));
    rig.until("it is over", |rig| moving(rig).is_null().then_some(()));
    rig.refused_folder(&beside.join("x"));
    rig.app().set_cache_folder(Some(deep.clone())).unwrap();
    rig.until("it is used", |rig| (folder(rig) == json!(deep)).then_some(()));
    rig.until("it is over", |rig| moving(rig).is_null().then_some(()));
    rig.app().set_cache_folder(None).unwrap();
    assert_eq!(folder(&rig), Value::Null);
}
