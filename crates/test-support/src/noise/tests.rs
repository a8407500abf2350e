//! Noise is the same for the same seed, and covers its range.

use super::*;

#[test]
fn bits_are_those_of_the_published_algorithm() {
    // Source: the first numbers that splitmix64.c gives for the seed 1234567, as in the test suites
    // of other implementations (<https://rosettacode.org/wiki/Pseudo-random_numbers/Splitmix64>).
    let mut noise = Noise::new(1_234_567);
    let expected = [6_457_827_717_110_365_317, 3_203_168_211_198_807_973];
    assert_eq!([noise.next_bits(), noise.next_bits()], expected);
}

#[test]
fn seeds_make_different_noise() {
    assert_eq!(Noise::new(1).floats(100), Noise::new(1).floats(100));
    assert_ne!(Noise::new(1).floats(100), Noise::new(2).floats(100));
}

#[test]
fn integers_cover_their_range_evenly() {
    for bits in [1, 8, 16, 24, 32] {
        let samples = Noise::new(3).integers(bits, 100_000);
        let half = 1_i64 << (bits - 1);
        assert!(samples.iter().all(|s| (-half..half).contains(&i64::from(*s))));
        let mean = samples.iter().map(|s| f64::from(*s)).sum::<f64>() / samples.len() as f64;
        // The mean of n even values lies half a step below zero, ±1/√(3n) of the range: 5 of these.
        assert!((mean + 0.5).abs() < half as f64 * 0.01, "{bits} bits: mean {mean}");
    }
}

#[test]
fn floats_stay_within_full_scale() {
    let samples = Noise::new(4).floats(100_000);
    assert!(samples.iter().all(|sample| (-1.0..1.0).contains(sample)));
    assert!(samples.iter().any(|sample| *sample > 0.999));
    assert!(samples.iter().any(|sample| *sample < -0.999));
}
