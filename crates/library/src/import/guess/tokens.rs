//! Names as words.

use crate::store::text::fold;

/// The words of a name, small, without accents: "01_LeadVox(DI).2" is `01 lead vox di 2`.
///
/// Words end at what is no letter or digit, between letters and digits, and before a capital behind a small letter.
pub(super) fn tokens(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut last: Option<char> = None;
    for c in name.chars() {
        let is_combining = unicode_normalization::char::is_combining_mark(c);
        if !c.is_alphanumeric() && !is_combining {
            last = None;
            continue;
        }
        match words.last_mut() {
            Some(word) if last.is_some_and(|last| is_combining || !ends_between(last, c)) => {
                word.push(c);
            }
            _ => words.push(c.to_string()),
        }
        last = if is_combining { last } else { Some(c) };
    }
    words.iter().map(|word| spelled(&fold(word))).collect()
}

fn ends_between(last: char, next: char) -> bool {
    last.is_numeric() != next.is_numeric() || (last.is_lowercase() && next.is_uppercase())
}

/// Letters that are two without being accented.
fn spelled(word: &str) -> String {
    word.replace('œ', "oe").replace('æ', "ae").replace('ß', "ss").replace('ø', "o")
}
