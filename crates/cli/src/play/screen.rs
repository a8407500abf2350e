//! Where the set is shown: notices on standard error, answers on standard output, and below them
//! on a terminal the live line.

use std::io::{self, IsTerminal, Write};

use attacca_player::{Notice, Severity};
use crossterm::terminal::{self as crossterm_terminal, disable_raw_mode, enable_raw_mode};

use super::live_line::{Colour, Part};
use crate::{logging, terminal};

/// Columns of a terminal that does not say how many it has.
const USUAL_COLUMNS: usize = 80;

/// The terminal while a set plays. Dropping it gives the terminal back as it was.
#[derive(Debug)]
pub(super) struct Screen {
    has_keys: bool,
    has_live_line: bool,
    is_coloured: bool,
    /// What stands on the last row, to draw it again under what is said.
    live_line: String,
}

impl Screen {
    /// Takes over the terminal, if there is one: single keys when standard input is one too.
    pub(super) fn open() -> Screen {
        let has_live_line = io::stderr().is_terminal();
        let has_keys = has_live_line && io::stdin().is_terminal() && take_keys();
        logging::set_live_line(has_live_line);
        Screen {
            has_keys,
            has_live_line,
            is_coloured: terminal::has_colour(),
            live_line: String::new(),
        }
    }

    /// True when keys come one by one.
    pub(super) fn has_keys(&self) -> bool {
        self.has_keys
    }

    /// True when a live line shows the status.
    pub(super) fn has_live_line(&self) -> bool {
        self.has_live_line
    }

    /// Columns that a live line may fill; the last one stays free, so that it never wraps.
    pub(super) fn columns(&self) -> usize {
        let columns = crossterm_terminal::size().map_or(0, |(columns, _)| usize::from(columns));
        if columns == 0 { USUAL_COLUMNS - 1 } else { columns - 1 }
    }

    /// Says something on standard error. What the live line shows anyway is left out.
    pub(super) fn say(&mut self, notice: &Notice) {
        if self.has_live_line && notice.severity == Severity::Status {
            return;
        }
        self.tell(&terminal::notice_line(notice, self.is_coloured));
    }

    /// Writes lines to standard error, above the live line.
    pub(super) fn tell(&mut self, lines: &str) {
        let text = format!("{}{}", self.erased(), self.with_line_ends(lines));
        let _ = io::stderr().write_all(text.as_bytes());
        self.redraw();
    }

    /// Writes lines to standard output, above the live line. Without a reader they are lost.
    pub(super) fn answer(&mut self, lines: &str) {
        let _ = io::stderr().write_all(self.erased().as_bytes());
        let mut out = io::stdout().lock();
        let _ = out.write_all(self.with_line_ends(lines).as_bytes()).and_then(|()| out.flush());
        drop(out);
        self.redraw();
    }

    /// Replaces the live line.
    pub(super) fn draw(&mut self, parts: &[Part]) {
        let line: String = parts.iter().map(|part| self.painted(part)).collect();
        if self.has_live_line && line != self.live_line {
            self.live_line = line;
            self.redraw();
        }
    }

    fn painted(&self, part: &Part) -> String {
        let code = match part.colour {
            Colour::Good => 32,
            Colour::Caution => 33,
            Colour::Bad => 31,
            Colour::Plain => return part.text.clone(),
        };
        if self.is_coloured {
            format!("\x1b[{code}m{}\x1b[0m", part.text)
        } else {
            part.text.clone()
        }
    }

    fn redraw(&self) {
        if self.has_live_line {
            let mut err = io::stderr().lock();
            let _ = write!(err, "\r{}\x1b[K", self.live_line).and_then(|()| err.flush());
        }
    }

    /// What erases the live line.
    fn erased(&self) -> &'static str {
        if self.has_live_line { "\r\x1b[K" } else { "" }
    }

    /// `lines` with an end to each, as the terminal wants it: in raw mode it does not go back to
    /// the first column by itself.
    fn with_line_ends(&self, lines: &str) -> String {
        let end = if self.has_keys { "\r\n" } else { "\n" };
        lines.lines().flat_map(|line| [line, end]).collect()
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        logging::set_live_line(false);
        if self.has_live_line {
            let _ = io::stderr().write_all(if self.has_keys { b"\r\n" } else { b"\n" });
        }
        if self.has_keys {
            give_back_keys();
        }
    }
}

/// Sets the terminal to give keys one by one; false when it refuses. A panic gives it back before
/// it prints its message.
fn take_keys() -> bool {
    if enable_raw_mode().is_err() {
        return false;
    }
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        give_back_keys();
        usual(panic);
    }));
    true
}

fn give_back_keys() {
    // A terminal that is gone needs nothing back.
    let _ = disable_raw_mode();
}
