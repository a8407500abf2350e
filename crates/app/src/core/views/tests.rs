//! Claims about what the page sees.

use super::*;

#[test]
fn every_role_has_one_name_on_both_sides() {
    for one in attacca_library::Role::ALL {
        assert_eq!(library_role(role(one)), one);
    }
}

#[test]
fn colours_are_read_as_they_are_written() {
    assert_eq!(colour("#0aF0ff").unwrap().to_string(), "#0af0ff");
    for wrong in ["", "#", "#12345", "#1234567", "123456", "#12345g", "#+12345", "#ééé"] {
        assert!(colour(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn a_bus_is_heard_when_the_output_has_all_of_its_channels() {
    assert!(is_heard(&[1, 2], 2) && is_heard(&[1, 2], 1) && is_heard(&[3], 4));
    assert!(!is_heard(&[], 2) && !is_heard(&[3], 2) && !is_heard(&[2, 3], 2));
}
