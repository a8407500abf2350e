//! What happened, in words for the person who plays.

mod repeat;

use attacca_session::name::printable;

pub use attacca_session::chain;
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

#[cfg(test)]
mod tests;
