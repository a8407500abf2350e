//! What single keys mean. Pure.

use attacca_player::{Action, command::SeekTo};
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// How far an arrow goes, in seconds.
const ARROW_SECONDS: f64 = 5.0;

/// What a key asks for.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Wish {
    /// Something for the player.
    Act(Action),
    /// A line to type, which begins like this.
    Line(&'static str),
    /// What keys there are.
    Help,
    /// The end, if nothing plays or it is asked for twice.
    Quit,
    /// The end, now.
    QuitNow,
}

/// What there is to press, one line each.
pub(super) const HELP: &str = "\
space        play, pause           n  p    next song, song before
left right   5 s back, on          1 … 9   that song
home         to the song's start   s       stop, and to the start
m  o  g      mute, solo, gain of a stem that you name
:            type a command; :help lists them
q            quit; while it plays, press it twice
";

/// What `key` means; `None` for keys without meaning.
pub(super) fn wish_of(key: KeyEvent) -> Option<Wish> {
    if key.modifiers.contains(KeyModifiers::CONTROL) {
        return matches!(key.code, KeyCode::Char('c' | 'd')).then_some(Wish::QuitNow);
    }
    if key.modifiers.contains(KeyModifiers::ALT) {
        return None;
    }
    Some(match key.code {
        KeyCode::Char(' ') => Wish::Act(Action::TogglePlay),
        KeyCode::Left => Wish::Act(Action::Seek(SeekTo::Offset(-ARROW_SECONDS))),
        KeyCode::Right => Wish::Act(Action::Seek(SeekTo::Offset(ARROW_SECONDS))),
        KeyCode::Home => Wish::Act(Action::Seek(SeekTo::Position(0.0))),
        KeyCode::Char('n') => Wish::Act(Action::Next),
        KeyCode::Char('p') => Wish::Act(Action::Previous),
        KeyCode::Char('s') => Wish::Act(Action::Stop),
        KeyCode::Char(digit @ '1'..='9') => Wish::Act(Action::SongNumber(digit as usize - 0x30)),
        KeyCode::Char('m') => Wish::Line("mute "),
        KeyCode::Char('o') => Wish::Line("solo "),
        KeyCode::Char('g') => Wish::Line("gain "),
        KeyCode::Char(':') => Wish::Line(""),
        KeyCode::Char('?' | 'h') => Wish::Help,
        KeyCode::Char('q') => Wish::Quit,
        _ => return None,
    })
}

#[cfg(test)]
mod tests;
