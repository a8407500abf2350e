//! Claims about times as text.

use proptest::prelude::*;

use super::*;

#[test]
fn times_are_read_as_musicians_write_them() {
    let times = [
        ("0", 0.0),
        ("45", 45.0),
        ("45.5", 45.5),
        ("90", 90.0),
        ("3:20.5", 200.5),
        ("0:05", 5.0),
        ("75:00", 4500.0),
        ("1:02:03", 3723.0),
    ];
    for (text, seconds) in times {
        assert_eq!(parse_seconds(text), Ok(seconds), "{text}");
    }
}

#[test]
fn what_is_no_time_is_refused() {
    let texts = [
        "",
        ":",
        "-1",
        "+1",
        "1:",
        ":30",
        "1:60",
        "1:61:00",
        "1:2:3:4",
        "1.2.3",
        "1e3",
        "inf",
        "NaN",
        " 1",
        "1 ",
        "3;20",
        "３:２０",
        "1:-5",
        "0x10",
        "99999999999:00",
    ];
    for text in texts {
        assert_eq!(parse_seconds(text), Err(ParseTimeError), "{text:?}");
    }
}

#[test]
fn tenths_are_cut_as_clocks_do() {
    let times = [
        (0.0, "0:00.0"),
        (59.999, "0:59.9"),
        (60.0, "1:00.0"),
        (200.5, "3:20.5"),
        (3599.99, "59:59.9"),
        (3723.0, "1:02:03.0"),
        (-1.0, "0:00.0"),
    ];
    for (seconds, text) in times {
        assert_eq!(format_seconds(seconds), text);
    }
}

proptest! {
    #[test]
    fn a_time_shown_is_the_time_read(tenths in 0u32..10_000_000) {
        let seconds = f64::from(tenths) / 10.0;
        let read = parse_seconds(&format_seconds(seconds)).unwrap();
        prop_assert!((read - seconds).abs() < 1e-6, "{seconds} was read as {read}");
    }

    #[test]
    fn no_text_makes_a_time_that_is_negative_or_not_a_number(text in ".*") {
        if let Ok(seconds) = parse_seconds(&text) {
            prop_assert!(seconds >= 0.0);
        }
    }
}
