//! Places are found at any rate, and what is no sound of the song is none.

use super::*;

/// The song from its second `start` on, as it is at `rate`.
fn heard(start: u32, seconds: u32, rate: u32) -> Vec<f32> {
    let frames = start * rate..(start + seconds) * rate;
    frames.flat_map(|n| [sample(n, rate); 2]).collect()
}

#[test]
fn the_second_is_found_at_any_rate_and_place() {
    for rate in [44_100, 48_000] {
        for start in [0, 7, 100] {
            let found = second_at_start(&heard(start, 1, rate), rate).expect("it is heard");
            assert!((found - f64::from(start)).abs() < 0.01, "{found} instead of {start}");
        }
    }
}

#[test]
fn silence_before_the_sound_is_counted_and_a_lost_quantum_does_not_matter() {
    let mut recorded = [vec![0.0; 2 * 48_000], heard(20, 2, 48_000)].concat();
    recorded[2 * 60_000..2 * 62_048].fill(0.0);
    let found = second_at_start(&recorded, 48_000).expect("it is heard");
    assert!((found - 19.0).abs() < 0.01, "{found}");
}

#[test]
fn silence_a_moment_and_a_wrong_pace_are_no_sound_of_the_song() {
    assert_eq!(second_at_start(&vec![0.0; 96_000], 48_000), None);
    assert_eq!(second_at_start(&heard(3, 1, 48_000)[..2 * 9_600], 48_000), None);
    assert_eq!(second_at_start(&heard(3, 2, 48_000), 44_100), None, "played too slowly");
}
