//! Claims about what the command refuses, and how it says so.

use std::fs;

use attacca_test_support::files::{TestFolder, WavFormat};
use attacca_units::SampleRate;

use crate::{
    attacca::{Ran, run},
    material::{FORMAT, set, song, write_noise},
};

/// One line on standard error that holds `words`, nothing on standard output, this exit code.
#[track_caller]
fn check(ran: &Ran, code: i32, words: &[&str]) {
    assert_eq!(ran.code, Some(code), "{ran:?}");
    assert_eq!(ran.stdout, "", "{ran:?}");
    for word in words {
        assert!(ran.stderr.contains(word), "{word:?} in {ran:?}");
    }
    assert!(ran.stderr.lines().all(|line| !line.contains("panicked")), "{ran:?}");
}

#[test]
fn a_wrong_command_line_is_2() {
    check(&run(["dance"]), 2, &["unrecognized subcommand 'dance'"]);
    check(&run(["play"]), 2, &["PATH"]);
    check(&run(["play", "x", "--log", "a=b=c"]), 2, &["--log a=b=c", "write as in"]);
}

#[test]
fn help_and_version_are_no_errors() {
    let help = run(["play", "--help"]);
    assert_eq!(help.code, Some(0));
    for command in ["seek 3:20.5", "solo", "status", "quit"] {
        assert!(help.stdout.contains(command), "{command:?} in {}", help.stdout);
    }
    assert!(run(["--version"]).stdout.starts_with("attacca "));
}

#[test]
fn nothing_to_play_is_3_and_names_what_is_wrong() {
    let folder = TestFolder::new();
    let empty = folder.make_folder("empty");
    check(
        &run(["play".as_ref(), empty.as_os_str()]),
        3,
        &["empty holds no songs", "a song is a folder of audio files"],
    );
    let absent = folder.path("absent");
    check(&run(["play".as_ref(), absent.as_os_str()]), 3, &["absent does not exist"]);

    let broken = folder.make_folder("broken");
    fs::write(broken.join("a.wav"), b"").unwrap();
    fs::write(broken.join("b.mp3"), b"ID3\x04\0\0\0\0\0\0").unwrap();
    let ran = run(["play".as_ref(), broken.as_os_str()]);
    check(&ran, 3, &["a.wav: the file is empty", "b.mp3: ", "broken MP3 header", "no frames"]);
    assert_eq!(ran.stderr.lines().count(), 3, "{ran:?}");
}

#[test]
fn a_rate_that_no_engine_has_is_2() {
    let refused = |rate| run(["play", "song", "--rate", rate]);
    check(&refused("4000"), 2, &["--rate", "write a rate from 8000 to 384000 Hz"]);
    check(&refused("44.1"), 2, &["--rate", "44.1k or 96 kHz"]);
}

#[test]
fn a_device_that_is_not_there_is_4() {
    let set = set(&["One"], 0.1);
    let ran = run(["play".as_ref(), set.root().as_os_str(), "--device=no such".as_ref()]);
    check(&ran, 4, &["no such", "list the devices"]);
}

#[test]
fn hostile_names_are_shown_escaped() {
    let folder = TestFolder::new();
    let hostile = folder.make_folder("a\nb\u{1b}[2J\u{202e}");
    let ran = run(["play".as_ref(), hostile.as_os_str()]);
    check(&ran, 3, &["a\\nb\\u{1b}[2J\\u{202e} holds no songs"]);
    assert!(!ran.stderr.contains(['\u{1b}', '\u{202e}']), "{ran:?}");
}

#[test]
fn render_refuses_before_it_works() {
    let set = set(&["One", "Two"], 0.1);
    let one = song(&set, 1, "One");
    let (one, root) = (one.as_os_str(), set.root().as_os_str());
    let out = set.path("out.wav");
    let out = out.as_os_str();
    let render = |path, more: &[&str]| {
        let words = ["render".as_ref(), path, "-o".as_ref(), out];
        run(words.into_iter().chain(more.iter().map(std::ffi::OsStr::new)))
    };
    check(&render(root, &[]), 2, &["holds 2 songs", "1 One"]);
    check(&render(one, &["--mute", "tuba"]), 2, &["no stem is called \"tuba\"", "2 Bass DI"]);
    check(&render(one, &["--gain", "Bass=loud"]), 2, &["loud is not a level"]);
    check(&render(one, &["--from", "0:05"]), 2, &["the song ends at 0:00.1"]);
    assert!(!set.path("out.wav").exists());

    fs::write(out, b"precious").unwrap();
    check(&render(one, &[]), 1, &["out.wav is there already; --force replaces it"]);
    assert_eq!(fs::read(out).unwrap(), b"precious");
}

#[test]
fn a_stem_of_a_rate_that_is_no_music_is_named_and_the_others_play() {
    let set = set(&["One"], 0.1);
    let sample_rate = SampleRate::new(4_000).expect("a rate is not zero");
    let other = WavFormat { sample_rate, ..FORMAT };
    write_noise(&song(&set, 1, "One").join("09 Guide.wav"), other, 0.1, 9);
    let ran = run(["play".as_ref(), set.root().as_os_str(), "--null".as_ref()]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    for words in ["Guide of 1/1 One is silent", "09 Guide.wav", "4000 Hz", "48000 Hz"] {
        assert!(ran.stderr.contains(words), "{words:?} in {ran:?}");
    }
}
