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
    let device = OutputChoice::Device("alsa:hw:0,1".into());
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
fn the_output_is_asked_of_the_app_with_the_whole_id_of_a_device() {
    let wish = |output: &str| {
        let options = Options { output: output.parse().ok(), ..Options::default() };
        options.for_app(Path::new("/data"), LogRing::default()).output
    };
    assert_eq!(wish("alsa:hw:0,1"), OutputWish::Device("alsa:hw:0,1".to_owned()));
    assert_eq!(wish("default"), OutputWish::SystemDefault);
    assert_eq!(wish("null"), OutputWish::Null);
    let no_option = Options::default().for_app(Path::new("/data"), LogRing::default());
    assert_eq!(no_option.output, OutputWish::AsSet);
}
