//! Claims about the cache of decoded stems.

use std::{ffi::OsStr, fs, path::Path};

use attacca_test_support::files::TestFolder;
use serde_json::Value;

use crate::{
    attacca::{Playing, Ran, run},
    material::set,
};

fn cache<A: AsRef<OsStr>>(command: &str, folder: &Path, more: impl IntoIterator<Item = A>) -> Ran {
    let mut arguments = vec!["cache".into(), command.into(), "--cache".into(), folder.into()];
    arguments.extend(more.into_iter().map(|argument| argument.as_ref().to_owned()));
    run::<std::ffi::OsString>(arguments)
}

fn json(ran: &Ran) -> Value {
    serde_json::from_str(&ran.stdout).unwrap_or_else(|error| panic!("{error}: {ran:?}"))
}

/// Two songs, all of them in a cache.
fn warm() -> (TestFolder, std::path::PathBuf) {
    let set = set(&["Ballad", "Encore"], 3.0);
    let place = set.path("cache");
    let songs = [set.root().as_os_str(), "--all".as_ref(), "--json".as_ref()];
    let ran = cache("warm", &place, songs);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let report = json(&ran);
    let songs = report["songs"].as_array().unwrap();
    assert_eq!(songs.len(), 2, "{report}");
    for song in songs {
        assert_eq!(song["cached_chunks"], song["chunks"], "{song}");
        assert!(song["why"].as_str().unwrap().starts_with("Cached"), "{song}");
    }
    (set, place)
}

#[test]
fn a_set_is_written_and_then_nothing_is_left_to_write() {
    let (set, place) = warm();
    let ran = cache("warm", &place, [set.root().as_os_str(), "--all".as_ref(), "--json".as_ref()]);
    assert_eq!(json(&ran)["written_chunks"], 0);
    let status = json(&cache("status", &place, ["--json"]));
    let songs = status["songs"].as_array().unwrap();
    assert_eq!(songs.len(), 2);
    assert!(status["bytes"].as_u64().unwrap() > 0);
    let words = cache("status", &place, [""; 0]).stdout;
    assert!(words.contains("2 songs") && words.contains("100 % of them"), "{words}");
}

#[test]
fn damage_is_found_named_and_removed() {
    let (_set, place) = warm();
    let sound = cache("verify", &place, ["--json"]);
    assert_eq!(sound.code, Some(0), "{sound:?}");
    let song = json(&cache("status", &place, ["--json"]))["songs"][0]["song"].clone();
    let song = place.join(song.as_str().unwrap());
    let stem = fs::read_dir(song).unwrap().flatten().next().unwrap().path();
    let chunk = stem.join("chunk_0000.flac");
    let mut bytes = fs::read(&chunk).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&chunk, bytes).unwrap();
    let found = cache("verify", &place, ["--json"]);
    assert_eq!(found.code, Some(3), "{found:?}");
    assert_eq!(json(&found)["bad"][0].as_str(), chunk.to_str());
    assert!(!chunk.exists());
    assert_eq!(cache("verify", &place, [""; 0]).code, Some(0));
}

#[test]
fn songs_are_cleared_by_name_and_the_cache_is_moved() {
    let (set, place) = warm();
    let status = json(&cache("status", &place, ["--json"]));
    let name = status["songs"][0]["name"].as_str().unwrap().to_owned();
    assert_eq!(cache("clear", &place, ["Nobody"]).code, Some(2));
    assert_eq!(cache("clear", &place, [&name]).code, Some(0));
    let new = set.path("new");
    assert_eq!(cache("move", &place, [new.as_os_str()]).code, Some(0));
    assert_eq!(json(&cache("status", &new, ["--json"]))["songs"].as_array().unwrap().len(), 1);
    assert_eq!(cache("clear", &new, ["--all"]).code, Some(0));
    assert_eq!(json(&cache("status", &new, ["--json"]))["bytes"], 0);
}

#[test]
fn what_plays_keeps_its_cache_from_being_cleared() {
    let (set, place) = warm();
    let arguments = [set.root().as_os_str(), "--cache".as_ref(), place.as_os_str()];
    let mut playing = Playing::start(arguments);
    playing.until(|status| status["state"] == "playing");
    let refused = cache("clear", &place, ["--all"]);
    assert_eq!(refused.code, Some(1), "{refused:?}");
    assert!(refused.stderr.contains("another Attacca uses it"), "{refused:?}");
    assert_eq!(playing.quit().code, Some(0));
}

#[test]
fn limits_that_make_no_sense_are_refused() {
    for limit in ["0", "0.5", "51", "much"] {
        let ran = run(["play", "x", "--cache-limit", limit]);
        assert_eq!(ran.code, Some(2), "{limit}");
    }
    assert_eq!(run(["play", "x", "--cache", "a", "--no-cache"]).code, Some(2));
}
