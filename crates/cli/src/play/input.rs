//! What comes in while a set plays: lines, keys, signals.
//!
//! Runs on: threads named `lines` and `keys`, which only read, and live until the process ends.

use std::{
    io::{self, BufRead, Read},
    thread,
};

use crossbeam_channel::{Receiver, Sender, unbounded};
use crossterm::event::{self, Event, KeyEvent, KeyEventKind};

use crate::failure::Failure;

/// Bytes of a line; what is longer is cut into lines. No command is nearly as long.
const MAX_LINE_BYTES: u64 = 4096;

/// Something that came in.
#[derive(Debug)]
pub(super) enum Input {
    /// A line of standard input, without its end.
    Line(String),
    /// A key of the terminal.
    Key(KeyEvent),
    /// Standard input has ended.
    End,
    /// The system asks the process to end.
    Signal,
}

/// Starts to read: keys when `has_keys`, else lines of standard input.
///
/// # Errors
/// When the system refuses a thread or a signal handler.
pub(super) fn start(has_keys: bool) -> Result<Receiver<Input>, Failure> {
    let (sender, receiver) = unbounded();
    let signals = sender.clone();
    ctrlc::set_handler(move || {
        let _ = signals.send(Input::Signal);
    })
    .map_err(Failure::general)?;
    let (name, read): (_, fn(Sender<Input>)) =
        if has_keys { ("keys", read_keys) } else { ("lines", read_lines) };
    thread::Builder::new()
        .name(name.to_owned())
        .spawn(move || read(sender))
        .map_err(Failure::general)?;
    Ok(receiver)
}

/// Ends with the receiver.
fn read_lines(sender: Sender<Input>) {
    let mut stdin = io::stdin().lock();
    let mut line = Vec::new();
    loop {
        line.clear();
        let read = stdin.by_ref().take(MAX_LINE_BYTES).read_until(b'\n', &mut line);
        let input = match read {
            // An input that can't be read any more has ended too.
            Ok(0) | Err(_) => Input::End,
            Ok(_) => Input::Line(String::from_utf8_lossy(&line).trim_end().to_owned()),
        };
        let is_over = matches!(input, Input::End);
        if sender.send(input).is_err() || is_over {
            return;
        }
    }
}

/// Ends with the receiver, or with the terminal.
fn read_keys(sender: Sender<Input>) {
    loop {
        let input = match event::read() {
            Ok(Event::Key(key)) if key.kind != KeyEventKind::Release => Input::Key(key),
            Ok(_) => continue,
            Err(_) => Input::End,
        };
        let is_over = matches!(input, Input::End);
        if sender.send(input).is_err() || is_over {
            return;
        }
    }
}
