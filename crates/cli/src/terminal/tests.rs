//! Claims about words on a terminal.

use super::*;

#[test]
fn problems_say_what_they_are_and_colour_is_only_an_addition() {
    let notice = Notice::new(Severity::Warning, "Bass is silent");
    assert_eq!(notice_line(&notice, false), "warning: Bass is silent");
    assert_eq!(notice_line(&notice, true), "\x1b[1;33mwarning:\x1b[0m Bass is silent");
    assert_eq!(notice_line(&Notice::new(Severity::Info, "hello"), true), "hello");
}

#[test]
fn hostile_text_is_escaped_even_if_nobody_did_before() {
    let notice = Notice { severity: Severity::Error, text: "a\x1b[2Jb\nc".to_owned() };
    assert_eq!(notice_line(&notice, false), "error: a\\u{1b}[2Jb\\nc");
}
