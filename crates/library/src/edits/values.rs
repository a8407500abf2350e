//! Which numbers can be stored, and how colours and transitions are.

use std::ops::RangeInclusive;

use rusqlite::Connection;

use crate::{Colour, LibraryError, Transition};

/// Levels of stems, dB.
pub(super) const LEVELS_DB: RangeInclusive<f64> = -100.0..=12.0;
/// Trims of songs, dB.
pub(super) const TRIMS_DB: RangeInclusive<f64> = -100.0..=24.0;
/// Pans.
pub(super) const PANS: RangeInclusive<f64> = -1.0..=1.0;
/// Tempos, beats per minute.
pub(super) const TEMPOS_BPM: RangeInclusive<f64> = 1.0..=1000.0;
/// Crossfades, seconds: those that the engine makes.
pub(super) const CROSSFADES_SECONDS: RangeInclusive<f64> = 0.0..=30.0;
/// Positions in songs, seconds: a week.
pub(super) const POSITIONS_SECONDS: RangeInclusive<f64> = 0.0..=604_800.0;

/// `number`, when it is in `range`; a negative zero is none.
pub(super) fn in_range(
    number: f64,
    range: &RangeInclusive<f64>,
    (what, reason): (&'static str, &'static str),
) -> Result<f64, LibraryError> {
    // Not a number is in no range.
    let is_possible = range.contains(&number);
    is_possible.then_some(number + 0.0).ok_or(LibraryError::Invalid { what, reason })
}

pub(super) fn level(db: f64) -> Result<f64, LibraryError> {
    in_range(db, &LEVELS_DB, ("level", "it must be from -100 to 12 dB"))
}

pub(super) fn tempo(bpm: f64) -> Result<f64, LibraryError> {
    in_range(bpm, &TEMPOS_BPM, ("tempo", "it must be from 1 to 1000 beats per minute"))
}

/// A length or number of a file as SQLite has it.
pub(super) fn count(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// 0xRRGGBB.
pub(super) fn colour(colour: Colour) -> i64 {
    i64::from(u32::from_be_bytes([0, colour.red, colour.green, colour.blue]))
}

/// The word and the seconds of a transition.
pub(super) fn transition(transition: Transition) -> Result<(&'static str, f64), LibraryError> {
    Ok(match transition {
        Transition::Stop => ("stop", 0.0),
        Transition::Gapless => ("gapless", 0.0),
        Transition::Crossfade { seconds } => {
            let reason = ("crossfade", "it must be from 0 to 30 s");
            ("crossfade", in_range(seconds, &CROSSFADES_SECONDS, reason)?)
        }
    })
}

/// The ids of the rows that `sql` finds for `parent`, in order.
pub(super) fn ids(
    connection: &Connection,
    sql: &str,
    parent: i64,
) -> Result<Vec<i64>, LibraryError> {
    let mut statement = connection.prepare_cached(sql)?;
    let ids = statement.query_map([parent], |row| row.get(0))?;
    Ok(ids.collect::<rusqlite::Result<_>>()?)
}

/// `ids` with `moved` at place `to`.
pub(super) fn moved(mut ids: Vec<i64>, moved: i64, to: usize) -> Vec<i64> {
    ids.retain(|id| *id != moved);
    ids.insert(to.min(ids.len()), moved);
    ids
}
