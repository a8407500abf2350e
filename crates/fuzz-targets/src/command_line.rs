//! Any bytes as a line that somebody types.

use attacca_player::{Notice, Severity, chain, command};

/// Takes `bytes` as a line for the player; what is no Unicode is replaced, as reading does.
///
/// # Panics
/// When the parser does, or answers with what is no single printable line.
pub fn command_line(bytes: &[u8]) {
    let line = String::from_utf8_lossy(bytes);
    if let Err(error) = command::parse(&line) {
        let notice = Notice::new(Severity::Error, chain(&error));
        assert!(!notice.text.is_empty(), "an error says something");
        assert!(!notice.text.chars().any(char::is_control), "it is safe to print: {notice:?}");
    }
}
