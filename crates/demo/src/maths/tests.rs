//! The functions are what the system's are, up to its last bits.

use super::*;

fn assert_near(found: f64, expected: f64, at: f64) {
    let bound = 1e-12 * expected.abs().max(1.0);
    assert!((found - expected).abs() <= bound, "{found} for {expected} at {at}");
}

#[test]
fn functions_agree_with_the_system() {
    for step in -5000..=5000 {
        let x = f64::from(step) / 777.0;
        assert_near(sine(x), (x * TAU).sin(), x);
        assert_near(exp2(x), x.exp2(), x);
        assert_near(exp(x), x.exp(), x);
        assert_near(gain_of_db(x * 10.0), 10_f64.powf(x / 2.0), x);
        let quarter = (x.abs() / 20.0).min(0.45);
        assert_near(tangent_of_half_turns(quarter), (quarter * TAU / 2.0).tan(), quarter);
    }
}

#[test]
fn pitches_are_those_of_the_piano() {
    assert_near(hz_of_pitch(69.0), 440.0, 69.0);
    assert_near(hz_of_pitch(57.0), 220.0, 57.0);
    // Source: ISO 16, equal temperament; middle C.
    assert!((hz_of_pitch(60.0) - 261.6256).abs() < 1e-4);
}
