//! Claims about the choice of a set's rate.

use proptest::prelude::*;

use super::*;

/// The counts of stems with these rates, in Hz.
fn counts(rates: &[u32]) -> RateCounts {
    rates.iter().filter_map(|hz| SampleRate::new(*hz)).collect()
}

#[track_caller]
fn check(rates: &[u32], offered: &OfferedRates, chosen: u32) {
    assert_eq!(counts(rates).engine_rate(offered).hz(), chosen, "{rates:?} {offered:?}");
}

#[test]
fn the_commonest_rate_of_all_stems_wins_whatever_their_order() {
    check(&[44_100, 48_000, 44_100], &OfferedRates::Any, 44_100);
    check(&[48_000, 44_100, 44_100], &OfferedRates::Any, 44_100);
    check(&[96_000], &OfferedRates::Any, 96_000);
}

#[test]
fn of_equally_common_rates_48_khz_comes_first_and_then_the_higher_one() {
    check(&[44_100, 48_000], &OfferedRates::Any, 48_000);
    check(&[96_000, 48_000, 44_100], &OfferedRates::Any, 48_000);
    check(&[44_100, 96_000], &OfferedRates::Any, 96_000);
    check(&[32_000, 44_100, 22_050], &OfferedRates::Any, 44_100);
}

#[test]
fn what_the_device_does_not_offer_is_passed_over() {
    let hall = OfferedRates::Ranges(vec![(48_000, 48_000), (88_200, 96_000)]);
    check(&[44_100, 44_100, 96_000], &hall, 96_000);
    check(&[44_100, 44_100, 96_000, 88_200, 88_200], &hall, 88_200);
    check(&[48_000, 96_000, 96_000], &hall, 96_000);
}

#[test]
fn without_a_rate_that_both_have_it_is_48_khz() {
    let disc = OfferedRates::Ranges(vec![(44_100, 44_100)]);
    check(&[96_000, 32_000], &disc, 48_000);
    check(&[], &OfferedRates::Any, 48_000);
    check(&[44_100], &OfferedRates::Ranges(vec![]), 48_000);
}

#[test]
fn rates_that_no_engine_has_are_passed_over() {
    check(&[1, 7_999, 384_001, 768_000, 44_100], &OfferedRates::Any, 44_100);
    check(&[8_000], &OfferedRates::Any, 8_000);
    check(&[384_000], &OfferedRates::Any, 384_000);
}

#[test]
fn resampling_is_told_in_words() {
    let set = counts(&[44_100, 44_100, 48_000]);
    let words = |hz| set.resampling(SampleRate::new(hz).unwrap());
    assert_eq!(words(44_100).as_deref(), Some("1 of 3 stems is resampled"));
    assert_eq!(words(48_000).as_deref(), Some("2 of 3 stems are resampled"));
    assert_eq!(words(96_000).as_deref(), Some("3 of 3 stems are resampled"));
    assert_eq!(counts(&[44_100; 3]).resampling(SampleRate::HZ_44100), None);
    let odd = counts(&[44_100, 100, 768_000]);
    assert_eq!(odd.resampling(SampleRate::HZ_44100), None, "what is not played is not resampled");
}

proptest! {
    #[test]
    fn no_offered_rate_would_resample_fewer_stems(
        rates in proptest::collection::vec(8_000u32..8_020, 1..40),
        low in 8_000u32..8_020,
        width in 0u32..20,
    ) {
        let (counts, offered) = (counts(&rates), OfferedRates::Ranges(vec![(low, low + width)]));
        let chosen = counts.engine_rate(&offered);
        for hz in low..=low + width {
            let other = SampleRate::new(hz).unwrap();
            prop_assert!(counts.resampled_at(chosen) <= counts.resampled_at(other));
        }
    }
}
