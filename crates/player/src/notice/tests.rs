//! Claims about notices.

use std::io;

use super::*;

#[test]
fn a_notice_is_one_printable_line() {
    let notice = Notice::new(Severity::Info, "a\nb\u{1b}[2J");
    assert_eq!(notice.text, "a\\nb\\u{1b}[2J");
}

#[test]
fn a_chain_names_every_cause_once() {
    #[derive(Debug, thiserror::Error)]
    #[error("cannot open the file")]
    struct Outer(#[source] io::Error);

    let error = Outer(io::Error::other("the disk is gone"));
    assert_eq!(chain(&error), "cannot open the file: the disk is gone");
}
