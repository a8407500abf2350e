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

#[test]
fn a_position_is_read_as_people_write_it() {
    let cases = [
        ("C", 0.0),
        (" c ", 0.0),
        ("L30", -0.3),
        ("l100", -1.0),
        ("R100", 1.0),
        ("r0", 0.0),
        ("R12.5", 0.125),
    ];
    for (text, position) in cases {
        assert_eq!(text.parse(), Ok(Pan(position)), "{text}");
    }
    for text in
        ["", "L", "R", "30", "L-30", "L101", "Rinf", "Rnan", "R1e1", "LR3", "C3", "L 30", "ÄL3"]
    {
        assert_eq!(text.parse::<Pan>(), Err(ParsePanError), "{text:?}");
    }
}

#[test]
fn a_position_is_shown_in_whole_percent() {
    let cases =
        [(-0.3, "L30"), (0.0, "C"), (-0.0, "C"), (0.004, "C"), (1.0, "R100"), (-7.0, "L100")];
    for (position, text) in cases {
        assert_eq!(Pan(position).to_string(), text);
    }
}

proptest! {
    #[test]
    fn a_position_in_whole_percent_is_read_as_it_was_shown(percent in -100i32..=100) {
        let shown = Pan(percent as f32 / 100.0).to_string();
        prop_assert_eq!(shown.parse::<Pan>().map(|pan| pan.to_string()), Ok(shown));
    }

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
