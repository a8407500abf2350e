//! The mixer: exactness, ramps, levels.

use super::{GainRamp, Level, Track, accumulate, mean_square_weight};
use crate::loading::samples::{SampleBlock, SampleData};

fn stereo_i16(left: &[i16], right: &[i16]) -> SampleBlock {
    let data: Vec<i16> = left.iter().chain(right).copied().collect();
    SampleBlock { data: SampleData::I16(data.into()), channel_count: 2 }
}

fn stereo_f32(left: &[f32], right: &[f32]) -> SampleBlock {
    let data: Vec<f32> = left.iter().chain(right).copied().collect();
    SampleBlock { data: SampleData::F32(data.into()), channel_count: 2 }
}

fn mixed(track: &mut Track, block: &SampleBlock, from: usize, frames: usize) -> [Vec<f32>; 2] {
    let (mut left, mut right) = (vec![0.0; frames], vec![0.0; frames]);
    track.mix(block, from, &mut left, &mut right);
    [left, right]
}

#[test]
fn a_stereo_stem_at_unity_is_bit_exact() {
    let left: Vec<i16> = (0..1000).map(|i| (i * 65 - 32_768) as i16).collect();
    let right: Vec<i16> = left.iter().rev().copied().collect();
    let out = mixed(&mut Track::new(1.0), &stereo_i16(&left, &right), 3, 997);
    for (out, source) in out.iter().zip([&left[3..], &right[3..]]) {
        assert!(out.iter().zip(source).all(|(out, source)| out * 32_768.0 == f32::from(*source)));
    }
    let fine: Vec<f32> = (0..1000).map(|i| (i * 16_381 - 8_000_000) as f32 / 8_388_608.0).collect();
    let out = mixed(&mut Track::new(1.0), &stereo_f32(&fine, &fine), 0, 1000);
    assert_eq!(out, [fine.clone(), fine]);
}

#[test]
fn a_mono_stem_is_spread_at_minus_three_decibels() {
    let block = SampleBlock { data: SampleData::F32(vec![0.5; 16].into()), channel_count: 1 };
    let [left, right] = mixed(&mut Track::new(1.0), &block, 0, 16);
    assert_eq!(left, right);
    assert!((20.0 * (left[0] / 0.5).log10() + 3.0103).abs() < 1e-4);
}

#[test]
fn a_silent_track_adds_nothing() {
    let block = stereo_f32(&[1.0; 9], &[1.0; 9]);
    assert_eq!(mixed(&mut Track::new(0.0), &block, 0, 9), [vec![0.0; 9], vec![0.0; 9]]);
}

#[test]
fn a_gain_glides_in_equal_steps_whatever_the_blocks() {
    let ones = stereo_f32(&[1.0; 600], &[1.0; 600]);
    let glide = |block: usize| {
        let mut track = Track::new(0.0);
        track.gain.set_target(1.0, 480);
        (0..600 / block)
            .flat_map(|i| mixed(&mut track, &ones, i * block, block)[0].clone())
            .collect::<Vec<_>>()
    };
    let whole = glide(600);
    assert!(whole.windows(2).all(|pair| (0.0..0.0022).contains(&(pair[1] - pair[0]))));
    assert_eq!(whole[479..], [1.0; 121]);
    for block in [1, 8, 50, 200] {
        assert_eq!(glide(block), whole, "blocks of {block}");
    }
}

#[test]
fn a_new_target_glides_on_from_where_the_gain_is() {
    let mut ramp = GainRamp::at(0.0);
    ramp.set_target(1.0, 100);
    let (mut left, mut right) = ([1.0; 50], [1.0; 50]);
    ramp.apply(&mut left, &mut right);
    ramp.set_target(0.0, 100);
    let (mut left, mut right) = ([1.0; 101], [1.0; 101]);
    ramp.apply(&mut left, &mut right);
    assert!((left[0] - 0.495).abs() < 1e-3, "{}", left[0]);
    assert_eq!(left[99..], [0.0, 0.0]);
}

#[test]
fn levels_are_those_of_the_sum_of_sines() {
    // A sine of amplitude 0.5 has a peak of 0.5 and a mean square of 0.125.
    let sine: Vec<f32> =
        (0..48_000).map(|i| 0.5 * (i as f32 * std::f32::consts::TAU / 100.0).sin()).collect();
    let mut level = Level::default();
    let mut last = (0.0, 0.0);
    for block in sine.chunks(480) {
        level.measure(block);
        last = level.finish(block.len(), mean_square_weight(block.len(), 48_000));
    }
    assert!((last.0 - 0.5).abs() < 1e-4);
    assert!((last.1 - 0.125).abs() < 0.125 * 0.05, "settled after a second: {}", last.1);
}

#[test]
fn odd_lengths_are_summed_and_measured_whole() {
    for length in 0..40 {
        let source: Vec<f32> = (0..length).map(|i| i as f32 / 64.0).collect();
        let mut out = vec![1.0; length];
        let (peak, energy) = accumulate(&source, -2.0, &mut out);
        let expected: Vec<f32> = source.iter().map(|sample| 1.0 - 2.0 * sample).collect();
        assert_eq!(out, expected);
        assert_eq!(peak, source.last().map_or(0.0, |last| last * 2.0));
        let sum: f32 = source.iter().map(|sample| 4.0 * sample * sample).sum();
        assert!((energy - sum).abs() < 1e-3);
    }
}
