//! Claims about times in names.

use super::*;

#[test]
fn a_time_is_stamped_as_calendars_have_it() {
    // Expected values: `date -u -d @SECONDS`.
    let cases = [
        (0, "1970-01-01 00-00-00"),
        (951_782_399, "2000-02-28 23-59-59"),
        (951_782_400, "2000-02-29 00-00-00"),
        (1_795_000_000, "2026-11-18 11-06-40"),
        (4_107_542_400, "2100-03-01 00-00-00"),
        (-1, "1969-12-31 23-59-59"),
    ];
    for (seconds, expected) in cases {
        assert_eq!(stamp(UnixSeconds(seconds)), expected);
        assert_eq!(time(expected), Some(UnixSeconds(seconds)));
    }
}

#[test]
fn other_texts_are_no_time() {
    for text in ["", "2026-11-18", "2026-13-18 11-06-40", "2026-11-18 11-06", "a-b-c d-e-f"] {
        assert_eq!(time(text), None, "{text}");
    }
}
