//! Claims about the pan law.

use proptest::prelude::*;

use super::*;

#[test]
fn the_centre_is_three_db_down_for_mono_and_unity_for_stereo() {
    let (left, right) = Pan::CENTRE.mono_gains();
    assert_eq!(left, right);
    // 10·log10(1/2) = −3.0103 dB.
    assert!((left.to_decibels().0 - -3.010_3).abs() < 1e-4, "{left:?}");
    assert_eq!(Pan::CENTRE.balance_gains(), (Gain::UNITY, Gain::UNITY));
}

#[test]
fn the_far_side_is_silent_at_the_ends() {
    for (pan, near_left) in [(Pan(-1.0), true), (Pan(1.0), false), (Pan(-7.0), true)] {
        for (left, right) in [pan.mono_gains(), pan.balance_gains()] {
            let (near, far) = if near_left { (left.0, right.0) } else { (right.0, left.0) };
            assert!((near - 1.0).abs() < 1e-6 && far.abs() < 1e-6, "{pan:?}: {left:?} {right:?}");
        }
    }
}

proptest! {
    #[test]
    fn a_mono_signal_keeps_its_power_wherever_it_is_panned(pan in -1.0f32..=1.0) {
        let (left, right) = Pan(pan).mono_gains();
        prop_assert!((left.0 * left.0 + right.0 * right.0 - 1.0).abs() < 1e-6);
        prop_assert!(left.0 >= 0.0 && right.0 >= 0.0);
    }

    #[test]
    fn a_stereo_signal_is_never_raised(pan in -1.0f32..=1.0) {
        let (left, right) = Pan(pan).balance_gains();
        prop_assert!(left.0.max(right.0) == 1.0 && left.0.min(right.0) >= 0.0);
    }
}
