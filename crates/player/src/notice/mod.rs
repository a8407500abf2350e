//! What happened, in words for the person who plays.

mod repeat;

use std::error::Error;

use attacca_session::name::printable;

pub(crate) use repeat::RepeatFilter;

/// Something that happened, in one printable line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// How much it matters.
    pub severity: Severity,
    /// What happened, and what can be done about it.
    pub text: String,
}

/// How much a notice matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// A change that a display of the player's status shows anyway.
    Status,
    /// Good to know.
    Info,
    /// The sound suffers, or something of the material is missing.
    Warning,
    /// Something does not play at all.
    Error,
}

impl Notice {
    /// A notice; what of `text` would not be safe on a terminal is escaped.
    pub fn new(severity: Severity, text: impl AsRef<str>) -> Notice {
        Notice { severity, text: printable(text.as_ref()).into_owned() }
    }
}

/// `error` and what caused it, each once: "cannot open the file: permission denied".
pub fn chain(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(error) = source {
        text.push_str(": ");
        text.push_str(&error.to_string());
        source = error.source();
    }
    text
}

#[cfg(test)]
mod tests;
