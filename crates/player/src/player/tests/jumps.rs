//! Claims about transitions from song to song, and about jumps and loops that the user arms.

use attacca_engine::JumpError;

use super::{is_at, stage::Stage};
use crate::{
    Action, PlayerError, Transition,
    command::{JumpAt, JumpPlan, LoopPlan, SeekTo},
    ipc::State,
};

/// A set of three songs that go on so.
fn stage_with(transition: Transition) -> Stage {
    let mut stage = Stage::with_three_songs();
    let is_armed = |stage: &Stage, song: usize| {
        stage.player.engine.song(stage.player.entries[song].id).is_armed
    };
    // A player that learns of a song's length while another one plays fits the crossfade into what is left.
    stage.until(|stage| stage.opened == 3 && (0..3).all(|song| is_armed(stage, song)));
    stage.player.set_transition(transition);
    stage
}

fn seek(seconds: f64) -> Action {
    Action::Seek(SeekTo::Position(seconds))
}

/// Plays until the last song has ended; the frames between the first and the last that sound, and
/// how many of those are silent.
fn play_to_the_end(stage: &mut Stage) -> (usize, usize) {
    stage.act(Action::Play);
    stage.until(|stage| stage.has_said("3/3 Three has ended"));
    let heard = stage.heard();
    let is_silent = |frame: &[f32]| frame == [0.0, 0.0];
    let first = heard.chunks_exact(2).position(|frame| !is_silent(frame)).unwrap();
    let last = heard.chunks_exact(2).rposition(|frame| !is_silent(frame)).unwrap();
    let between = heard[2 * first..2 * (last + 1)].chunks_exact(2);
    (last + 1 - first, between.filter(|frame| is_silent(frame)).count())
}

fn jump(at_seconds: f64, to_seconds: f64) -> Action {
    let at = JumpAt::Position(at_seconds);
    Action::Jump(JumpPlan { song: None, to_seconds, at, crossfade_seconds: 0.0 })
}

fn looped(from_seconds: f64, to_seconds: f64) -> Action {
    Action::Loop(LoopPlan { from_seconds, to_seconds, crossfade_seconds: 0.0 })
}

#[test]
fn a_gapless_set_plays_through_without_a_gap() {
    let mut stage = stage_with(Transition::Gapless);
    assert_eq!(play_to_the_end(&mut stage), (3 * 24_000, 0));
    assert!(stage.has_said("song 2/3 Two") && stage.has_said("song 3/3 Three"));
    assert!(is_at(&stage.status(), 3, State::Stopped));
    assert!(!stage.player.wants_to_play());
}

#[test]
fn songs_that_crossfade_overlap_by_as_much() {
    let mut stage = stage_with(Transition::Crossfade(0.1));
    assert_eq!(play_to_the_end(&mut stage), (3 * 24_000 - 2 * 4800, 0));
}

#[test]
fn a_crossfade_longer_than_the_songs_takes_half_of_them() {
    let mut stage = stage_with(Transition::Crossfade(10.0));
    // The second song is faded into for its first half, and out of for its second.
    let (frames, silent) = play_to_the_end(&mut stage);
    assert_eq!(silent, 0);
    assert!((2 * 24_000 - 100..=2 * 24_000).contains(&frames), "{frames}");
}

#[test]
fn every_song_has_its_own_transition() {
    let mut stage = Stage::with_three_songs();
    stage.player.set_transition_after(0, Transition::Gapless);
    stage.act(Action::Play);
    stage.until(|stage| is_at(&stage.status(), 3, State::Stopped));
    assert!(stage.has_said("2/3 Two has ended; play starts 3/3 Three"));
    assert!(!stage.has_said("One has ended"));
}

#[test]
fn a_transition_passes_over_a_song_that_cannot_be_played() {
    let good: &[&str] = &["a.wav"];
    let mut stage = Stage::new(&[("1 One", good), ("2 Two", &["bad.wav"]), ("3 Three", good)]);
    stage.player.set_transition(Transition::Gapless);
    stage.until(|stage| stage.has_said("2/3 Two can't be played"));
    assert_eq!(play_to_the_end(&mut stage), (2 * 24_000, 0));
}

#[test]
fn a_transition_holds_after_seeks_and_steps() {
    let mut stage = stage_with(Transition::Crossfade(0.1));
    stage.act(Action::Play);
    stage.until(|stage| stage.status().state == State::Playing);
    // To within the crossfade, back again, and to another song.
    for action in [seek(0.45), seek(0.1), Action::Next, seek(0.3), Action::Previous] {
        stage.act(action);
        stage.step();
    }
    stage.until(|stage| stage.has_said("3/3 Three has ended"));
    let has_ended = stage.has_said("One has ended") || stage.has_said("Two has ended");
    assert!(!has_ended, "{:?}", stage.notices);
}

#[test]
fn a_transition_taken_back_stops_at_the_end() {
    let mut stage = stage_with(Transition::Gapless);
    stage.act(Action::Play);
    stage.step();
    stage.player.set_transition(Transition::Stop);
    stage.until(|stage| stage.has_said("1/3 One has ended; play starts 2/3 Two"));
    assert!(stage.status().jumps.is_empty());
}

#[test]
fn a_jump_of_the_user_happens_and_is_told() {
    let mut stage = stage_with(Transition::Gapless);
    stage.act(jump(0.2, 0.4));
    assert_eq!(stage.status().jumps.len(), 2);
    // 0.3 seconds of the first song.
    assert_eq!(play_to_the_end(&mut stage), (3 * 24_000 - 9600, 0));
    assert!(stage.has_said("jumped to 0:00.4"));
    assert_eq!(stage.player.act(&Action::Cancel), Err(PlayerError::NoJump));
}

#[test]
fn a_loop_goes_round_until_it_is_cancelled() {
    let mut stage = stage_with(Transition::Stop);
    stage.act(looped(0.1, 0.2));
    stage.act(Action::Play);
    stage.for_a_while();
    assert!(is_at(&stage.status(), 1, State::Playing), "a second of a song of half a second");
    assert!(stage.status().position_seconds < 0.2);
    stage.act(Action::Cancel);
    stage.until(|stage| stage.has_said("One has ended"));
}

#[test]
fn a_jump_that_a_seek_leaves_behind_is_said_to_be_cancelled() {
    let mut stage = Stage::with_three_songs();
    stage.act(jump(0.2, 0.4));
    stage.act(seek(0.3));
    stage.until(|stage| stage.has_said("the jump at 0:00.2 is cancelled"));
    assert!(stage.status().jumps.is_empty());
}

#[test]
fn jumps_that_make_no_sense_are_refused() {
    let mut stage = Stage::with_three_songs();
    let error = stage.player.act(&jump(0.1, 0.5)).unwrap_err();
    assert_eq!(error.to_string(), "the song ends at 0:00.5");
    let error = stage.player.act(&looped(0.1, 0.11)).unwrap_err();
    assert_eq!(error, PlayerError::Jump(JumpError::LoopTooShort));
    assert_eq!(stage.player.act(&Action::Cancel), Err(PlayerError::NoJump));
    assert!(stage.status().jumps.is_empty());
}

#[test]
fn a_jump_to_another_song_makes_it_the_current_one() {
    let mut stage = Stage::with_three_songs();
    let plan = JumpPlan {
        song: Some("three".to_owned()),
        to_seconds: 0.1,
        at: JumpAt::End,
        crossfade_seconds: 0.0,
    };
    stage.act(Action::Jump(plan));
    stage.until(|stage| stage.status().jumps.iter().all(|jump| jump.is_ready));
    assert_eq!(stage.status().jumps[0].to.song_number, 3);
    stage.act(Action::Play);
    stage.until(|stage| stage.player.current() == 2);
    let status = stage.status();
    assert_eq!((status.song_number, status.state), (3, State::Playing));
    assert!(stage.has_said("song 3/3 Three"));
    assert!(status.jumps.is_empty());
}

#[test]
fn a_loop_up_to_the_songs_end_holds_the_next_song_back_until_it_is_cancelled() {
    for transition in [Transition::Gapless, Transition::Crossfade(0.2)] {
        let mut stage = stage_with(transition);
        stage.act(looped(0.3, 0.5));
        stage.act(Action::Play);
        stage.until(|stage| stage.status().position_frames > 20_000);
        stage.for_a_while();
        let status = stage.status();
        assert_eq!((status.song_number, status.underruns), (1, 0), "{transition:?}");
        stage.act(Action::Cancel);
        stage.until(|stage| is_at(&stage.status(), 2, State::Playing));
    }
}

#[test]
fn a_loop_in_the_middle_lets_the_next_song_follow_when_it_is_left() {
    let mut stage = stage_with(Transition::Gapless);
    stage.act(looped(0.1, 0.2));
    let armed = stage.player.armed_jumps();
    assert_eq!(armed.len(), 2, "{armed:?}");
}
