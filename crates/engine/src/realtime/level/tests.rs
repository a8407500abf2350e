//! Levels: those of known signals.

use super::{Level, mean_square_weight};

#[test]
fn levels_are_those_of_a_sine() {
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
fn a_level_comes_to_rest_after_the_sound() {
    let mut level = Level::default();
    assert!(level.is_at_rest());
    level.measure(&[1.0; 480]);
    assert!(!level.is_at_rest(), "a peak is still to be said");
    // 35 time constants of 300 ms are 152 dB.
    for _ in 0..1050 {
        level.finish(480, mean_square_weight(480, 48_000));
    }
    assert!(level.is_at_rest());
}
