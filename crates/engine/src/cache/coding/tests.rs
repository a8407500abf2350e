//! Integers come back, dither is what it should be, and nothing clips.

use super::*;
use crate::loading::samples::SampleFormat;

fn block(samples: Vec<f32>) -> SampleBlock {
    SampleBlock { data: SampleData::F32(samples.into_boxed_slice()), channel_count: 1 }
}

fn quantised(coding: Coding, scale: u32, samples: Vec<f32>) -> Vec<i32> {
    let (mut out, count) = (Vec::new(), samples.len());
    Quantiser::new(coding, scale).quantise(&block(samples), count, 0, &mut out);
    out
}

#[test]
fn every_integer_of_24_bits_comes_back() {
    let integers: Vec<i32> =
        (-(1 << 23)..1 << 23).step_by(997).chain([(1 << 23) - 1, -1, 0, 1]).collect();
    let samples = integers.iter().map(|i| *i as f32 / 8_388_608.0).collect();
    assert_eq!(quantised(Coding::Exact(24), SCALE_UNIT, samples), integers);
}

#[test]
fn narrow_samples_are_stored_with_their_own_bits() {
    let mut block = SampleBlock::silent(SampleFormat::I16, 2, 2);
    block.data = SampleData::I16(Box::new([-32768, 32512, 256, -256]));
    let mut out = Vec::new();
    Quantiser::new(Coding::Exact(8), SCALE_UNIT).quantise(&block, 2, 0, &mut out);
    assert_eq!(out, [-128, 1, 127, -1]);
}

#[test]
fn dither_is_triangular_and_without_bias() {
    let count = 200_000;
    let values: Vec<f64> = (0..count).map(|frame| tpdf(frame, 0)).collect();
    let mean = values.iter().sum::<f64>() / count as f64;
    let power = values.iter().map(|v| v * v).sum::<f64>() / count as f64;
    assert!(values.iter().all(|v| v.abs() <= 1.0));
    assert!(mean.abs() < 0.005, "mean {mean}");
    // Two uniform distributions of a step's width: a sixth.
    assert!((power - 1.0 / 6.0).abs() < 0.005, "power {power}");
    let other: f64 = (0..count).map(|frame| tpdf(frame, 0) * tpdf(frame, 1)).sum();
    assert!(other.abs() / (count as f64) < 0.005, "channels have their own");
}

#[test]
fn silence_has_no_dither() {
    assert_eq!(quantised(Coding::Dithered, SCALE_UNIT, vec![0.0; 100]), [0; 100]);
}

#[test]
fn what_is_above_full_scale_is_scaled_and_never_clips() {
    for coding in [Coding::Rounded, Coding::Dithered] {
        for peak in [0.5, 0.999, 0.99999, 1.0, 1.0001, 1.7, 100.0, 32_768.0] {
            let scale = coding.scale_for(peak);
            assert!(peak > 0.999 || scale == SCALE_UNIT, "{coding:?} {peak}");
            let full = f64::from(1 << (coding.bits() - 1));
            let stored = quantised(coding, scale, vec![peak, -peak, 0.25 * peak]);
            let factor = f64::from(scale) / f64::from(SCALE_UNIT);
            for (stored, sample) in stored.iter().zip([peak, -peak, 0.25 * peak]) {
                let error = f64::from(*stored) / full * factor - f64::from(sample);
                let step = factor / full;
                assert!(error.abs() <= 1.5 * step, "{coding:?} {peak}: {error} of {step}");
            }
        }
    }
}

#[test]
fn the_hottest_floats_there_are_have_a_description_that_is_read() {
    for coding in [Coding::Rounded, Coding::Dithered] {
        for peak in [32_768.0, 40_000.0, 500_000.0] {
            let scale = coding.scale_for(peak);
            assert_eq!(f64::from(scale as f32), f64::from(scale), "{peak}");
            let mut metadata = crate::cache::metadata::tests::some();
            metadata.chunks.get_mut(&0).unwrap().scale = scale;
            let read = crate::cache::metadata::StemMetadata::from_bytes(&metadata.to_bytes());
            assert_eq!(read, Ok(metadata), "{coding:?} {peak}");
        }
    }
}
