//! Places are found, and what is elsewhere or something else is not like them.

use super::*;

const SECONDS: f64 = 3.0;

/// A stretch of the sound at `rate` from `frames` on.
fn stretch(rate: SampleRate, frames: Range<usize>) -> [Vec<f32>; 2] {
    landmarks(rate, SECONDS).map(|plane| plane[frames.clone()].to_vec())
}

fn lateness(planes: &[Vec<f32>], at: i64) -> Lateness {
    let planes: Vec<&[f32]> = planes.iter().map(Vec::as_slice).collect();
    LandmarkMap::new(SampleRate::HZ_48000, SECONDS).lateness(&planes, at)
}

#[test]
fn a_stretch_is_found_where_it_is_to_half_a_frame() {
    let stretch = stretch(SampleRate::HZ_48000, 50_000..60_000);
    for (at, late) in [(100_000, 0), (100_001, 1), (99_999, -1), (100_030, 30)] {
        let found = lateness(&stretch, at);
        assert_eq!(found.half_frames, late);
        assert!(found.likeness > 0.999, "{found:?}");
    }
}

#[test]
fn the_mean_of_both_channels_is_found() {
    let [left, right] = stretch(SampleRate::HZ_48000, 50_000..60_000);
    let mean: Vec<f32> = left.iter().zip(&right).map(|(left, right)| left + right).collect();
    let found = lateness(&[mean], 100_000);
    assert_eq!(found.half_frames, 0);
    assert!(found.likeness > 0.999, "{found:?}");
}

#[test]
fn another_place_and_exchanged_channels_are_unlike() {
    let [left, right] = stretch(SampleRate::HZ_48000, 50_000..60_000);
    let elsewhere = lateness(&[left.clone(), right.clone()], 102_048);
    assert!(elsewhere.likeness < 0.6, "{elsewhere:?}");
    let exchanged = lateness(&[right, left], 100_000);
    assert!(exchanged.likeness < 0.6, "{exchanged:?}");
}

#[test]
fn the_sound_is_the_same_at_every_rate() {
    let at_48 = landmarks(SampleRate::HZ_48000, SECONDS);
    let at_96 = landmarks(SampleRate::new(96_000).expect("a rate"), SECONDS);
    for (low, high) in at_48.iter().zip(&at_96) {
        let halves = high.iter().step_by(2);
        assert!(low.iter().zip(halves).all(|(low, high)| (low - high).abs() < 1e-6));
    }
}
