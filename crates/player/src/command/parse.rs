//! Reads typed lines. Pure.

use attacca_session::name::printable;
use attacca_units::{Decibels, ParseLevelError, ParseTimeError, parse_seconds};

use super::{Action, Command, SeekTo};

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
        "gain" => gain(rest)?,
        "mute" => Action::Mute { stem: stem("mute", "mute Click")? },
        "solo" => Action::Solo { stem: stem("solo", "solo Bass DI")? },
        "safe" => Action::SoloSafe { stem: stem("safe", "safe Click")? },
        "master" if rest.is_empty() => return Err(missing("master", "a level", "master -3")),
        "master" => Action::Master(parse_level(rest)?),
        _ => return Err(CommandError::Unknown(printable(word).into_owned())),
    })
}

fn seek_to(rest: &str) -> Result<SeekTo, CommandError> {
    if rest.is_empty() {
        return Err(missing("seek", "a time", "seek 3:20.5"));
    }
    let time = |text: &str| {
        parse_seconds(text.trim())
            .map_err(|source| CommandError::Time { text: printable(rest).into_owned(), source })
    };
    if let Some(forwards) = rest.strip_prefix('+') {
        return time(forwards).map(SeekTo::Offset);
    }
    if let Some(back) = rest.strip_prefix(['-', '−']) {
        return time(back).map(|seconds| SeekTo::Offset(-seconds));
    }
    time(rest).map(SeekTo::Position)
}

/// `Bass DI -6`, `Bass DI -6 dB`.
fn gain(rest: &str) -> Result<Action, CommandError> {
    const EXAMPLE: &str = "gain Bass DI -6";
    let without_unit = strip_unit(rest);
    let Some((stem, level_text)) = without_unit.rsplit_once(char::is_whitespace) else {
        return Err(missing("gain", "a stem and a level", EXAMPLE));
    };
    Ok(Action::Gain {
        stem: name(stem, "gain", "a stem and a level", EXAMPLE)?,
        level: parse_level(level_text)?,
    })
}

/// `text` without a `dB` that stands alone at its end.
fn strip_unit(text: &str) -> &str {
    match text.rsplit_once(char::is_whitespace) {
        Some((before, unit)) if unit.eq_ignore_ascii_case("db") => before.trim_end(),
        _ => text,
    }
}

/// A level that a fader has.
///
/// # Errors
/// When the text is no level, or one above the fader's end.
pub fn parse_level(text: &str) -> Result<Decibels, CommandError> {
    let level: Decibels = text
        .parse()
        .map_err(|source| CommandError::Level { text: printable(text).into_owned(), source })?;
    if level > Decibels::FADER_MAX {
        return Err(CommandError::TooLoud(level));
    }
    Ok(level)
}

fn name(
    text: &str,
    command: &'static str,
    what: &'static str,
    example: &'static str,
) -> Result<String, CommandError> {
    let name = unquoted(text.trim()).trim();
    if name.is_empty() { Err(missing(command, what, example)) } else { Ok(name.to_owned()) }
}

/// `text` without a pair of quotes around it.
fn unquoted(text: &str) -> &str {
    ['"', '\'']
        .into_iter()
        .find_map(|quote| text.strip_prefix(quote)?.strip_suffix(quote))
        .unwrap_or(text)
}

fn missing(command: &'static str, what: &'static str, example: &'static str) -> CommandError {
    CommandError::Missing { command, what, example }
}
