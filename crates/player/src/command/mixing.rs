//! Reads levels, pans, buses and routes. Pure.

use attacca_session::name::printable;
use attacca_units::Decibels;

use super::{
    Action,
    parse::{CommandError, missing, name},
};

/// `Bass DI -6`, `Bass DI -6 dB`.
pub(super) fn gain(rest: &str) -> Result<Action, CommandError> {
    let (what, example) = ("a stem and a level", "gain Bass DI -6");
    let (stem, level) = last_word(without_unit(rest), || missing("gain", what, example))?;
    Ok(Action::Gain { stem: name(stem, "gain", what, example)?, level: parse_level(level)? })
}

/// `Bass DI L30`.
pub(super) fn pan(rest: &str) -> Result<Action, CommandError> {
    let (what, example) = ("a stem and a place", "pan Bass DI L30");
    let (stem, place) = last_word(rest, || missing("pan", what, example))?;
    let pan = place
        .parse()
        .map_err(|source| CommandError::Pan { text: printable(place).into_owned(), source })?;
    Ok(Action::Pan { stem: name(stem, "pan", what, example)?, pan })
}

/// `click -3`, `click mute`.
pub(super) fn bus(rest: &str) -> Result<Action, CommandError> {
    let (what, example) = ("a bus and a level, or mute", "bus click -3");
    let (bus, level) = last_word(without_unit(rest), || missing("bus", what, example))?;
    let bus = name(bus, "bus", what, example)?;
    if level.eq_ignore_ascii_case("mute") {
        return Ok(Action::BusMute { bus });
    }
    Ok(Action::BusLevel { bus, level: parse_level(level)? })
}

/// `Click=cues`.
pub(super) fn route(rest: &str) -> Result<Action, CommandError> {
    let (stem, bus) = parse_route(rest)?;
    Ok(Action::Route { stem, bus })
}

/// The stem and the bus of `STEM=BUS`; the last `=` counts, so that a stem's name may hold one.
///
/// # Errors
/// When one of them is missing.
pub fn parse_route(text: &str) -> Result<(String, String), CommandError> {
    let (what, example) = ("a stem and a bus", "route Click=cues");
    let (stem, bus) = text.rsplit_once('=').ok_or_else(|| missing("route", what, example))?;
    Ok((name(stem, "route", what, example)?, name(bus, "route", what, example)?))
}

/// The only argument of `command`.
pub(super) fn level(
    rest: &str,
    command: &'static str,
    example: &'static str,
) -> Result<Decibels, CommandError> {
    if rest.is_empty() { Err(missing(command, "a level", example)) } else { parse_level(rest) }
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

/// The last word, and what stands before it.
fn last_word(
    text: &str,
    missing: impl FnOnce() -> CommandError,
) -> Result<(&str, &str), CommandError> {
    text.rsplit_once(char::is_whitespace).ok_or_else(missing)
}

/// `text` without a `dB` that stands alone at its end.
fn without_unit(text: &str) -> &str {
    match text.rsplit_once(char::is_whitespace) {
        Some((before, unit)) if unit.eq_ignore_ascii_case("db") => before.trim_end(),
        _ => text,
    }
}
