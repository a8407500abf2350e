//! Claims about playing a set by lines of standard input.

use std::{fs, process::Command};

use serde_json::Value;

use crate::{
    attacca::{Playing, attacca},
    material::{FORMAT, set, song, truncate, write_flac_noise, write_noise},
};

fn is_at(status: &Value, number: u64, state: &str) -> bool {
    status["song_number"] == number && status["state"] == state
}

#[test]
fn a_set_is_played_by_lines() {
    let set = set(&["One", "Two"], 20.0);
    let mut playing = Playing::start([set.root()]);
    let status = playing.until(|s| is_at(s, 1, "playing") && s["position_frames"] != 0);
    assert_eq!((&status["song_title"], &status["length_seconds"]), (&"One".into(), &20.0.into()));

    playing.type_lines(&["seek 0:10.5"]);
    playing.until(|s| s["position_seconds"].as_f64().is_some_and(|p| (10.5..19.0).contains(&p)));
    playing.type_lines(&["mute bass", "gain Click -6", "solo 1", "safe 3", "master -3"]);
    let status = playing.status();
    let stems = &status["stems"];
    assert_eq!((&stems[1]["name"], &stems[1]["is_muted"]), (&"Bass DI".into(), &true.into()));
    assert_eq!((&stems[0]["is_soloed"], &stems[2]["is_solo_safe"]), (&true.into(), &true.into()));
    assert_eq!(
        (&stems[2]["gain_db"], &status["buses"][0]["gain_db"]),
        (&(-6.0).into(), &(-3.0).into())
    );

    playing.type_lines(&["pause"]);
    let paused_at = playing.until(|s| s["state"] == "paused")["position_frames"].clone();
    assert_eq!(playing.status()["position_frames"], paused_at);

    playing.type_lines(&["next", "play"]);
    playing.until(|s| is_at(s, 2, "playing") && s["position_frames"] != 0);
    playing.type_lines(&["song one"]);
    playing.until(|s| is_at(s, 1, "playing"));
    playing.type_lines(&["stop"]);
    let status = playing.until(|s| is_at(s, 1, "stopped") && s["position_frames"] == 0);
    assert_eq!((&status["underruns"], &status["unsynchronised_blocks"]), (&0.into(), &0.into()));

    let ran = playing.quit();
    assert_eq!(ran.code, Some(0), "{ran:?}");
    for line in
        ["Bass DI: 0.0 dB, muted", "Click: -6.0 dB", "Drums: 0.0 dB, soloed", "master: -3.0 dB"]
    {
        assert!(ran.stderr.lines().any(|said| said == line), "{line:?} in {ran:?}");
    }
}

#[test]
fn a_wrong_line_is_answered_by_one_line_and_the_set_goes_on() {
    let set = set(&["One"], 20.0);
    let mut playing = Playing::start([set.root()]);
    playing.until(|s| s["state"] == "playing");
    let lines = ["dance", "seek soon", "seek 5:00", "mute tuba", "gain Bass 40", "next", "song 7"];
    playing.type_lines(&lines);
    playing.type_lines(&["", "# a comment", "  "]);
    assert_eq!(playing.status()["state"], "playing");
    let ran = playing.quit();
    let errors: Vec<&str> =
        ran.stderr.lines().filter_map(|line| line.strip_prefix("error: ")).collect();
    let begins = [
        "unknown command dance",
        "soon is not a time",
        "the song ends at 0:20.0",
        "no stem is called \"tuba\"",
        "40.0 dB is too loud",
        "this is the last song",
        "no song is called \"7\"",
    ];
    assert_eq!(errors.len(), begins.len(), "{errors:?}");
    for (error, begin) in errors.iter().zip(begins) {
        assert!(error.starts_with(begin), "{begin:?} in {errors:?}");
    }
}

#[test]
fn after_a_song_the_next_one_waits_for_play() {
    let set = set(&["One", "Two"], 0.3);
    let mut playing = Playing::start([set.root()]);
    let status = playing.until(|s| is_at(s, 2, "stopped"));
    assert_eq!(status["position_frames"], 0);
    playing.type_lines(&["play"]);
    playing.until(|s| is_at(s, 2, "playing"));
    let status = playing.until(|s| s["state"] == "stopped");
    assert_eq!((&status["song_number"], &status["position_frames"]), (&2.into(), &14_400.into()));
    let ran = playing.end_input();
    assert!(ran.stderr.contains("1/2 One has ended; play starts 2/2 Two"), "{ran:?}");
    assert!(ran.stderr.contains("2/2 Two has ended, and with it the set"), "{ran:?}");
}

#[test]
fn when_the_input_ends_the_set_is_played_to_its_end() {
    let set = set(&["One", "Two"], 0.3);
    let ran = Playing::start([set.root()]).end_input();
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let one = ran.stderr.find("1/2 One has ended").expect("the first song is played");
    let two = ran.stderr.find("2/2 Two has ended").expect("the second song is played");
    assert!(one < two);
}

#[test]
fn when_the_input_ends_and_nothing_plays_so_does_the_command() {
    let set = set(&["One"], 20.0);
    let ran = Playing::start([set.root().as_os_str(), "--paused".as_ref()]).end_input();
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(!ran.stderr.contains("playing from"), "{ran:?}");
}

#[test]
fn it_begins_where_it_is_told_and_waits_when_it_is_told() {
    let set = set(&["One"], 20.0);
    let arguments = [set.root().as_os_str(), "--from".as_ref(), "0:07.5".as_ref()];
    let mut playing = Playing::start(arguments.into_iter().chain(["--paused".as_ref()]));
    let status = playing.until(|s| s["position_frames"] == 360_000);
    assert_eq!(status["state"], "stopped");
    playing.type_lines(&["play"]);
    playing.until(|s| s["state"] == "playing" && s["position_frames"].as_u64() > Some(360_000));
    playing.quit();
}

#[test]
fn the_block_length_is_what_was_asked_for() {
    let set = set(&["One"], 20.0);
    let mut playing = Playing::start([set.root().as_os_str(), "--buffer=64".as_ref()]);
    let status = playing.until(|s| s["state"] == "playing" && s["position_frames"] != 0);
    assert_eq!(status["position_frames"].as_u64().map(|p| p % 64), Some(0));
    assert_eq!(status["output"], "null output, no sound (48000 Hz, f32, 64 frames)");
    playing.quit();
}

#[cfg(target_os = "linux")]
#[test]
fn without_a_sound_device_it_says_so_and_plays_silently() {
    let set = set(&["One"], 0.2);
    let output = attacca(["play".as_ref(), set.root().as_os_str()]).output().unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(0), "{stderr}");
    assert!(stderr.contains("no sound device, so nothing will be heard"), "{stderr}");
    assert!(stderr.contains("One has ended"), "{stderr}");
}

#[test]
fn paths_that_are_no_songs_do_not_keep_the_others_from_playing() {
    let set = set(&["One"], 0.2);
    let one = song(&set, 1, "One");
    let ran = Playing::start([set.path("absent"), one]).end_input();
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(ran.stderr.contains("absent does not exist"), "{ran:?}");
    assert!(ran.stderr.contains("1/1 One has ended"), "{ran:?}");
}

#[test]
fn a_damaged_stem_is_named_and_the_others_play() {
    let set = set(&["One"], 1.0);
    truncate(&write_flac_noise(&song(&set, 1, "One").join("04 Keys.flac"), 1.0));
    let ran = Playing::start([set.root()]).end_input();
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(ran.stderr.contains("04 Keys.flac is silent for a while from 0:00."), "{ran:?}");
    assert!(ran.stderr.contains("One has ended"), "{ran:?}");
}

#[test]
fn hostile_names_play_and_are_shown_escaped() {
    let set = set(&[], 0.0);
    let hostile = set.make_folder("evil\n\u{1b}[2J\u{202e}");
    write_noise(&hostile.join("stem\r\u{7}.wav"), FORMAT, 20.0, 0);
    let mut playing = Playing::start([&hostile]);
    // Half a second in, everything that happens at the start has been said.
    let status = playing.until(|s| s["position_frames"].as_u64() > Some(24_000));
    assert_eq!(status["song_title"], "evil\n\u{1b}[2J\u{202e}", "JSON has its own escapes");
    playing.type_lines(&["mute 1"]);
    playing.status();
    let ran = playing.quit();
    assert!(ran.stderr.contains("song 1/1 evil\\n\\u{1b}[2J\\u{202e}"), "{ran:?}");
    assert!(ran.stderr.contains("stem\\r\\u{7}: 0.0 dB, muted"), "{ran:?}");
    let is_hostile = |c: char| c != '\n' && (c.is_control() || c == '\u{202e}');
    assert!(!ran.stderr.contains(is_hostile), "{ran:?}");
}

#[cfg(unix)]
#[test]
fn signals_end_it_as_quit_does() {
    for signal in ["-INT", "-TERM", "-HUP"] {
        let set = set(&["One"], 20.0);
        let mut playing = Playing::start([set.root()]);
        playing.until(|s| s["state"] == "playing");
        Command::new("kill").args([signal, &playing.id().to_string()]).status().unwrap();
        let ran = playing.wait();
        assert_eq!(ran.code, Some(0), "{signal}: {ran:?}");
    }
}

#[test]
fn a_log_file_tells_what_happened() {
    let set = set(&["One"], 0.2);
    let log = set.path("log.txt");
    let arguments = [set.root().as_os_str(), "--log-file".as_ref(), log.as_os_str()];
    let ran = Playing::start(arguments).end_input();
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(!ran.stderr.contains("INFO"), "{ran:?}");
    let log = fs::read_to_string(log).unwrap();
    assert!(log.contains("song opened") && log.contains("song ended"), "{log}");
    assert!(!log.contains('\u{1b}'), "no colours in a file: {log}");
}

#[test]
fn the_guide_explains_every_field_of_a_status() {
    let guide = include_str!("../../../../docs/guide/command-line.md");
    let set = set(&["One"], 0.1);
    let mut playing = Playing::start([set.root().as_os_str(), "--paused".as_ref()]);
    let status = playing.status();
    for field in status.as_object().expect("a status is an object").keys() {
        assert!(guide.contains(&format!("`{field}`")), "{field} is not in the guide");
    }
    playing.quit();
}
