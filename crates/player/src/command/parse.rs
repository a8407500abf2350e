//! Reads typed lines. Pure.

use attacca_engine::settings::MAX_JUMP_CROSSFADE_SECONDS;
use attacca_session::name::printable;
use attacca_units::{Decibels, ParseLevelError, ParsePanError, ParseTimeError, parse_seconds};

use super::{Action, Command, SeekTo, jumps, mixing};

/// Why a line is no command. Nothing was done; type it again.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum CommandError {
    /// There is no such command.
    #[error("unknown command {0}; type help for a list")]
    Unknown(String),
    /// Something is missing after the command.
    #[error("{command} needs {what}, as in: {example}")]
    Missing {
        /// The command.
        command: &'static str,
        /// What it needs.
        what: &'static str,
        /// A line that is right.
        example: &'static str,
    },
    /// Something stands after a command that takes nothing.
    #[error("{command} takes nothing after it")]
    Superfluous {
        /// The command.
        command: String,
    },
    /// The time is none.
    #[error("{text} is {source}")]
    Time {
        /// What was typed.
        text: String,
        /// What is wrong.
        source: ParseTimeError,
    },
    /// The level is none.
    #[error("{text} is {source}")]
    Level {
        /// What was typed.
        text: String,
        /// What is wrong.
        source: ParseLevelError,
    },
    /// The level is higher than a fader goes.
    #[error("{0} is too loud: faders end at +12 dB")]
    TooLoud(Decibels),
    /// The pan position is none.
    #[error("{text} is {source}")]
    Pan {
        /// What was typed.
        text: String,
        /// What is wrong.
        source: ParsePanError,
    },
    /// The loop ends where it begins or before.
    #[error("a loop ends after it begins, as in: loop 0:30 1:00")]
    BackwardLoop,
    /// The crossfade is longer than crossfades can be.
    #[error("a crossfade lasts at most {MAX_JUMP_CROSSFADE_SECONDS} s")]
    LongCrossfade,
}

/// The command in `line`; `None` for an empty line and for one that begins with `#`.
///
/// Commands are read in any case. A name goes up to the line's end or to the level after it, so it
/// may hold spaces; quotes around it are taken off.
///
/// # Errors
/// When the line is no command.
pub fn parse(line: &str) -> Result<Option<Command>, CommandError> {
    let line = line.trim();
    if line.is_empty() || line.starts_with('#') {
        return Ok(None);
    }
    let (word, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    let rest = rest.trim();
    let word = word.to_lowercase();
    if let Some(command) = without_argument(&word) {
        return if rest.is_empty() {
            Ok(Some(command))
        } else {
            Err(CommandError::Superfluous { command: word })
        };
    }
    with_argument(&word, rest).map(|action| Some(Command::Action(action)))
}

fn without_argument(word: &str) -> Option<Command> {
    Some(match word {
        "play" => Command::Action(Action::Play),
        "pause" => Command::Action(Action::Pause),
        "toggle" => Command::Action(Action::TogglePlay),
        "stop" => Command::Action(Action::Stop),
        "next" => Command::Action(Action::Next),
        "prev" | "previous" => Command::Action(Action::Previous),
        "cancel" => Command::Action(Action::Cancel),
        "status" => Command::Status,
        "help" | "?" => Command::Help,
        "quit" | "exit" => Command::Quit,
        _ => return None,
    })
}

fn with_argument(word: &str, rest: &str) -> Result<Action, CommandError> {
    let stem = |command, example| name(rest, command, "a stem", example);
    Ok(match word {
        "seek" => Action::Seek(seek_to(rest)?),
        "song" => Action::Song(name(rest, "song", "a number or a title", "song 2")?),
        "jump" => Action::Jump(jumps::jump(rest)?),
        "loop" => Action::Loop(jumps::looped(rest)?),
        "gain" => mixing::gain(rest)?,
        "pan" => mixing::pan(rest)?,
        "bus" => mixing::bus(rest)?,
        "route" => mixing::route(rest)?,
        "mute" => Action::Mute { stem: stem("mute", "mute Click")? },
        "solo" => Action::Solo { stem: stem("solo", "solo Bass DI")? },
        "safe" => Action::SoloSafe { stem: stem("safe", "safe Click")? },
        "master" => Action::Master(mixing::level(rest, "master", "master -3")?),
        "trim" => Action::Trim(mixing::level(rest, "trim", "trim -2")?),
        _ => return Err(CommandError::Unknown(printable(word).into_owned())),
    })
}

fn seek_to(rest: &str) -> Result<SeekTo, CommandError> {
    if rest.is_empty() {
        return Err(missing("seek", "a time", "seek 3:20.5"));
    }
    let time = |text: &str| seconds(text.trim());
    if let Some(forwards) = rest.strip_prefix('+') {
        return time(forwards).map(SeekTo::Offset);
    }
    if let Some(back) = rest.strip_prefix(['-', '−']) {
        return time(back).map(|seconds| SeekTo::Offset(-seconds));
    }
    time(rest).map(SeekTo::Position)
}

/// A time in seconds.
pub(super) fn seconds(text: &str) -> Result<f64, CommandError> {
    parse_seconds(text)
        .map_err(|source| CommandError::Time { text: printable(text).into_owned(), source })
}

pub(super) fn name(
    text: &str,
    command: &'static str,
    what: &'static str,
    example: &'static str,
) -> Result<String, CommandError> {
    let name = unquoted(text.trim()).trim();
    if name.is_empty() { Err(missing(command, what, example)) } else { Ok(name.to_owned()) }
}

/// `text` without a pair of quotes around it.
pub(super) fn unquoted(text: &str) -> &str {
    ['"', '\'']
        .into_iter()
        .find_map(|quote| text.strip_prefix(quote)?.strip_suffix(quote))
        .unwrap_or(text)
}

pub(super) fn missing(
    command: &'static str,
    what: &'static str,
    example: &'static str,
) -> CommandError {
    CommandError::Missing { command, what, example }
}
