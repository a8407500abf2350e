//! Edits of stems.

use std::collections::BTreeSet;

use rusqlite::{OptionalExtension, ToSql};

use crate::{
    LibraryError, NewStem, Relink, SongId, StemChange, StemFacts, StemFile, StemId, StemMixChange,
    edits::{
        songs::column,
        values::{self, ids},
    },
    store::{change::Change, path, table::Table, text},
};

const STEMS: &str = "SELECT id FROM stem WHERE song = ? ORDER BY place, id";

/// What a change is called.
pub(super) fn label(change: &StemChange) -> &'static str {
    match change {
        StemChange { name: Some(_), role: None, colour: None } => "rename stem",
        StemChange { name: None, role: Some(_), colour: None } => "change role",
        StemChange { name: None, role: None, colour: Some(_) } => "change colour",
        _ => "edit stem",
    }
}

/// What a change of the mix is called.
pub(super) fn mix_label(change: &StemMixChange) -> &'static str {
    let StemMixChange { level_db, pan, is_muted, is_solo_safe, bus } = change;
    match (level_db, pan, is_muted, is_solo_safe, bus) {
        (Some(_), None, None, None, None) => "level",
        (None, Some(_), None, None, None) => "pan",
        (None, None, Some(true), None, None) => "mute",
        (None, None, Some(false), None, None) => "unmute",
        (None, None, None, Some(_), None) => "solo-safe",
        (None, None, None, None, Some(_)) => "bus",
        _ => "mix",
    }
}

/// The length of the longest of these stems, seconds.
pub(super) fn longest_seconds(stems: &[NewStem]) -> f64 {
    stems.iter().map(|stem| stem.facts.length_seconds()).fold(0.0, f64::max)
}

pub(super) fn add(
    change: &mut Change<'_>,
    song: SongId,
    stems: &[NewStem],
) -> Result<(), LibraryError> {
    // The song must be there.
    change.update(Table::Song, song.0, &[])?;
    let place = ids(change.connection(), STEMS, song.0)?.len();
    insert(change, song, place, stems)?;
    note_length(change, song.0)
}

/// Adds stems from place `place` on.
pub(super) fn insert(
    change: &mut Change<'_>,
    song: SongId,
    place: usize,
    stems: &[NewStem],
) -> Result<(), LibraryError> {
    for (index, stem) in stems.iter().enumerate() {
        let own: [(&str, &dyn ToSql); 10] = [
            ("song", &song),
            ("place", &values::count((place + index) as u64)),
            ("name", &text::name(&stem.name, "name")?),
            ("role", &stem.role.name()),
            ("colour", &values::colour(stem.colour)),
            ("level_db", &values::level(stem.level_db)?),
            ("pan", &0.0),
            ("is_muted", &stem.is_muted),
            ("is_solo_safe", &stem.is_solo_safe),
            ("bus", &text::name(&stem.bus, "bus")?),
        ];
        let sound = sound(&stem.file, &stem.facts);
        let sound = sound.iter().map(|(name, value)| (*name, &**value as &dyn ToSql));
        let columns: Vec<_> = own.into_iter().chain(sound).collect();
        let id = change.insert(Table::Stem, Some(song.0), &columns)?;
        change.applied.new_stems.push(StemId(id));
    }
    Ok(())
}

/// The columns that say where a stem's sound is, and what it is.
fn sound(file: &StemFile, facts: &StemFacts) -> [(&'static str, Box<dyn ToSql>); 9] {
    [
        ("path", Box::new(path::to_bytes(&file.path))),
        ("track", Box::new(file.track.map(|track| values::count(track as u64)))),
        ("byte_count", Box::new(values::count(file.byte_count))),
        ("modified_ns", Box::new(file.modified_ns)),
        ("format", Box::new(text::line(&facts.format))),
        ("sample_rate_hz", Box::new(facts.sample_rate_hz)),
        ("bits", Box::new(facts.bits)),
        ("channel_count", Box::new(facts.channel_count)),
        ("length_frames", Box::new(values::count(facts.length_frames))),
    ]
}

pub(super) fn relink(change: &mut Change<'_>, stems: &[Relink]) -> Result<(), LibraryError> {
    let mut songs = BTreeSet::new();
    for Relink { stem, file, facts } in stems {
        songs.insert(song_of(change, *stem)?);
        let sound = sound(file, facts);
        let columns = sound.iter().map(|(name, value)| (*name, &**value as &dyn ToSql));
        change.update(Table::Stem, stem.0, &columns.collect::<Vec<_>>())?;
    }
    songs.into_iter().try_for_each(|song| note_length(change, song))
}

pub(super) fn change(
    change: &mut Change<'_>,
    stem: StemId,
    wanted: &StemChange,
) -> Result<(), LibraryError> {
    let name = wanted.name.as_deref().map(|name| text::name(name, "name")).transpose()?;
    let role = wanted.role.map(|role| role.name());
    let colour = wanted.colour.map(values::colour);
    let columns = [column("name", &name), column("role", &role), column("colour", &colour)];
    let columns: Vec<_> = columns.into_iter().flatten().collect();
    change.update(Table::Stem, stem.0, &columns)
}

pub(super) fn mix(
    change: &mut Change<'_>,
    stem: StemId,
    wanted: &StemMixChange,
) -> Result<(), LibraryError> {
    let level = wanted.level_db.map(values::level).transpose()?;
    let range = ("pan", "it must be from -1 to 1");
    let pan = wanted.pan.map(|pan| values::in_range(pan, &values::PANS, range)).transpose()?;
    let bus = wanted.bus.as_deref().map(|bus| text::name(bus, "bus")).transpose()?;
    let columns = [
        column("level_db", &level),
        column("pan", &pan),
        column("is_muted", &wanted.is_muted),
        column("is_solo_safe", &wanted.is_solo_safe),
        column("bus", &bus),
    ];
    let columns: Vec<_> = columns.into_iter().flatten().collect();
    change.update(Table::Stem, stem.0, &columns)
}

pub(super) fn move_to(
    change: &mut Change<'_>,
    stem: StemId,
    to: usize,
) -> Result<(), LibraryError> {
    let song = song_of(change, stem)?;
    let order = values::moved(ids(change.connection(), STEMS, song)?, stem.0, to);
    number(change, &order)
}

pub(super) fn remove(change: &mut Change<'_>, stem: StemId) -> Result<(), LibraryError> {
    let song = song_of(change, stem)?;
    change.delete(Table::Stem, stem.0)?;
    let order = ids(change.connection(), STEMS, song)?;
    number(change, &order)?;
    note_length(change, song)
}

fn number(change: &mut Change<'_>, order: &[i64]) -> Result<(), LibraryError> {
    order.iter().enumerate().try_for_each(|(place, id)| {
        change.update(Table::Stem, *id, &[("place", &values::count(place as u64))])
    })
}

/// Stores the song's length anew.
fn note_length(change: &mut Change<'_>, song: i64) -> Result<(), LibraryError> {
    let sql = "SELECT coalesce(max(CAST(length_frames AS REAL) / max(sample_rate_hz, 1)), 0.0)
        FROM stem WHERE song = ?";
    let mut statement = change.connection().prepare_cached(sql)?;
    let length: f64 = statement.query_row([song], |row| row.get(0))?;
    change.update(Table::Song, song, &[("length_seconds", &length)])
}

fn song_of(change: &Change<'_>, stem: StemId) -> Result<i64, LibraryError> {
    let mut statement = change.connection().prepare_cached("SELECT song FROM stem WHERE id = ?")?;
    let song = statement.query_row([stem], |row| row.get(0)).optional()?;
    song.ok_or(LibraryError::NotFound { what: "stem" })
}
