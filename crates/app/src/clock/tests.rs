//! Claims about dates; expected ones are from `date -u -d @SECONDS`.

use super::*;

#[test]
fn dates_are_those_of_the_calendar() {
    for (seconds, expected) in [
        (0, "1970-01-01T00:00:00Z"),
        (951_782_399, "2000-02-28T23:59:59Z"),
        (951_782_400, "2000-02-29T00:00:00Z"),
        (951_868_800, "2000-03-01T00:00:00Z"),
        (1_795_899_845, "2026-11-28T21:04:05Z"),
        (4_107_542_400, "2100-03-01T00:00:00Z"),
        (-1, "1969-12-31T23:59:59Z"),
    ] {
        assert_eq!(date_and_time(UnixSeconds(seconds)), expected);
    }
}

#[test]
fn times_have_their_milliseconds() {
    assert_eq!(time_with_millis(Duration::from_millis(86_400_000 + 3_723_045)), "01:02:03.045");
}
