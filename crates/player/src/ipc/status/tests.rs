//! Claims about levels in a status.

use super::*;

#[test]
fn silence_is_no_number() {
    assert_eq!(level_db(Gain::SILENCE), None);
    assert_eq!(level_db(Decibels(-100.0).to_gain()), None);
}

#[test]
fn levels_are_in_hundredths_of_a_db_without_negative_zero() {
    assert_eq!(level_db(Gain::UNITY).map(f32::to_bits), Some(0.0f32.to_bits()));
    assert_eq!(level_db(Gain(0.999_99)).map(f32::to_bits), Some(0.0f32.to_bits()));
    assert_eq!(level_db(Decibels(-6.0).to_gain()), Some(-6.0));
    assert_eq!(level_db(Gain(0.5)), Some(-6.02));
}
