//! Tests of where is sought.

use super::*;

#[test]
fn what_follows_a_target_is_in_its_stretch_and_before_the_end() {
    let mut random = Random::new(7);
    let end = 10 * STRETCH_FRAMES + 5;
    let mut stretches: Vec<u64> = Vec::new();
    for _ in 0..1000 {
        let target = random.target(end);
        assert!(target % STRETCH_FRAMES < STRETCH_FRAMES / 4 && target + STRETCH_FRAMES / 2 < end);
        stretches.push(target / STRETCH_FRAMES);
    }
    stretches.sort();
    stretches.dedup();
    assert_eq!(stretches, Vec::from_iter(0..10), "every stretch is sought");
}

#[test]
fn the_same_seed_gives_the_same_places() {
    let targets = |seed| {
        let mut random = Random::new(seed);
        [random.target(1 << 30), random.target(1 << 30)]
    };
    assert_eq!(targets(3), targets(3));
    assert_ne!(targets(3), targets(4));
}
