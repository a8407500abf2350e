//! Text as it is stored, and the order in which people sort it.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use crate::LibraryError;

/// Bytes of a text that are stored at most.
const MOST_BYTES: usize = 65_536;

/// Digits that a number takes in the order: more digits are more.
const NUMBER_DIGITS: usize = 12;

/// `text` in one line: without control characters and outer spaces.
pub(crate) fn line(text: &str) -> String {
    let clean: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    cut(clean.trim()).to_owned()
}

/// `text` without control characters but line breaks and tabs.
pub(crate) fn lines(text: &str) -> String {
    let text = text.replace("\r\n", "\n");
    let clean: String =
        text.chars().filter(|c| matches!(c, '\n' | '\t') || !c.is_control()).collect();
    cut(&clean).to_owned()
}

/// As [`line`], of something that must have a name.
pub(crate) fn name(text: &str, what: &'static str) -> Result<String, LibraryError> {
    let name = line(text);
    if name.is_empty() {
        return Err(LibraryError::Invalid { what, reason: "it must not be empty" });
    }
    Ok(name)
}

fn cut(text: &str) -> &str {
    &text[..text.floor_char_boundary(MOST_BYTES)]
}

/// What sorts like people sort `text`: without case and accents, numbers by their value.
pub(crate) fn order(text: &str) -> String {
    let mut key = String::with_capacity(text.len() + 8);
    let mut digits = String::new();
    for c in fold(text).chars() {
        if c.is_ascii_digit() {
            digits.push(c);
        } else {
            put_number(&mut key, &mut digits);
            key.push(c);
        }
    }
    put_number(&mut key, &mut digits);
    key
}

/// `text` in small letters without accents.
pub(crate) fn fold(text: &str) -> String {
    text.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect()
}

fn put_number(key: &mut String, digits: &mut String) {
    if digits.is_empty() {
        return;
    }
    let number = digits.trim_start_matches('0');
    key.extend(std::iter::repeat_n('0', NUMBER_DIGITS.saturating_sub(number.len())));
    key.push_str(number);
    digits.clear();
}

#[cfg(test)]
mod tests;
