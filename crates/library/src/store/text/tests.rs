//! Claims about text as it is stored and sorted.

use super::*;

#[test]
fn text_is_stored_without_what_moves_a_cursor() {
    assert_eq!(line(" a\u{1b}[31m\nb\0 "), "a [31m b");
    assert_eq!(lines("a\r\nb\u{7}\tc"), "a\nb\tc");
    assert!(name("\u{7} ", "title").is_err());
}

#[test]
fn a_text_of_any_length_is_cut_between_letters() {
    let long = "é".repeat(MOST_BYTES);
    assert!(line(&format!("a{long}")).len() <= MOST_BYTES);
}

#[test]
fn people_sort_without_case_and_accents_and_numbers_by_value() {
    let mut titles =
        ["zebra", "Song 10", "éclair", "song 9", "Apfel", "Ärger", "E\u{301}a", "007", "7a"];
    titles.sort_by_key(|title| order(title));
    assert_eq!(
        titles,
        ["007", "7a", "Apfel", "Ärger", "E\u{301}a", "éclair", "song 9", "Song 10", "zebra"]
    );
}
