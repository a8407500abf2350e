//! Claims about the command line.

use clap::{CommandFactory, error::ErrorKind};

use super::*;

fn parse(line: &[&str]) -> Result<Command, ErrorKind> {
    let words = std::iter::once("attacca").chain(line.iter().copied());
    Arguments::try_parse_from(words).map(|a| a.command).map_err(|error| error.kind())
}

#[test]
fn the_definition_is_consistent() {
    Arguments::command().debug_assert();
}

#[test]
fn every_word_of_render_is_understood() {
    let line = "render song -o out.wav --force --from 1:00 --to 2:00.5 --gain Bass=DI=-6 --gain \
                2=+3dB --mute Click --mute Guide --solo Keys --rate 48000 --bits 32f";
    let Ok(Command::Render(args)) = parse(&line.split_whitespace().collect::<Vec<_>>()) else {
        panic!("{line}");
    };
    assert_eq!((args.from, args.to), (60.0, Some(120.5)));
    assert_eq!(args.gain[0], ("Bass=DI".to_owned(), Decibels(-6.0)));
    assert_eq!(args.gain[1], ("2".to_owned(), Decibels(3.0)));
    assert_eq!((args.mute.len(), args.solo.len()), (2, 1));
    assert_eq!(args.rate, Some(SampleRate::HZ_48000));
    assert_eq!((args.bits, args.force), (WavFormat::Float32, true));
}

#[test]
fn a_rate_is_written_as_people_do() {
    for (text, hz) in [("44100", 44_100), ("44.1k", 44_100), ("96 kHz", 96_000), ("8k", 8_000)] {
        let Ok(Command::Play(args)) = parse(&["play", "song", "--null", "--rate", text]) else {
            panic!("{text}");
        };
        assert_eq!(args.rate.map(SampleRate::hz), Some(hz), "{text}");
    }
    for text in ["7999", "384001", "384.001k", "44.1", "fast", ""] {
        let refused = parse(&["play", "song", "--rate", text]).map(|_| ());
        assert_eq!(refused, Err(ErrorKind::ValueValidation), "{text}");
    }
}

#[test]
fn what_makes_no_sense_is_refused() {
    let lines: [(&str, ErrorKind); 10] = [
        ("play", ErrorKind::MissingRequiredArgument),
        ("play song --device x --null", ErrorKind::ArgumentConflict),
        ("play song --buffer 0", ErrorKind::ValueValidation),
        ("play song --rate 0", ErrorKind::ValueValidation),
        ("render song -o o.wav --rate 1", ErrorKind::ValueValidation),
        ("play song --from soon", ErrorKind::ValueValidation),
        ("render song", ErrorKind::MissingRequiredArgument),
        ("render song -o o.wav --gain Bass", ErrorKind::ValueValidation),
        ("render song -o o.wav --gain Bass=13", ErrorKind::ValueValidation),
        ("render song -o o.wav --bits 8", ErrorKind::ValueValidation),
    ];
    for (line, kind) in lines {
        let words: Vec<&str> = line.split_whitespace().collect();
        assert_eq!(parse(&words).map(|_| ()), Err(kind), "{line}");
    }
}

#[test]
fn help_tells_the_exit_codes() {
    let help = Arguments::command().render_long_help().to_string();
    for code in 0..=4 {
        assert!(help.contains(&format!("\n  {code}  ")), "exit code {code} in:\n{help}");
    }
}
