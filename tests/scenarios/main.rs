//! What users do with a set: open it, seek around, play a song again, ten songs in a row, jump
//! about. Through the player, with real files, every block under the callback's rules.
//!
//! Songs are position-coded, so that what is heard tells the song and the frame.

mod rehearsal;

use attacca_player::{Action, Transition, command::SeekTo};
use attacca_test_support::noise::Noise;

use rehearsal::{Place, Rehearsal};

#[global_allocator]
static ALLOCATOR: assert_no_alloc::AllocDisabler = assert_no_alloc::AllocDisabler;

/// Frames of a seek's crossfade, and of a declick before or after it, at 48 kHz.
const FADE: u64 = 2400 + 2 * 240;

#[test]
fn an_opened_set_sounds_in_the_very_next_callback() {
    let mut rehearsal = Rehearsal::of(&[96_000; 3]);
    rehearsal.wait_until_armed();
    rehearsal.act(Action::Play);
    let heard = rehearsal.render(480);
    assert_eq!(heard[0], Some(Place { song: 0, frame: 0 }));
    assert_eq!(heard[479], Some(Place { song: 0, frame: 479 }));
}

#[test]
fn seeking_around_is_heard_exactly_and_without_a_hole() {
    let mut rehearsal = Rehearsal::of(&[480_000]);
    let mut random = Noise::new(11);
    rehearsal.wait_until_armed();
    rehearsal.act(Action::Play);
    rehearsal.play_until_settled(FADE);
    for _ in 0..60 {
        let hundredths = random.below(900);
        rehearsal.act(Action::Seek(SeekTo::Position(hundredths as f64 / 100.0)));
        let heard = rehearsal.play_until_settled(FADE);
        let last = heard.last().copied().flatten().expect("it sounds");
        let since_target = last.frame.checked_sub(hundredths * 480);
        assert!(since_target.is_some_and(|since| since <= heard.len() as u64), "{last:?}");
        assert!(rehearsal.longest_silence(&heard) == 0, "a hole at {hundredths}");
    }
    rehearsal.assert_never_dry();
}

#[test]
fn the_same_song_again_sounds_in_the_very_next_callback() {
    let mut rehearsal = Rehearsal::of(&[30_000, 30_000]);
    rehearsal.wait_until_armed();
    for _ in 0..5 {
        rehearsal.act(Action::SongNumber(1));
        rehearsal.wait_until_armed();
        rehearsal.act(Action::Play);
        let heard = rehearsal.render(480);
        assert_eq!(heard[0], Some(Place { song: 0, frame: 0 }));
        rehearsal.play_to_the_end();
    }
    rehearsal.assert_never_dry();
}

#[test]
fn ten_songs_in_a_row_follow_each_other_without_a_seam() {
    // None is a whole number of blocks or slabs.
    let lengths = [30_001, 4097, 12_345, 3001, 50_000, 8191, 20_003, 7777, 33_333, 9999];
    let mut rehearsal = Rehearsal::of(&lengths);
    rehearsal.player.set_transition(Transition::Gapless);
    rehearsal.wait_until_armed();
    rehearsal.act(Action::Play);
    let heard = [rehearsal.play(480), rehearsal.play_to_the_end()].concat();
    let every_frame = lengths.iter().enumerate();
    let every_frame =
        every_frame.flat_map(|(song, n)| (0..*n).map(move |frame| Place { song, frame }));
    let mut place = heard.iter();
    for expected in every_frame {
        assert_eq!(place.next(), Some(&Some(expected)));
    }
    rehearsal.assert_never_dry();
}

#[test]
fn random_jumps_through_a_set_leave_every_stem_in_step() {
    let mut rehearsal = Rehearsal::of(&[200_000, 50_000, 120_000, 4096, 77_777]);
    let mut random = Noise::new(5);
    rehearsal.wait_until_armed();
    rehearsal.act(Action::Play);
    for _ in 0..150 {
        let action = match random.below(6) {
            0 => Action::Next,
            1 => Action::Previous,
            2 | 3 => Action::SongNumber(1 + random.below(5) as usize),
            _ => Action::Seek(SeekTo::Position(random.below(400) as f64 / 100.0)),
        };
        // There is no song before the first one, and no place beyond a song's end.
        let _ = rehearsal.player.act(&action);
        rehearsal.act(Action::Play);
        let frames = 100 + random.below(6000) as usize;
        rehearsal.play(frames);
    }
    let heard = rehearsal.play_until_settled(FADE);
    assert!(heard.last().is_some_and(Option::is_some), "it still sounds");
    rehearsal.assert_never_dry();
}
