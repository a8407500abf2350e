//! Claims about what the index of words is asked.

use super::*;

#[test]
fn every_word_is_the_beginning_of_one() {
    assert_eq!(query("north li").as_deref(), Some("\"north\"* \"li\"*"));
    assert_eq!(query("say \"hi\"").as_deref(), Some("\"say\"* \"\"\"hi\"\"\"*"));
}

#[test]
fn what_holds_no_letter_is_no_word() {
    assert_eq!(query(" - ' \" * "), None);
    assert_eq!(query("rock & roll").as_deref(), Some("\"rock\"* \"roll\"*"));
}
