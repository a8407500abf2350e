//! Claims about what an import lists.

use super::*;

#[test]
fn failures_are_listed_in_printable_words_and_not_without_end() {
    let mut progress = just_begun(1);
    note_failure(&mut progress, "a\u{1b}[2Jb\n.wav", "no sound".to_owned());
    assert!(!progress.failures[0].path.chars().any(char::is_control), "{progress:?}");
    for number in 0..2 * LISTED_FAILURES {
        note_failure(&mut progress, &number.to_string(), String::new());
    }
    assert_eq!(progress.failures.len(), LISTED_FAILURES);
}
