//! A line being typed where the live line was. Pure.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// Characters of a line at most: more than any command has.
const MAX_CHARACTERS: usize = 512;

/// A line being typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct LineEditor {
    text: String,
}

/// What became of the line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Edit {
    /// It is still being typed.
    Going(LineEditor),
    /// It is complete.
    Done(String),
    /// It is not wanted any more.
    Cancelled,
}

impl LineEditor {
    /// A line that begins with `text`.
    pub(super) fn new(text: &str) -> LineEditor {
        LineEditor { text: text.to_owned() }
    }

    /// What is typed so far.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The line after a key. Enter completes it; escape, or deleting in an empty line, gives it up.
    pub(super) fn press(mut self, key: KeyEvent) -> Edit {
        let has_control = key.modifiers.contains(KeyModifiers::CONTROL);
        let is_text = !key.modifiers.intersects(KeyModifiers::CONTROL | KeyModifiers::ALT);
        match key.code {
            KeyCode::Enter => return Edit::Done(self.text),
            KeyCode::Esc => return Edit::Cancelled,
            KeyCode::Char('c' | 'd') if has_control => return Edit::Cancelled,
            KeyCode::Char('u') if has_control => self.text.clear(),
            KeyCode::Backspace if self.text.pop().is_none() => return Edit::Cancelled,
            KeyCode::Char(c) if is_text && self.text.chars().count() < MAX_CHARACTERS => {
                self.text.push(c);
            }
            _ => {}
        }
        Edit::Going(self)
    }
}

#[cfg(test)]
mod tests;
