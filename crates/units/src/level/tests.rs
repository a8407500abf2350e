//! Claims about levels and gains.

use proptest::prelude::*;

use super::*;

#[test]
fn levels_and_gains_stand_for_each_other() {
    // Source: 20·log10 of the factor.
    for (db, factor) in [(0.0, 1.0), (6.020_6, 2.0), (-20.0, 0.1), (12.0, 3.981_071_7)] {
        assert!((Decibels(db).to_gain().0 - factor).abs() < factor * 1e-5, "{db} dB");
        assert!((Gain(factor).to_decibels().0 - db).abs() < 1e-4, "factor {factor}");
    }
}

#[test]
fn unity_is_exact() {
    assert_eq!(Decibels::UNITY.to_gain(), Gain::UNITY);
    assert_eq!(Gain::UNITY.to_decibels(), Decibels::UNITY);
}

#[test]
fn the_floor_what_is_below_and_what_is_no_number_are_silent() {
    for level in [Decibels::FLOOR, Decibels(-101.0), Decibels::SILENCE, Decibels(f32::NAN)] {
        assert_eq!(level.to_gain(), Gain::SILENCE, "{level:?}");
    }
    assert_eq!(Gain::SILENCE.to_decibels(), Decibels::SILENCE);
}

#[test]
fn a_turned_phase_has_the_same_level() {
    assert_eq!(Gain(-0.5).to_decibels(), Gain(0.5).to_decibels());
}

#[test]
fn levels_are_shown_with_one_decimal_and_no_negative_zero() {
    let shown = [
        (Decibels(-6.0), "-6.0 dB"),
        (Decibels(-0.04), "0.0 dB"),
        (Decibels(3.25), "3.3 dB"),
        (Decibels::SILENCE, "−∞ dB"),
        (Decibels::FLOOR, "−∞ dB"),
    ];
    for (level, text) in shown {
        assert_eq!(level.to_string(), text);
    }
}

#[test]
fn levels_are_read_as_engineers_write_them() {
    let levels = [
        ("-6", -6.0),
        ("+3.5", 3.5),
        ("0", 0.0),
        ("-12 dB", -12.0),
        ("-12db", -12.0),
        (" −4.5 ", -4.5),
        ("-inf", f32::NEG_INFINITY),
        ("−∞ dB", f32::NEG_INFINITY),
    ];
    for (text, db) in levels {
        assert_eq!(text.parse(), Ok(Decibels(db)), "{text}");
    }
    for text in ["", "dB", "loud", "inf", "nan", "1e3", "--6", "6-", "-6 dB louder", "6,5"] {
        assert_eq!(text.parse::<Decibels>(), Err(ParseLevelError), "{text:?}");
    }
}

proptest! {
    #[test]
    fn a_level_survives_the_way_through_its_gain(db in -99.0f32..12.0) {
        prop_assert!((Decibels(db).to_gain().to_decibels().0 - db).abs() < 1e-4);
    }

    #[test]
    fn a_level_shown_is_the_level_read(db in -99.0f32..12.0) {
        let read: Decibels = Decibels(db).to_string().parse().unwrap();
        prop_assert!((read.0 - db).abs() <= 0.051, "{db} was read as {read:?}");
    }
}
