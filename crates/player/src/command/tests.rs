//! Claims about what can be typed.

use proptest::prelude::*;

use super::*;

#[track_caller]
fn check(line: &str, action: Action) {
    assert_eq!(parse(line), Ok(Some(Command::Action(action))), "{line:?}");
}

#[test]
fn transport_commands_are_single_words_in_any_case() {
    check("play", Action::Play);
    check("  PAUSE \r\n", Action::Pause);
    check("stop", Action::Stop);
    check("next", Action::Next);
    check("prev", Action::Previous);
    assert_eq!(parse("status"), Ok(Some(Command::Status)));
    assert_eq!(parse("help"), Ok(Some(Command::Help)));
    assert_eq!(parse("quit"), Ok(Some(Command::Quit)));
}

#[test]
fn empty_lines_and_comments_are_nothing() {
    for line in ["", "   ", "\t", "# play", "#"] {
        assert_eq!(parse(line), Ok(None), "{line:?}");
    }
}

#[test]
fn a_seek_goes_to_a_time_or_by_a_time() {
    check("seek 3:20.5", Action::Seek(SeekTo::Position(200.5)));
    check("seek 0", Action::Seek(SeekTo::Position(0.0)));
    check("seek +5", Action::Seek(SeekTo::Offset(5.0)));
    check("seek -1:00", Action::Seek(SeekTo::Offset(-60.0)));
    check("seek −5", Action::Seek(SeekTo::Offset(-5.0)));
}

#[test]
fn a_song_is_named_by_number_or_title() {
    check("song 2", Action::Song("2".into()));
    check("song Northern Lights", Action::Song("Northern Lights".into()));
}

#[test]
fn names_may_hold_spaces_and_be_quoted() {
    check("mute Bass DI", Action::Mute { stem: "Bass DI".into() });
    check("solo \"Bass DI\"", Action::Solo { stem: "Bass DI".into() });
    check("safe 'Click'", Action::SoloSafe { stem: "Click".into() });
    check("mute 7\" mix", Action::Mute { stem: "7\" mix".into() });
    check("mute Don't", Action::Mute { stem: "Don't".into() });
}

#[test]
fn a_gain_is_the_last_word() {
    let bass = |db: f32| Action::Gain { stem: "Bass DI".into(), level: Decibels(db) };
    check("gain Bass DI -6", bass(-6.0));
    check("gain \"Bass DI\" -6dB", bass(-6.0));
    check("gain Bass DI +3.5 dB", bass(3.5));
    check("gain Bass DI −∞", bass(f32::NEG_INFINITY));
    check("gain 3 0", Action::Gain { stem: "3".into(), level: Decibels(0.0) });
    check("master -3", Action::Master(Decibels(-3.0)));
    check("master -inf", Action::Master(Decibels::SILENCE));
}

#[test]
fn what_is_wrong_is_said_in_one_clear_line() {
    let messages = [
        ("dance", "unknown command dance; type help for a list"),
        ("play it again", "play takes nothing after it"),
        ("seek", "seek needs a time, as in: seek 3:20.5"),
        (
            "seek soon",
            "soon is not a time: write seconds (45.5), minutes (3:20.5) or hours (1:02:03)",
        ),
        ("song", "song needs a number or a title, as in: song 2"),
        ("gain Bass", "gain needs a stem and a level, as in: gain Bass DI -6"),
        (
            "gain Bass loud",
            "loud is not a level: write decibels (-6, +3.5, -12 dB) or -inf for silence",
        ),
        ("gain Bass 13", "13.0 dB is too loud: faders end at +12 dB"),
        ("gain \"\" -6", "gain needs a stem and a level, as in: gain Bass DI -6"),
        ("master", "master needs a level, as in: master -3"),
        ("mute", "mute needs a stem, as in: mute Click"),
        ("\u{1b}[2J", "unknown command \\u{1b}[2j; type help for a list"),
    ];
    for (line, message) in messages {
        assert_eq!(parse(line).unwrap_err().to_string(), message);
    }
}

#[test]
fn help_names_every_command() {
    for word in [
        "play", "pause", "stop", "seek", "song", "next", "prev", "gain", "mute", "solo", "safe",
        "master", "status", "help", "quit",
    ] {
        assert!(HELP.contains(word), "{word}");
    }
}

proptest! {
    #[test]
    fn no_line_breaks_the_parser_and_errors_are_one_printable_line(line in "\\PC*|(?s).*") {
        if let Err(error) = parse(&line) {
            prop_assert!(!error.to_string().chars().any(char::is_control));
        }
    }

    #[test]
    fn every_level_a_fader_has_is_read(tenths in -1000i32..=120) {
        let db = tenths as f32 / 10.0;
        prop_assert_eq!(
            parse(&format!("gain Any Name {db}")),
            Ok(Some(Command::Action(Action::Gain { stem: "Any Name".into(), level: Decibels(db) })))
        );
    }

    #[test]
    fn every_stem_name_reaches_its_action(name in "[a-zA-Z0-9é#][a-zA-Z0-9é .-]{0,20}[a-zA-Z0-9é]") {
        prop_assert_eq!(
            parse(&format!("mute {name}")),
            Ok(Some(Command::Action(Action::Mute { stem: name })))
        );
    }
}

fn jump(song: Option<&str>, to_seconds: f64, at: JumpAt, crossfade_seconds: f64) -> Action {
    Action::Jump(JumpPlan { song: song.map(str::to_owned), to_seconds, at, crossfade_seconds })
}

#[test]
fn a_jump_says_where_to_and_when() {
    check("jump 1:00 at 0:45", jump(None, 60.0, JumpAt::Position(45.0), 0.0));
    check("JUMP 0 At End", jump(None, 0.0, JumpAt::End, 0.0));
    check("jump 1:00 at 0:45 fade 2.5", jump(None, 60.0, JumpAt::Position(45.0), 2.5));
}

#[test]
fn a_jump_may_go_to_another_song_whatever_its_title() {
    check("jump 0 of Encore at end fade 5", jump(Some("Encore"), 0.0, JumpAt::End, 5.0));
    check("jump 0 of 3 at 10", jump(Some("3"), 0.0, JumpAt::Position(10.0), 0.0));
    let title = "Meet at Dawn of fade Away";
    check(&format!("jump 0 of {title} at end"), jump(Some(title), 0.0, JumpAt::End, 0.0));
    check(&format!("jump 0 of '{title}' at end"), jump(Some(title), 0.0, JumpAt::End, 0.0));
}

#[test]
fn a_loop_goes_from_one_time_to_a_later_one() {
    let plan = LoopPlan { from_seconds: 30.0, to_seconds: 60.0, crossfade_seconds: 0.0 };
    check("loop 0:30 1:00", Action::Loop(plan));
    let plan = LoopPlan { crossfade_seconds: 0.05, ..plan };
    check("loop 0:30 1:00 fade 0.05", Action::Loop(plan));
    assert_eq!(parse("loop 1:00 0:30"), Err(CommandError::BackwardLoop));
    assert_eq!(parse("loop 1:00 1:00"), Err(CommandError::BackwardLoop));
    check("cancel", Action::Cancel);
}

#[test]
fn half_a_jump_is_refused_with_an_example() {
    for line in ["jump", "jump 1:00", "jump at 0:45", "jump 1:00 at", "jump 1:00 of at 2", "loop 1"]
    {
        assert!(matches!(parse(line), Err(CommandError::Missing { .. })), "{line:?}");
    }
    assert!(matches!(parse("jump x at 2"), Err(CommandError::Time { .. })));
    assert_eq!(parse("jump 0 at 2 fade 31"), Err(CommandError::LongCrossfade));
}

#[test]
fn a_pan_a_trim_and_a_bus_are_set_by_name() {
    check("pan Bass DI L30", Action::Pan { stem: "Bass DI".into(), pan: Pan(-0.3) });
    check("pan 'Bass DI' c", Action::Pan { stem: "Bass DI".into(), pan: Pan::CENTRE });
    check("trim -2 dB", Action::Trim(Decibels(-2.0)));
    check("bus in ears -3 dB", Action::BusLevel { bus: "in ears".into(), level: Decibels(-3.0) });
    check("bus Click mute", Action::BusMute { bus: "Click".into() });
    check("route Bass=DI = cues", Action::Route { stem: "Bass=DI".into(), bus: "cues".into() });
}

#[test]
fn half_a_pan_a_bus_or_a_route_is_refused_with_an_example() {
    for line in ["pan", "pan L30", "bus", "bus -3", "route", "route Click", "route =cues", "trim"] {
        assert!(matches!(parse(line), Err(CommandError::Missing { .. })), "{line:?}");
    }
    assert!(matches!(parse("pan Bass L101"), Err(CommandError::Pan { .. })));
    assert!(matches!(parse("bus main +13"), Err(CommandError::TooLoud(_))));
}
