//! Text of others, made safe to show.

use std::borrow::Cow;

/// `text` with everything escaped that moves the cursor, colours the terminal or turns the order
/// of reading: `\n`, `\u{1b}`, `\u{202e}`.
///
/// What people write stays as it is, right-to-left scripts and emoji included.
pub fn printable(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_hostile) {
        return Cow::Borrowed(text);
    }
    let mut safe = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        if is_hostile(c) { safe.extend(c.escape_default()) } else { safe.push(c) }
    }
    Cow::Owned(safe)
}

/// Control characters, line and paragraph separators, and the marks that embed, override or
/// isolate a direction. Source: Unicode UAX #9, explicit directional formatting characters.
fn is_hostile(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{2028}' | '\u{2029}'
            | '\u{200e}' | '\u{200f}' | '\u{061c}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests;
