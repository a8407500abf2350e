//! Words on standard output and standard error, safe on a terminal.

use std::io::{self, IsTerminal, Write};

use attacca_player::{Notice, Severity, printable};

use crate::failure::Failure;

/// Writes `text` to standard output as it is.
///
/// A reader that has gone away (`attacca inspect … | head`) has all that it wanted.
pub(crate) fn print(text: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(Failure::general(error)),
        _ => Ok(()),
    }
}

/// Writes an error to standard error, in one line.
pub(crate) fn complain(message: &str) {
    say(&Notice::new(Severity::Error, message));
}

/// Writes a notice to standard error. Without a reader it is lost.
pub(crate) fn say(notice: &Notice) {
    let line = notice_line(notice, has_colour());
    let _ = writeln!(io::stderr(), "{line}");
}

/// A notice in one line; problems say what they are.
pub(crate) fn notice_line(notice: &Notice, is_coloured: bool) -> String {
    let text = printable(&notice.text);
    let (word, colour) = match notice.severity {
        Severity::Status | Severity::Info => return text.into_owned(),
        Severity::Warning => ("warning", "33"),
        Severity::Error => ("error", "31"),
    };
    if is_coloured {
        format!("\x1b[1;{colour}m{word}:\x1b[0m {text}")
    } else {
        format!("{word}: {text}")
    }
}

/// True when standard error shows colours, and nobody has asked for none (no-color.org).
pub(crate) fn has_colour() -> bool {
    let is_refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    io::stderr().is_terminal() && !is_refused
}

#[cfg(test)]
mod tests;
