//! Percentiles are values that were measured.

use super::*;

fn ms(values: impl IntoIterator<Item = u64>) -> Percentiles {
    Percentiles::in_ms(values.into_iter().map(Duration::from_millis).collect())
}

#[test]
fn percentiles_are_found_whatever_the_order() {
    let found = ms((1..=200).rev());
    assert_eq!(found, Percentiles { n: 200, p50: 100.0, p95: 190.0, p99: 198.0, max: 200.0 });
}

#[test]
fn of_few_values_the_high_percentiles_are_the_greatest() {
    let found = ms([7, 5, 6]);
    assert_eq!(found, Percentiles { n: 3, p50: 6.0, p95: 7.0, p99: 7.0, max: 7.0 });
}

#[test]
fn nothing_measured_is_all_zeros() {
    assert_eq!(ms([]), Percentiles { n: 0, p50: 0.0, p95: 0.0, p99: 0.0, max: 0.0 });
}
