//! Claims about looking into files.

use std::fs;

use attacca_test_support::files::{WavFormat, write_wav};
use serde_json::Value;

use crate::{
    attacca::run,
    material::{FORMAT, set, song, truncate, write_flac_noise},
};

#[test]
fn a_good_set_is_listed_and_the_exit_code_is_0() {
    let set = set(&["One", "Two"], 1.5);
    let ran = run(["inspect".as_ref(), set.root().as_os_str(), "--deep".as_ref()]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(ran.stdout.starts_with("One (3 stems, 0:01.5)\n"), "{ran:?}");
    assert!(ran.stdout.contains("\n   2  Bass DI "), "{ran:?}");
    assert!(ran.stdout.contains("16-bit, 48 kHz, stereo, 0:01.5"), "{ran:?}");
    assert_eq!(ran.stderr, "");
}

#[test]
fn what_is_wrong_is_3_and_in_the_json() {
    let set = set(&["One"], 1.5);
    let one = song(&set, 1, "One");
    fs::write(one.join("04 Empty.wav"), b"").unwrap();
    write_wav(&one.join("05 Surround.wav"), WavFormat { channel_count: 6, ..FORMAT }, &[0; 600]);
    truncate(&write_flac_noise(&one.join("06 Keys.flac"), 1.0));

    let ran =
        run(["inspect".as_ref(), set.root().as_os_str(), "--deep".as_ref(), "--json".as_ref()]);
    assert_eq!(ran.code, Some(3), "{ran:?}");
    let report: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(report["sample_rate_hz"], 48_000);
    let stems = &report["songs"][0]["stems"];
    assert_eq!((&stems[0]["name"], &stems[0]["error"]), (&"Drums".into(), &Value::Null));
    assert_eq!(stems[0]["damage"], Value::Array(vec![]));
    assert_eq!(stems[0]["file"]["length_frames"], 72_000);
    assert_eq!(stems[3]["error"], "the file is empty; copy or export it again");
    assert_eq!(stems[4]["file"]["mix_down"], "6 channels are mixed down to stereo");
    let damage = &stems[5]["damage"][0];
    let (begin, length) = (&damage["position_frames"], &damage["length_frames"]);
    assert_eq!(begin.as_u64().zip(length.as_u64()).map(|(b, l)| b + l), Some(48_000), "{damage}");
    assert!(!damage["error"].is_null(), "{damage}");
}

#[test]
fn devices_without_any_say_what_to_do() {
    let ran = run(["devices"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    if cfg!(target_os = "linux") {
        assert!(ran.stdout.starts_with("No sound device was found."), "{ran:?}");
        assert_eq!(run(["devices", "--json"]).stdout, "[]\n");
    }
}

#[test]
fn completions_know_the_commands() {
    for shell in ["bash", "zsh", "fish"] {
        let ran = run(["completions", shell]);
        assert_eq!(ran.code, Some(0), "{ran:?}");
        assert!(ran.stdout.contains("render") && ran.stdout.contains("inspect"), "{shell}");
    }
}

#[test]
fn demo_songs_play_and_are_kept() {
    let set = set(&[], 0.0);
    let demo = set.path("demo");
    let words = ["demo".as_ref(), demo.as_os_str(), "--songs=2".as_ref(), "--stems=3".as_ref()];
    let ran = run(words.into_iter().chain(["--minutes=0.05".as_ref()]));
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert_eq!(ran.stdout.lines().count(), 2, "{ran:?}");
    assert_eq!(run(["inspect".as_ref(), demo.as_os_str(), "--deep".as_ref()]).code, Some(0));

    let again = run(["demo".as_ref(), demo.as_os_str()]);
    assert_eq!(again.code, Some(1), "{again:?}");
    assert!(again.stderr.contains("is there already"), "{again:?}");
}
