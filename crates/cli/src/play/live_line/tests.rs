//! Claims about the live line.

use std::time::Instant;

use attacca_engine::output::LossReason;
use attacca_player::ipc::{HealthStatus, JumpStatus, Place};
use proptest::prelude::*;

use super::*;

fn glance() -> Glance {
    Glance {
        state: State::Playing,
        is_loading: false,
        song: 1,
        position_seconds: 83.4,
        length_seconds: Some(225.0),
        seeking_to: None,
        next_jump: None,
        peak_dbfs: [Some(-12.0), None],
        lead_ms: 1480.4,
        health: HealthStatus::default(),
        underruns: 0,
        xruns: 0,
        clipped_frames: 0,
    }
}

fn line(glance: &Glance, columns: usize) -> String {
    text(&live_line(glance, "Northern Lights", 5, columns))
}

fn text(parts: &[Part]) -> String {
    parts.iter().map(|part| part.text.as_str()).collect()
}

#[test]
fn a_long_row_shows_everything() {
    assert_eq!(
        line(&glance(), 120),
        "▶ 2/5 Northern Lights  1:23.4 / 3:45.0  ▕██████  ▏▕        ▏ -12.0 dBFS  ahead 1480 ms"
    );
}

#[test]
fn a_short_row_keeps_state_song_and_time() {
    assert_eq!(
        line(&glance(), 71),
        "▶ 2/5 Northern Lights  1:23.4 / 3:45.0  ▕██████  ▏▕        ▏ -12.0 dBFS"
    );
    assert_eq!(line(&glance(), 40), "▶ 2/5 Northern Lights  1:23.4 / 3:45.0");
    assert_eq!(line(&glance(), 30), "▶ 2/5 Northe…  1:23.4 / 3:45.0");
}

#[test]
fn trouble_comes_before_meters() {
    let troubled = Glance { underruns: 3, clipped_frames: 12, ..glance() };
    assert_eq!(
        line(&troubled, 66),
        "▶ 2/5 Northern Lights  1:23.4 / 3:45.0  3 underruns  12 clipped"
    );
}

#[test]
fn health_comes_first_with_its_worst_reason() {
    let reasons = vec!["Bass does not answer".to_owned(), "2 xruns just now".to_owned()];
    let health = HealthStatus { state: HealthWord::Recovering, reasons };
    let troubled = Glance { health, xruns: 2, ..glance() };
    assert_eq!(
        line(&troubled, 82),
        "▶ 2/5 Northern Lights  1:23.4 / 3:45.0  recovering: Bass does not answer  2 xruns"
    );
}

#[test]
fn states_can_be_told_apart() {
    let marks = [
        (Glance { state: State::Paused, ..glance() }, '‖'),
        (Glance { state: State::Stopped, ..glance() }, '■'),
        (Glance { is_loading: true, ..glance() }, '…'),
        (glance(), '▶'),
    ];
    for (glance, mark) in marks {
        assert!(line(&glance, 80).starts_with(mark), "{mark}");
    }
}

#[test]
fn a_seek_shows_where_it_goes() {
    let within = Glance { seeking_to: Some((1, 10.0)), ..glance() };
    assert!(line(&within, 120).contains("1:23.4 → 0:10.0 / 3:45.0"));
    let beyond = Glance { seeking_to: Some((2, 0.0)), ..glance() };
    assert!(line(&beyond, 120).contains("1:23.4 / 3:45.0 → song 3"));
}

#[test]
fn what_is_armed_shows_where_it_happens_and_where_it_goes() {
    let to = Place { song_number: 2, position_frames: 0, position_seconds: 60.0 };
    let jump = JumpStatus {
        song_number: 2,
        at_seconds: Some(45.0),
        to,
        crossfade_seconds: 0.0,
        is_loop: false,
        is_ready: true,
    };
    let armed = |jump| line(&Glance { next_jump: Some(jump), ..glance() }, 120);
    assert!(armed(jump).contains("0:45.0 ↷ 1:00.0"));
    assert!(armed(JumpStatus { is_loop: true, ..jump }).contains("0:45.0 ↻ 1:00.0"));
    let next_song = Place { song_number: 3, position_frames: 0, position_seconds: 0.0 };
    let at_end = JumpStatus { at_seconds: None, to: next_song, ..jump };
    assert!(armed(at_end).contains("end ↷ 3: 0:00.0"));
}

#[test]
fn a_meter_has_48_db_in_eighths_of_cells() {
    assert_eq!(meter(Some(0.0)), "████████");
    assert_eq!(meter(Some(6.0)), "████████");
    assert_eq!(meter(Some(-24.0)), "████    ");
    assert_eq!(meter(Some(-3.0)), "███████▌");
    assert_eq!(meter(Some(-48.0)), "        ");
    assert_eq!(meter(None), "        ");
}

#[test]
fn colours_tell_how_it_goes() {
    let colours = |glance: &Glance| -> Vec<Colour> {
        let parts = live_line(glance, "Northern Lights", 5, 120);
        parts.iter().map(|part| part.colour).filter(|colour| *colour != Colour::Plain).collect()
    };
    let peak = |dbfs: f32| Glance { peak_dbfs: [Some(dbfs), None], ..glance() };
    assert_eq!(colours(&glance()), [Colour::Good, Colour::Good]);
    assert_eq!(colours(&peak(-0.5)), [Colour::Good, Colour::Caution]);
    assert_eq!(colours(&peak(0.5)), [Colour::Good, Colour::Bad]);
    let troubled = Glance { state: State::Paused, underruns: 1, ..glance() };
    assert_eq!(colours(&troubled), [Colour::Caution, Colour::Bad, Colour::Good]);
}

#[test]
fn a_long_line_shows_where_the_typing_is() {
    assert_eq!(text(&typed_line("mute Bass", 20)), ":mute Bass");
    assert_eq!(text(&typed_line("mute Bass DI", 8)), ":Bass DI");
    assert_eq!(text(&typed_line("mute 低音", 4)), ":音");
}

proptest! {
    #[test]
    fn no_title_breaks_the_row(title in "(?s).*|[低音🥁\u{301}\u{202e}\u{1b}]*", columns in 0usize..200) {
        let line = text(&live_line(&glance(), &title, 5, columns));
        prop_assert!(line.width() <= columns, "{} columns of {columns}: {line:?}", line.width());
        prop_assert!(!line.chars().any(char::is_control), "{line:?}");
    }
}

#[test]
fn a_lost_device_stands_before_all_else() {
    let (since, reason) = (Instant::now(), LossReason::Silent);
    let lost = output_part(&OutputState::Lost { since, reason }).expect("it is said");
    assert_eq!((lost.text.as_str(), lost.colour), ("NO DEVICE  ", Colour::Bad));
    assert_eq!(output_part(&OutputState::Running), None);
}
