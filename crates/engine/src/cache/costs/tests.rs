//! What costs decide.

use std::time::Duration;

use super::*;

const RATE: f64 = 48_000.0;

fn cost(work_us: u64, all_us: u64) -> PartCost {
    let (work, all) = (Duration::from_micros(work_us), Duration::from_micros(all_us));
    PartCost { frames: 4800, work, all }
}

#[test]
fn decoding_is_judged_by_its_usual_cost_not_by_its_first() {
    let mut costs = Costs::default();
    for work in [9000, 200, 210, 220] {
        costs.note(Origin::Source, cost(work, work), RATE);
        assert_eq!(costs.work_share(), None);
    }
    costs.note(Origin::Source, cost(190, 190), RATE);
    assert!((costs.work_share().unwrap() - 0.0021).abs() < 1e-9);
    (0..100).for_each(|_| costs.note(Origin::Source, cost(5000, 5000), RATE));
    assert!(costs.work_share().unwrap() < DEAR_SHARE, "it stays");
}

#[test]
fn storage_that_lets_its_readers_wait_is_slow() {
    let mut costs = Costs::default();
    (0..10).for_each(|_| costs.note(Origin::Source, cost(100, 5000), RATE));
    assert!(!costs.is_slow());
    (0..50).for_each(|_| costs.note(Origin::Source, cost(100, 20_000), RATE));
    assert!(costs.is_slow());
}

#[test]
fn the_faster_of_file_and_chunk_is_read_once_both_are_known() {
    let mut costs = Costs::default();
    (0..10).for_each(|_| costs.note(Origin::Source, cost(50, 50), RATE));
    assert!(costs.prefers_store(0), "it is to be tried");
    (0..10).for_each(|_| costs.note(Origin::Store, cost(100, 100), RATE));
    assert!(!costs.prefers_store(0));
    (0..100).for_each(|_| costs.note(Origin::Source, cost(50, 900), RATE));
    assert!(costs.prefers_store(0));
}

#[test]
fn a_store_that_was_slow_once_is_tried_again_and_used() {
    let mut costs = Costs::default();
    (0..10).for_each(|_| costs.note(Origin::Source, cost(500, 500), RATE));
    (0..10).for_each(|_| costs.note(Origin::Store, cost(100, 900_000), RATE));
    let is_tried = |costs: &Costs| (0..16).filter(|chunk| costs.prefers_store(*chunk)).count();
    assert_eq!(is_tried(&costs), 2, "one in eight");
    (0..200).for_each(|_| costs.note(Origin::Store, cost(100, 100), RATE));
    assert_eq!(is_tried(&costs), 16);
}
