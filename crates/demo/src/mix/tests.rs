//! The limiter's promises.

use super::*;
use crate::random::Random;

fn random_peaks(count: usize) -> Vec<f32> {
    let mut dice = Random::new(11);
    (0..count).map(|_| if dice.chance(0.2) { dice.unit() * 4.0 } else { 0.3 } as f32).collect()
}

#[test]
fn limited_peaks_never_exceed_the_ceiling() {
    let peaks = random_peaks(5000);
    for stretch in [1, 7, 64] {
        let mut limiter = Limiter::new(48_000.0);
        let ceiling = limiter.ceiling;
        for (index, hops) in peaks.chunks(stretch).enumerate() {
            let next = peaks.get((index + 1) * stretch).copied().unwrap_or(0.0);
            for (peak, [from, to]) in hops.iter().zip(limiter.gains(hops, next)) {
                assert!(peak * from.max(to) <= ceiling * 1.000_001, "{peak} at {from} to {to}");
            }
        }
    }
}

#[test]
fn gain_moves_without_steps() {
    let peaks = random_peaks(1000);
    let gains = Limiter::new(48_000.0).gains(&peaks, 0.0);
    assert!(gains.windows(2).all(|pair| pair[0][1] == pair[1][0]));
}

#[test]
fn quiet_songs_are_left_alone() {
    let gains = Limiter::new(48_000.0).gains(&[0.5; 100], 0.5);
    assert!(gains.iter().all(|gain| *gain == [1.0, 1.0]));
}

#[test]
fn gain_is_back_at_one_after_its_release() {
    let mut peaks = vec![0.1; 200];
    peaks[0] = 3.0;
    let gains = Limiter::new(48_000.0).gains(&peaks, 0.1);
    let hops_of_release = (RELEASE_SECONDS * 48_000.0 / HOP_FRAMES as f64) as usize + 2;
    assert!(gains[1][1] < 0.5);
    assert_eq!(gains[hops_of_release], [1.0, 1.0]);
}
