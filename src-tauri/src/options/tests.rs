//! Tests of what starts of the window ask for.

use super::*;

fn second_start(line: &str) -> Options {
    let arguments: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
    Options::of_a_second_start(&arguments, Path::new("/there"))
}

#[test]
fn paths_of_a_second_start_are_those_of_its_own_folder() {
    let options = second_start("attacca-window song /elsewhere/song");
    assert_eq!(options.paths, [Path::new("/there/song"), Path::new("/elsewhere/song")]);
}

#[test]
fn a_second_start_that_makes_no_sense_asks_for_nothing() {
    assert_eq!(second_start("attacca-window --no-such-option song"), Options::default());
}

#[test]
fn an_output_is_silent_the_systems_or_a_device_whose_name_may_hold_colons() {
    let device = OutputChoice::Device { host: "alsa".into(), device: "hw:0,1".into() };
    for (text, expected) in
        [("null", OutputChoice::Null), ("default", OutputChoice::Default), ("alsa:hw:0,1", device)]
    {
        assert_eq!(text.parse(), Ok(expected), "{text}");
    }
}

#[test]
fn an_output_that_is_none_of_these_is_refused() {
    assert!(Options::try_parse_from(["attacca-window", "--output", "nul"]).is_err());
}

#[test]
fn a_device_is_kept_in_the_settings_and_silence_is_not() {
    let options = |output: &str| Options { output: output.parse().ok(), ..Options::default() };
    let change = options("alsa:hw:0,1").change_of_settings();
    let audio = json!({ "host": "alsa", "device": "hw:0,1" });
    assert_eq!(change, Some(json!({ "change": { "audio": audio } })));
    assert_eq!(options("null").change_of_settings(), None);
    assert_eq!(Options::default().change_of_settings(), None);
    let app = options("null").for_app(Path::new("/data"), LogRing::default());
    assert_eq!(app.output, OutputWish::Null);
}
