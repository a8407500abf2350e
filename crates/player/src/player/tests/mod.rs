//! Claims about stepping through a set.

mod health;
mod jumps;
mod mixing;
mod set_changes;
mod stage;

use attacca_units::Decibels;

use crate::{
    Action, Change, PlayerError, Severity,
    command::SeekTo,
    ipc::{State, Status},
};
use stage::{SONG_FRAMES, Stage};

fn is_at(status: &Status, song_number: usize, state: State) -> bool {
    status.song_number == song_number && status.state == state
}

fn mute(stem: &str) -> Action {
    Action::Mute { stem: stem.to_owned() }
}

#[test]
fn at_a_songs_end_the_next_one_waits_for_play() {
    let mut stage = Stage::with_three_songs();
    stage.act(Action::Play);
    stage.until(|stage| is_at(&stage.status(), 2, State::Stopped));
    assert!(!stage.player.wants_to_play());
    assert!(stage.has_said("1/3 One has ended; play starts 2/3 Two"));

    stage.for_a_while();
    assert!(is_at(&stage.status(), 2, State::Stopped), "nothing starts by itself");
    assert_eq!(stage.status().position_frames, 0);

    stage.act(Action::Play);
    stage.until(|stage| is_at(&stage.status(), 2, State::Playing));
}

#[test]
fn after_the_last_song_it_stays_and_play_starts_that_song_again() {
    let mut stage = Stage::new(&[("Only", &["a.wav"])]);
    stage.act(Action::Play);
    stage.until(|stage| stage.has_said("1/1 Only has ended, and with it the set"));
    stage.for_a_while();
    assert!(is_at(&stage.status(), 1, State::Stopped));

    stage.act(Action::Play);
    stage.until(|stage| stage.status().state == State::Playing);
    assert!(stage.status().position_frames < SONG_FRAMES / 2);
}

#[test]
fn alone_it_plays_the_set_to_its_end() {
    let mut stage = Stage::with_three_songs();
    stage.player.go_on_alone();
    stage.act(Action::Play);
    stage.until(|stage| !stage.player.wants_to_play());
    assert!(stage.has_said("3/3 Three has ended, and with it the set"));
}

#[test]
fn alone_it_passes_over_a_song_that_cannot_be_played() {
    let good: &[&str] = &["a.wav"];
    let mut stage = Stage::new(&[("1 One", good), ("2 Two", &["bad.wav"]), ("3 Three", good)]);
    stage.player.go_on_alone();
    stage.act(Action::Play);
    stage.until(|stage| !stage.player.wants_to_play());
    assert!(stage.has_said("3/3 Three has ended"), "{:?}", stage.notices);
}

#[test]
fn a_song_that_cannot_be_played_is_refused_and_the_old_one_stays() {
    let good: &[&str] = &["a.wav"];
    let mut stage = Stage::new(&[("1 One", good), ("2 Two", &["bad.wav"]), ("3 Three", good)]);
    stage.until(|stage| stage.has_said("2/3 Two can't be played"));
    assert!(stage.has_said("bad of 2/3 Two is silent"));
    let error = stage.player.act(&Action::Next).unwrap_err();
    assert_eq!(error, PlayerError::SongFailed { title: "Two".to_owned() });
    assert_eq!(stage.player.current(), 0);
    stage.act(Action::SongNumber(3));
    stage.until(|stage| is_at(&stage.status(), 3, State::Stopped));
}

#[test]
fn at_a_songs_end_one_that_cannot_be_played_is_passed_over() {
    let good: &[&str] = &["a.wav"];
    let mut stage = Stage::new(&[("1 One", good), ("2 Two", &["bad.wav"]), ("3 Three", good)]);
    stage.until(|stage| stage.has_said("2/3 Two can't be played"));
    stage.act(Action::Play);
    stage.until(|stage| is_at(&stage.status(), 3, State::Stopped));
}

#[test]
fn another_song_goes_on_as_the_old_one_did() {
    let mut stage = Stage::with_three_songs();
    stage.act(Action::Next);
    stage.until(|stage| is_at(&stage.status(), 2, State::Stopped));
    stage.act(Action::Play);
    stage.until(|stage| is_at(&stage.status(), 2, State::Playing));
    stage.act(Action::Song("three".to_owned()));
    stage.until(|stage| is_at(&stage.status(), 3, State::Playing));
    stage.act(Action::Previous);
    stage.until(|stage| is_at(&stage.status(), 2, State::Playing));
}

#[test]
fn the_set_has_two_ends() {
    let mut stage = Stage::with_three_songs();
    assert_eq!(stage.player.act(&Action::Previous), Err(PlayerError::FirstSong));
    for number in [0, 4] {
        let outside = stage.player.act(&Action::SongNumber(number));
        assert_eq!(outside, Err(PlayerError::NoSuchSong { count: 3 }));
    }
    stage.act(Action::SongNumber(3));
    assert_eq!(stage.player.act(&Action::Next), Err(PlayerError::LastSong));
}

#[test]
fn steps_that_are_not_heard_yet_add_up() {
    let mut stage = Stage::with_three_songs();
    // No block is rendered in between.
    stage.act(Action::Next);
    stage.act(Action::Next);
    assert_eq!(stage.player.current(), 2);
    stage.act(Action::Seek(SeekTo::Position(0.1)));
    stage.act(Action::Seek(SeekTo::Offset(0.1)));
    stage.act(Action::Seek(SeekTo::Offset(0.1)));
    stage.until(|stage| is_at(&stage.status(), 3, State::Stopped));
    stage.until(|stage| stage.status().position_frames == 14_400);
}

#[test]
fn a_seek_stays_within_the_song() {
    let mut stage = Stage::with_three_songs();
    let error = stage.player.act(&Action::Seek(SeekTo::Position(0.5))).unwrap_err();
    assert_eq!(error.to_string(), "the song ends at 0:00.5");
    stage.act(Action::Seek(SeekTo::Position(0.4)));
    stage.until(|stage| stage.status().position_frames == 19_200);
    stage.act(Action::Seek(SeekTo::Offset(-7.0)));
    stage.until(|stage| stage.status().position_frames == 0);
}

#[test]
fn play_and_pause_toggle() {
    let mut stage = Stage::with_three_songs();
    stage.act(Action::TogglePlay);
    stage.until(|stage| stage.status().state == State::Playing);
    stage.act(Action::TogglePlay);
    stage.until(|stage| stage.status().state == State::Paused);
    let paused_at = stage.status().position_frames;
    assert!(paused_at > 0);
    stage.for_a_while();
    assert_eq!(stage.status().position_frames, paused_at);

    stage.act(Action::Stop);
    stage.until(|stage| stage.status().state == State::Stopped);
    assert_eq!(stage.status().position_frames, 0);
}

#[test]
fn stems_are_mixed_by_name() {
    let mut stage = Stage::with_three_songs();
    let change = stage.player.act(&mute("bass")).unwrap();
    assert_eq!(change.to_string(), "Bass DI: 0.0 dB, muted");
    stage.act(Action::Gain { stem: "Click".to_owned(), level: Decibels(-6.0) });
    stage.act(Action::Solo { stem: "1".to_owned() });
    stage.act(Action::SoloSafe { stem: "03 click.wav".to_owned() });
    let stems = stage.status().stems;
    assert!(stems[1].is_muted && stems[0].is_soloed && stems[2].is_solo_safe);
    assert_eq!(stems[2].gain_db, Some(-6.0));

    let change = stage.player.act(&mute("bass")).unwrap();
    assert_eq!(change.to_string(), "Bass DI: 0.0 dB");
    assert!(matches!(stage.player.act(&mute("tuba")), Err(PlayerError::Find(_))));
    assert_eq!(
        stage.player.act(&Action::Master(Decibels(-3.0))),
        Ok(Change::Master(Decibels(-3.0)))
    );
}

#[test]
fn mixing_is_for_the_song_that_was_asked_for_last() {
    let mut stage = Stage::with_three_songs();
    stage.act(Action::Next);
    stage.act(mute("Kick"));
    stage.until(|stage| stage.status().song_number == 2);
    assert!(stage.status().stems[0].is_muted);
}

#[test]
fn a_missing_stem_is_said_once_and_the_others_play() {
    let mut stage = Stage::new(&[("Song", &["a.wav", "bad.wav"])]);
    stage.act(Action::Play);
    stage.until(|stage| stage.has_said("has ended"));
    let warnings: Vec<_> =
        stage.notices.iter().filter(|notice| notice.severity == Severity::Warning).collect();
    assert_eq!(warnings.len(), 1, "{warnings:?}");
    assert!(warnings[0].text.starts_with("bad of 1/1 Song is silent: "), "{warnings:?}");
    assert!(warnings[0].text.contains("bad.wav: the file is empty; "), "{warnings:?}");
    let error = stage.status().stems[1].error.clone();
    assert_eq!(error.as_deref(), Some("the file is empty; copy or export it again"));
}

#[test]
fn a_status_holds_the_peaks_that_glances_have_seen() {
    let mut stage = Stage::with_three_songs();
    stage.act(Action::Play);
    stage.until(|stage| stage.player.glance().peak_dbfs[0].is_some());
    // A quarter of full scale from each of three stems: 20·log10(3/4).
    stage.until(|stage| stage.player.glance().peak_dbfs[0] == Some(-2.5));
    assert_eq!(stage.status().buses[0].peak_dbfs, [Some(-2.5); 2]);
}

#[test]
fn a_status_names_every_figure_with_its_unit() {
    let mut stage = Stage::with_three_songs();
    let status = serde_json::to_value(stage.status()).unwrap();
    let mut keys: Vec<&str> = status.as_object().unwrap().keys().map(String::as_str).collect();
    keys.sort();
    let mut documented = [
        "state",
        "is_loading",
        "song_number",
        "song_count",
        "song_title",
        "is_armed",
        "position_frames",
        "position_seconds",
        "length_frames",
        "length_seconds",
        "seeking_to",
        "jumps",
        "sample_rate_hz",
        "trim_db",
        "stems",
        "buses",
        "lead_ms",
        "underruns",
        "underrun_frames",
        "clipped_frames",
        "unsynchronised_blocks",
        "callbacks",
        "late_callbacks",
        "xruns",
        "callback_us",
        "callback_interval_us",
        "decode_errors",
        "health",
        "loader_queued_jobs",
        "loader_running_jobs",
        "indexes",
        "memory_bytes",
        "output",
        "output_channels",
        "output_state",
    ];
    documented.sort();
    assert_eq!(keys, documented);
    assert_eq!(status["state"], "stopped");
    assert_eq!(status["song_title"], "One");
    assert_eq!(status["length_frames"], SONG_FRAMES);
    assert_eq!(status["length_seconds"], 0.5);
    assert_eq!(status["stems"][1]["name"], "Bass DI");
    assert_eq!(status["stems"][1]["file"], "02 Bass DI.wav");
    for absent in ["track", "colour", "resampled_from_hz"] {
        assert!(status["stems"][1][absent].is_null(), "{absent}");
    }
    assert_eq!(status["stems"][1]["pan"], 0.0);
    assert_eq!(status["stems"][1]["bus"], "main");
    assert_eq!(status["buses"][0]["name"], "main");
    assert_eq!(status["buses"][0]["gain_db"], 0.0);
    assert_eq!(status["buses"][0]["channels"], serde_json::json!([1, 2]));
    assert!(status["stems"][0]["peak_dbfs"][0].is_null(), "silence is null");
}
