//! Claims about sets that change while one of their songs plays.

use super::{Stage, is_at};
use crate::{
    Action, ArmedKind, EntryKey, SetEntry, Transition,
    command::{JumpAt, JumpPlan, LoopPlan, SeekTo},
    ipc::State,
};
use attacca_engine::StemMix;
use attacca_session::Song;
use attacca_units::Gain;

const STEMS: &[&str] = &["01 Kick.wav", "02 Bass DI.wav"];

fn entries(stage: &Stage) -> Vec<SetEntry> {
    let songs = stage.player.songs().cloned().zip(stage.player.keys());
    songs.map(|(song, key)| SetEntry::new(key, song)).collect()
}

fn keys(stage: &Stage) -> Vec<u64> {
    stage.player.keys().map(|key| key.0).collect()
}

fn playing() -> Stage {
    let mut stage = Stage::new(&[("1 One", STEMS), ("2 Two", STEMS), ("3 Three", STEMS)]);
    stage.act(Action::Play);
    stage.until(|stage| stage.status().position_frames > 0);
    stage
}

#[test]
fn a_set_is_reordered_around_the_song_that_plays() {
    let mut stage = playing();
    let mut set = entries(&stage);
    set.rotate_left(1);
    assert_eq!(stage.player.set_entries(set), [], "every song is known already");
    assert_eq!((keys(&stage), stage.player.current()), (vec![1, 2, 0], 2));
    let before = stage.status().position_frames;
    stage.until(|stage| stage.status().position_frames > before + 4_000);
    let status = stage.status();
    assert_eq!((status.underruns, status.song_title.as_str()), (0, "One"));
}

#[test]
fn the_song_that_follows_is_the_one_of_the_new_order() {
    let mut stage = playing();
    let mut set = entries(&stage);
    set[0].transition = Transition::Gapless;
    set.swap(1, 2);
    stage.player.set_entries(set);
    stage.until(|stage| is_at(&stage.status(), 2, State::Playing));
    assert_eq!(stage.status().song_title, "Three");
}

#[test]
fn one_song_is_in_a_set_several_times() {
    let mut stage = Stage::new(&[("Only", STEMS)]);
    let mut set = entries(&stage);
    let again = SetEntry { key: EntryKey(7), ..set[0].clone() };
    set.push(again);
    set[0].transition = Transition::Gapless;
    assert_eq!(stage.player.set_entries(set), [EntryKey(7)]);
    stage.act(Action::Play);
    stage.until(|stage| is_at(&stage.status(), 2, State::Playing));
    stage.until(|stage| is_at(&stage.status(), 2, State::Stopped));
}

#[test]
fn a_song_that_is_new_in_a_set_can_be_gone_to() {
    let mut stage = playing();
    let set = entries(&stage);
    let (first, last) = (set[0].clone(), set[2].clone());
    stage.player.set_entries(vec![first.clone()]);
    let renewed = SetEntry { key: EntryKey(9), ..last };
    stage.player.set_entries(vec![first, renewed]);
    stage.act(Action::Next);
    stage.until(|stage| is_at(&stage.status(), 2, State::Playing));
    assert_eq!(stage.status().song_title, "Three");
}

#[test]
fn a_song_that_plays_and_is_removed_is_heard_to_its_end() {
    let mut stage = playing();
    let set = entries(&stage);
    stage.player.set_entries(set[1..].to_vec());
    assert_eq!((keys(&stage), stage.player.current()), (vec![1, 2], 0));
    stage.until(|stage| !stage.player.wants_to_play());
    stage.until(|stage| is_at(&stage.status(), 1, State::Stopped));
    assert_eq!((stage.status().song_title.as_str(), stage.status().underruns), ("Two", 0));
}

#[test]
fn a_set_may_become_empty_and_be_filled_again() {
    let mut stage = Stage::new(&[("One", STEMS), ("Two", STEMS)]);
    let set = entries(&stage);
    stage.player.set_entries(Vec::new());
    assert!(stage.player.act(&Action::Play).is_err(), "nothing can be played");
    assert!(stage.player.act(&Action::Seek(SeekTo::Position(0.1))).is_err());
    assert_eq!((stage.player.current_key(), stage.player.next_key()), (None, None));
    stage.player.set_entries(set);
    stage.act(Action::Play);
    stage.until(|stage| is_at(&stage.status(), 1, State::Playing));
}

#[test]
fn a_mix_stays_with_an_entry_that_moves() {
    let mut stage = Stage::new(&[("One", STEMS), ("Two", STEMS)]);
    let quiet = StemMix { gain: Gain(0.25), ..StemMix::default() };
    stage.player.set_stem_mix(EntryKey(1), 0, quiet);
    let mut set = entries(&stage);
    set.reverse();
    stage.player.set_entries(set);
    assert_eq!(stage.player.stem_mix(EntryKey(1), 0), Some(quiet));
    assert_eq!(stage.player.stem_mix(EntryKey(1), 2), None);
}

#[test]
fn other_files_of_a_song_are_taken_when_it_does_not_play() {
    let mut stage = playing();
    let mut set = entries(&stage);
    let song = &set[0].song;
    let (title, folder) = (song.title().to_owned(), song.folder().to_owned());
    set[0].song = Song::in_order(title, folder, song.stems()[..1].to_vec()).unwrap();
    assert_eq!(stage.player.set_entries(set.clone()), []);
    assert_eq!(stage.status().stems.len(), 2, "what plays keeps its files");
    stage.act(Action::Pause);
    stage.until(|stage| stage.status().state == State::Paused);
    let at = stage.status().position_frames;
    assert_eq!(stage.player.set_entries(set), [EntryKey(0)]);
    stage.until(|stage| stage.status().stems.len() == 1);
    stage.until(|stage| stage.status().position_frames == at);
}

#[test]
fn while_a_song_plays_neither_it_nor_the_next_one_nor_a_jumps_target_is_opened_anew() {
    let mut stage = Stage::new(&[
        ("1 One", STEMS),
        ("2 Two", STEMS),
        ("3 Three", STEMS),
        ("4 Four", STEMS),
        ("5 Five", STEMS),
    ]);
    let plan = JumpPlan {
        song: Some("Four".to_owned()),
        to_seconds: 0.0,
        at: JumpAt::End,
        crossfade_seconds: 0.0,
    };
    stage.act(Action::Jump(plan));
    stage.act(Action::Play);
    stage.until(|stage| stage.status().position_frames > 0);
    let all: Vec<EntryKey> = stage.player.keys().collect();
    assert_eq!(stage.player.reopen(&all), [EntryKey(2), EntryKey(4)]);
    let before = stage.status().position_frames;
    assert!(stage.status().underruns == 0 && before < 24_000);
}

#[test]
fn what_is_armed_by_hand_stays_armed_when_the_current_song_is_opened_anew() {
    let mut stage = Stage::new(&[("1 One", STEMS), ("2 Two", STEMS)]);
    let plan = LoopPlan { from_seconds: 0.1, to_seconds: 0.2, crossfade_seconds: 0.0 };
    stage.act(Action::Loop(plan));
    stage.act(Action::Seek(SeekTo::Position(0.05)));
    let current: Vec<EntryKey> = stage.player.current_key().into_iter().collect();
    assert_eq!(stage.player.reopen(&current), current);
    let armed = stage.player.armed_jumps();
    assert!(matches!(&armed[..], [one] if one.kind == ArmedKind::Loop), "{armed:?}");
    stage.until(|stage| stage.status().is_armed);
    stage.act(Action::Play);
    stage.until(|stage| stage.status().position_frames > 7_000);
    stage.for_a_while();
    assert!(stage.status().position_frames < 9_600, "it goes round");
}
