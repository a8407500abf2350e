//! Tests of what is heard in mixes of position-coded stems.

use attacca_test_support::position::SILENCE;

use super::*;
use crate::positions::{self, Noise, STEMS};

/// Of 24-bit samples.
const FULL_SCALE: f32 = 8_388_608.0;

/// A mix of stems, each at its own frame of each step; `None` is a stem that is silent.
fn mix_of(stems: &[Option<u64>], frames: u64) -> Vec<f32> {
    assert_eq!(stems.len(), STEMS);
    let mut samples = Vec::new();
    for frame in 0..frames {
        let (mut left, mut right) = (0.0, 0.0);
        for (index, stem) in stems.iter().enumerate() {
            let Some(stem) = stem else { continue };
            let noise = if index % 2 == 0 { Noise::Plus } else { Noise::Minus };
            let [l, r] = positions::samples(stem + frame, noise);
            left += l as f32 / FULL_SCALE;
            right += r as f32 / FULL_SCALE;
        }
        samples.extend([left, right]);
    }
    samples
}

fn together_at(frame: u64, frames: u64) -> Vec<f32> {
    mix_of(&[Some(frame); STEMS], frames)
}

#[test]
fn stems_in_step_tell_the_number_of_every_frame() {
    let first = 17_000_000;
    let heard = listen(&together_at(first, 1000), STEMS);
    let expected: Vec<Heard> = (first..first + 1000).map(Heard::Together).collect();
    assert_eq!(heard, expected);
}

#[test]
fn one_stem_that_is_a_frame_off_is_noticed() {
    let first = 50_000 / STRETCH_FRAMES * STRETCH_FRAMES;
    let mut stems = [Some(first); STEMS];
    stems[7] = Some(first + 1);
    let heard = listen(&mix_of(&stems, 1000), STEMS);
    let arrival = arrival(&heard, first).expect("they are in the same stretch");
    assert!(!arrival.is_in_step);
    // By chance the noise makes up for the step in a few frames.
    assert!(continuity(&heard).out_of_step_frames > 700);
}

#[test]
fn stems_of_which_one_is_silent_or_elsewhere_are_not_there() {
    let mut stems = [Some(50_000); STEMS];
    for other in [None, Some(5_000_000)] {
        stems[7] = other;
        let heard = listen(&mix_of(&stems, 1000), STEMS);
        assert_eq!(arrival(&heard, 50_000), None);
        assert_eq!(continuity(&heard).out_of_step_frames, 1000);
    }
}

#[test]
fn no_sound_is_silence() {
    assert_eq!(listen(&[0.0; 8], STEMS), [Heard::Silence; 4]);
    const { assert!(SILENCE > positions::FRAMES, "or a frame of the stems would be silence") };
}

/// Something else, then silence, then all stems at the target.
fn seek(before: u64, silence: u64, target: u64) -> Vec<Heard> {
    let mut samples = together_at(5_000_000, before);
    samples.extend(vec![0.0; 2 * silence as usize]);
    samples.extend(together_at(target, 10_000));
    listen(&samples, STEMS)
}

#[test]
fn an_arrival_is_at_the_first_frame_at_the_target() {
    let target = 100 * STRETCH_FRAMES;
    let expected = Arrival { at: 700, is_in_step: true, silent_frames: 200, apart_frames: 0 };
    assert_eq!(arrival(&seek(500, 200, target), target), Some(expected));
}

#[test]
fn stems_that_come_one_by_one_arrive_with_the_last() {
    let target = 100 * STRETCH_FRAMES;
    let mut stems = [Some(target); STEMS];
    let mut samples = together_at(5_000_000, 100);
    stems[3] = Some(5_000_100);
    samples.extend(mix_of(&stems, 300));
    samples.extend(together_at(target + 300, 1000));
    let expected = Arrival { at: 400, is_in_step: true, silent_frames: 0, apart_frames: 300 };
    assert_eq!(arrival(&listen(&samples, STEMS), target), Some(expected));
}

#[test]
fn stems_that_never_find_each_other_arrive_out_of_step() {
    let target = 100 * STRETCH_FRAMES;
    let mut stems = [Some(target); STEMS];
    stems[3] = Some(target + 512);
    let mut samples = together_at(5_000_000, 100);
    samples.extend(mix_of(&stems, 10_000));
    let expected = Arrival { at: 100, is_in_step: false, silent_frames: 0, apart_frames: 0 };
    assert_eq!(arrival(&listen(&samples, STEMS), target), Some(expected));
}

#[test]
fn sound_from_another_place_is_no_arrival() {
    assert_eq!(arrival(&seek(500, 200, 100 * STRETCH_FRAMES), 0), None);
}

#[test]
fn undisturbed_playing_has_neither_holes_nor_lost_steps() {
    let heard = listen(&together_at(0, 1000), STEMS);
    let expected = Continuity { frames: 1000, out_of_step_frames: 0, holes: 0 };
    assert_eq!(continuity(&heard), expected);
}

#[test]
fn a_silence_and_a_skipped_frame_are_two_holes() {
    let mut samples = together_at(0, 100);
    samples.extend([0.0; 20]);
    samples.extend(together_at(110, 100));
    samples.extend(together_at(211, 100));
    let expected = Continuity { frames: 310, out_of_step_frames: 10, holes: 2 };
    assert_eq!(continuity(&listen(&samples, STEMS)), expected);
}
