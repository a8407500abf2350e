//! Claims about rounding to integers.

use proptest::prelude::*;

use super::*;

fn quantised(bits: u32, sample: f32) -> i32 {
    Quantiser::new(bits, false).quantise([sample, 0.0])[0]
}

#[test]
fn full_scale_saturates_and_is_counted() {
    let mut quantiser = Quantiser::new(16, false);
    let extremes = [
        ([1.0, 0.0], [32_767, 0], 1),
        ([-1.0, 0.0], [-32_768, 0], 1),
        ([7.0, -7.0], [32_767, -32_768], 2),
        ([f32::INFINITY, f32::NEG_INFINITY], [32_767, -32_768], 3),
        ([32_767.0 / 32_768.0, 0.0], [32_767, 0], 3),
    ];
    for (frame, steps, clipped_frames) in extremes {
        assert_eq!(quantiser.quantise(frame), steps, "{frame:?}");
        assert_eq!(quantiser.clipped_frames(), clipped_frames, "{frame:?}");
    }
}

#[test]
fn what_lies_between_steps_goes_to_the_nearest() {
    assert_eq!(quantised(16, 0.6 / 32_768.0), 1);
    assert_eq!(quantised(16, -0.6 / 32_768.0), -1);
    assert_eq!(quantised(16, 0.4 / 32_768.0), 0);
    assert_eq!(quantised(24, 1.0 - 1.0 / 16_777_216.0), 8_388_607);
}

#[test]
fn dither_is_the_same_each_time() {
    let run = || {
        let mut quantiser = Quantiser::new(16, true);
        (0..1000).map(|_| quantiser.quantise([0.0, 0.1])).collect::<Vec<_>>()
    };
    assert_eq!(run(), run());
}

#[test]
fn dither_keeps_what_is_smaller_than_a_step() {
    // Without dither a third of a step rounds to nothing; with it the mean is a third of a step.
    let mut quantiser = Quantiser::new(16, true);
    let n = 200_000;
    let sum: i64 =
        (0..n).map(|_| i64::from(quantiser.quantise([1.0 / 3.0 / 32_768.0, 0.0])[0])).sum();
    assert!((sum as f64 / f64::from(n) - 1.0 / 3.0).abs() < 0.01, "mean {}", sum as f64 / n as f64);
}

#[test]
fn the_noise_is_triangular() {
    let mut dither = Dither(DITHER_SEED);
    let noise: Vec<f64> = (0..200_000).map(|_| f64::from(dither.next())).collect();
    let n = noise.len() as f64;
    let mean = noise.iter().sum::<f64>() / n;
    let variance = noise.iter().map(|x| x * x).sum::<f64>() / n;
    let beyond_half = noise.iter().filter(|x| x.abs() > 0.5).count() as f64 / n;
    assert!(noise.iter().all(|x| x.abs() < 1.0));
    assert!(mean.abs() < 0.005, "mean {mean}");
    // Variance of the sum of two even distributions of width 1: 2/12; a quarter lies beyond ½.
    assert!((variance - 1.0 / 6.0).abs() < 0.005, "variance {variance}");
    assert!((beyond_half - 0.25).abs() < 0.01, "{beyond_half} beyond half a step");
}

proptest! {
    #[test]
    fn every_integer_survives_without_dither(
        (bits, steps) in (8u32..=24).prop_flat_map(|bits| {
            (Just(bits), -(1i32 << (bits - 1))..1i32 << (bits - 1))
        }),
    ) {
        prop_assert_eq!(quantised(bits, steps as f32 / (1i32 << (bits - 1)) as f32), steps);
    }
}
