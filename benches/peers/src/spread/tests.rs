//! Tests of percentiles.

use super::*;

#[test]
fn percentiles_are_values_that_were_measured() {
    let values = (1..=100).rev().map(f64::from).collect();
    assert_eq!(Spread::of(values), Spread { n: 100, p50: 50.0, p95: 95.0, max: 100.0 });
    let few = Spread::of(vec![3.0, 1.0, 2.0]);
    assert_eq!(few, Spread { n: 3, p50: 2.0, p95: 3.0, max: 3.0 });
}

#[test]
fn no_values_are_zeros() {
    assert_eq!(Spread::of(Vec::new()), Spread::default());
}

#[test]
fn times_are_milliseconds() {
    assert_eq!(Spread::in_ms([Duration::from_micros(1500)]).max, 1.5);
}
