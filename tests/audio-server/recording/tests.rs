//! What breaks a stretch.

use attacca_test_support::position::{QUIET_DIVISOR, position_coded_stereo};

use super::*;

/// What thirty stems at `frames` sound like.
fn heard(frames: Range<u64>) -> Vec<f32> {
    let gain = STEMS as f32 / QUIET_DIVISOR / 32_768.0;
    frames
        .map(position_coded_stereo)
        .flat_map(|(left, right)| [f32::from(left) * gain, f32::from(right) * gain])
        .collect()
}

fn found(samples: &[f32]) -> Vec<(usize, Range<u64>)> {
    stretches(samples, &Songs).into_iter().map(|s| (s.at, s.frames)).collect()
}

#[test]
fn frames_in_order_are_one_stretch() {
    assert_eq!(found(&heard(1000..2000)), [(0, 1000..2000)]);
}

#[test]
fn a_lost_a_repeated_and_a_silent_frame_each_end_a_stretch() {
    let lost = [heard(0..100), heard(101..200)].concat();
    assert_eq!(found(&lost), [(0, 0..100), (100, 101..200)]);
    let repeated = [heard(0..100), heard(99..200)].concat();
    assert_eq!(found(&repeated), [(0, 0..100), (100, 99..200)]);
    let silent = [heard(0..100), vec![0.0; 2], heard(101..200)].concat();
    assert_eq!(found(&silent), [(0, 0..100), (101, 101..200)]);
}

#[test]
fn one_stem_of_thirty_that_is_a_frame_off_is_no_stretch() {
    let one = 1.0 / QUIET_DIVISOR / 32_768.0;
    let mut samples = heard(0..200);
    samples.iter_mut().step_by(2).for_each(|left| *left += one);
    assert_eq!(found(&samples), []);
}

#[test]
fn a_lost_quantum_parts_no_stretch_and_is_a_silence() {
    let quantum = QUANTUM as u64;
    let silence = vec![0.0; 2 * QUANTUM];
    let lost = [heard(1000..2000), silence.clone(), heard(2000 + quantum..4000 + quantum)].concat();
    let joined = joined_over_lost_quanta(stretches(&lost, &Songs), &lost);
    assert_eq!(joined, [Stretch { song: 0, frames: 1000..4000 + quantum, at: 0 }]);
    assert_eq!(silences(&lost), 1);

    let held_up = [heard(1000..2000), silence, heard(2000..4000)].concat();
    assert_eq!(joined_over_lost_quanta(stretches(&held_up, &Songs), &held_up).len(), 2);
}

#[test]
fn frames_left_out_without_silence_part_a_stretch() {
    let left_out = [heard(1000..2000), heard(4048..6000)].concat();
    assert_eq!(joined_over_lost_quanta(stretches(&left_out, &Songs), &left_out).len(), 2);
    assert_eq!(silences(&left_out), 0);
}
