//! Every value that must survive, and every one that must not wrap.

use super::*;

/// Every value that 24 bits can hold, or one in `step` of them, as the renderer has it.
fn values_of_24_bits(step: usize) -> impl Iterator<Item = (i32, f32)> {
    (-(1 << 23)..1 << 23).step_by(step).map(|value| (value, value as f32 / 8_388_608.0))
}

#[test]
fn every_value_of_24_bits_survives_24_and_32_bits() {
    for (value, sample) in values_of_24_bits(1) {
        assert_eq!(I24::nearest(sample).inner(), value);
        assert_eq!(i32::nearest(sample), value << 8);
    }
}

#[test]
fn every_value_of_16_bits_survives_16_bits() {
    for value in i16::MIN..=i16::MAX {
        assert_eq!(i16::nearest(f32::from(value) / 32_768.0), value);
    }
}

#[test]
fn what_lies_between_two_values_goes_to_the_nearest() {
    for (value, sample) in values_of_24_bits(97) {
        let exact = f64::from(value) / 256.0;
        let error = f64::from(i16::nearest(sample)) - exact;
        let is_clipped = exact > 32_767.0;
        assert!(error.abs() <= 0.5 || is_clipped, "{value} of 24 bits is off by {error}");
    }
}

#[test]
fn beyond_full_scale_integers_saturate() {
    for sample in [1.0, 1.000_1, 2.0, 1e9, f32::MAX, f32::INFINITY] {
        assert_eq!(i16::nearest(sample), i16::MAX);
        assert_eq!(I24::nearest(sample).inner(), (1 << 23) - 1);
        assert_eq!(i32::nearest(sample), i32::MAX);
    }
    for sample in [-1.0, -1.000_1, -2.0, -1e9, f32::MIN, f32::NEG_INFINITY] {
        assert_eq!(i16::nearest(sample), i16::MIN);
        assert_eq!(I24::nearest(sample).inner(), -(1 << 23));
        assert_eq!(i32::nearest(sample), i32::MIN);
    }
}

#[test]
fn what_is_no_number_is_silence_in_integers() {
    assert_eq!(i16::nearest(f32::NAN), 0);
    assert_eq!(I24::nearest(f32::NAN).inner(), 0);
    assert_eq!(i32::nearest(f32::NAN), 0);
}

#[test]
fn floating_point_goes_through_unchanged() {
    let samples = [0.0, -0.25, 1.5, f32::MIN_POSITIVE];
    let mut out = [9.0; 4];
    convert(&samples, &mut out);
    assert_eq!(out, samples);
}
