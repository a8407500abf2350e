//! Claims about answers.

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::*;

#[test]
fn an_answer_is_owed_while_a_question_is_open() {
    let answers = Answers::default();
    assert_eq!(answers.owed_since(), None);
    answers.ask(|| assert_eq!(answers.owed_since(), Some(0)));
    assert_eq!(answers.owed_since(), None);
    answers.ask(|| answers.ask(|| assert_eq!(answers.owed_since(), Some(1))));
}

#[test]
fn a_read_that_panics_owes_no_answer() {
    let answers = Answers::default();
    let read = || answers.ask(|| panic!("injected"));
    assert!(catch_unwind(AssertUnwindSafe(read)).is_err());
    assert_eq!(answers.owed_since(), None);
}
