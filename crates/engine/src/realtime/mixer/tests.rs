//! The mixer: exactness, pan, ramps, buses.

use attacca_units::Pan;

use super::{Track, accumulate};
use crate::{
    loading::samples::{SampleBlock, SampleData},
    protocol::{bus::BusId, mix::SoundingMix},
    realtime::piece::BusPieces,
};

const UNITY: SoundingMix = SoundingMix { gain: 1.0, pan: Pan::CENTRE, bus: BusId::MAIN };

fn stereo_i16(left: &[i16], right: &[i16]) -> SampleBlock {
    let data: Vec<i16> = left.iter().chain(right).copied().collect();
    SampleBlock { data: SampleData::I16(data.into()), channel_count: 2 }
}

fn stereo_f32(left: &[f32], right: &[f32]) -> SampleBlock {
    let data: Vec<f32> = left.iter().chain(right).copied().collect();
    SampleBlock { data: SampleData::F32(data.into()), channel_count: 2 }
}

fn mono_f32(samples: &[f32]) -> SampleBlock {
    SampleBlock { data: SampleData::F32(samples.into()), channel_count: 1 }
}

fn with_gain(gain: f32) -> SoundingMix {
    SoundingMix { gain, ..UNITY }
}

fn panned(pan: f32) -> SoundingMix {
    SoundingMix { pan: Pan(pan), ..UNITY }
}

fn on_bus(index: usize) -> SoundingMix {
    SoundingMix { bus: BusId::new(index).expect("a bus"), ..UNITY }
}

/// What a track adds to its buses.
fn pieces(track: &mut Track, block: &SampleBlock, from: usize, frames: usize) -> BusPieces {
    let mut out = BusPieces::new();
    out.begin(frames);
    track.mix(block, from, &mut out, 0..frames);
    out
}

fn sound(pieces: &mut BusPieces, bus: usize) -> [Vec<f32>; 2] {
    let out = pieces.stretch(BusId::new(bus).expect("a bus"), 0..pieces.frames());
    [out.left.to_vec(), out.right.to_vec()]
}

fn mixed(track: &mut Track, block: &SampleBlock, from: usize, frames: usize) -> [Vec<f32>; 2] {
    sound(&mut pieces(track, block, from, frames), 0)
}

#[test]
fn a_stereo_stem_at_unity_is_bit_exact() {
    let left: Vec<i16> = (0..500).map(|i| (i * 131 - 32_768) as i16).collect();
    let right: Vec<i16> = left.iter().rev().copied().collect();
    let out = mixed(&mut Track::new(UNITY), &stereo_i16(&left, &right), 3, 497);
    for (out, source) in out.iter().zip([&left[3..], &right[3..]]) {
        assert!(out.iter().zip(source).all(|(out, source)| out * 32_768.0 == f32::from(*source)));
    }
    let fine: Vec<f32> = (0..500).map(|i| (i * 32_633 - 8_000_000) as f32 / 8_388_608.0).collect();
    let out = mixed(&mut Track::new(UNITY), &stereo_f32(&fine, &fine), 0, 500);
    assert_eq!(out, [fine.clone(), fine]);
}

#[test]
fn a_mono_stem_is_spread_with_constant_power() {
    // cos and sin of (pan + 1)·45°, from NumPy.
    let cases = [
        (-1.0, [1.0, 0.0]),
        (-0.5, [0.923_879_5, 0.382_683_43]),
        (0.0, [std::f32::consts::FRAC_1_SQRT_2; 2]),
        (0.3, [0.522_498_6, 0.852_640_15]),
        (1.0, [0.0, 1.0]),
    ];
    for (pan, expected) in cases {
        let [left, right] = mixed(&mut Track::new(panned(pan)), &mono_f32(&[0.5; 16]), 0, 16);
        for (heard, expected) in [left, right].iter().zip(expected) {
            assert!(heard.iter().all(|s| (s - 0.5 * expected).abs() < 1e-7), "pan {pan}");
        }
    }
}

#[test]
fn a_stereo_stem_is_balanced_with_its_near_side_untouched() {
    let cases = [
        (-1.0, [1.0, 0.0]),
        (-0.25, [1.0, 0.75]),
        (0.0, [1.0, 1.0]),
        (0.5, [0.5, 1.0]),
        (1.0, [0.0, 1.0]),
    ];
    let block = stereo_f32(&[0.75; 16], &[-0.375; 16]);
    for (pan, [left, right]) in cases {
        let heard = mixed(&mut Track::new(panned(pan)), &block, 0, 16);
        assert_eq!(heard, [vec![0.75 * left; 16], vec![-0.375 * right; 16]], "pan {pan}");
    }
}

#[test]
fn a_silent_track_adds_nothing() {
    let block = stereo_f32(&[1.0; 9], &[1.0; 9]);
    let out = pieces(&mut Track::new(with_gain(0.0)), &block, 0, 9);
    assert_eq!(out.used().count(), 0, "its bus costs nothing");
}

#[test]
fn a_change_glides_in_equal_steps_whatever_the_blocks() {
    let ones = stereo_f32(&[1.0; 600], &[1.0; 600]);
    for (from, to) in [(with_gain(0.0), UNITY), (panned(-1.0), panned(0.5)), (UNITY, on_bus(3))] {
        let glide = |block: usize| {
            let mut track = Track::new(from);
            track.follow(to, 480);
            let blocks = (0..600 / block).map(|i| pieces(&mut track, &ones, i * block, block));
            let rows = blocks.flat_map(|mut out| {
                let (main, other) = (sound(&mut out, 0), sound(&mut out, 3));
                let row = move |i| [main[0][i], main[1][i], other[0][i], other[1][i]];
                (0..block).map(row).collect::<Vec<_>>()
            });
            rows.collect::<Vec<_>>()
        };
        let whole = glide(200);
        let steps = |pair: &[[f32; 4]]| {
            pair[0].iter().zip(&pair[1]).all(|(a, b)| (a - b).abs() < 1.51 / 480.0)
        };
        assert!(whole.windows(2).all(steps), "{from:?} to {to:?}");
        assert_eq!(whole[479], whole[599], "steady after the ramp");
        for block in [1, 8, 50, 300] {
            assert_eq!(glide(block), whole, "blocks of {block}, {from:?} to {to:?}");
        }
    }
}

#[test]
fn a_change_of_bus_keeps_the_level_of_both_buses_together() {
    let block = stereo_f32(&[0.5; 500], &[-0.25; 500]);
    let mut track = Track::new(UNITY);
    track.follow(SoundingMix { gain: 0.5, ..on_bus(2) }, 480);
    let mut out = pieces(&mut track, &block, 0, 500);
    let (old, new) = (sound(&mut out, 0), sound(&mut out, 2));
    for i in 0..500 {
        let gain = 1.0 - 0.5 * ((i + 1) as f32 / 480.0).min(1.0);
        assert!((old[0][i] + new[0][i] - 0.5 * gain).abs() < 1e-6, "frame {i}");
        assert!((old[1][i] + new[1][i] + 0.25 * gain).abs() < 1e-6, "frame {i}");
    }
    assert_eq!((old[0][480], new[0][480]), (0.0, 0.25));
    let out = pieces(&mut track, &block, 0, 20);
    assert_eq!(out.used().map(BusId::index).collect::<Vec<_>>(), [2], "main is left for good");
}

#[test]
fn a_stem_that_was_muted_sounds_in_its_new_bus_only() {
    let block = stereo_f32(&[0.5; 500], &[0.5; 500]);
    let mut track = Track::new(with_gain(0.0));
    track.follow(SoundingMix { gain: 0.0, ..on_bus(2) }, 480);
    pieces(&mut track, &block, 0, 100);
    track.follow(on_bus(2), 480);
    let out = pieces(&mut track, &block, 0, 500);
    assert_eq!(out.used().map(BusId::index).collect::<Vec<_>>(), [2]);
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
