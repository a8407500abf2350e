//! Edits of stems.

use rusqlite::{OptionalExtension, ToSql};

use crate::{
    LibraryError, NewStem, SongId, StemChange, StemId, StemMixChange,
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
        let columns: [(&str, &dyn ToSql); 19] = [
            ("song", &song),
            ("place", &values::count((place + index) as u64)),
            ("name", &text::name(&stem.name, "name")?),
            ("role", &stem.role.name()),
            ("colour", &values::colour(stem.colour)),
            ("path", &path::to_bytes(&stem.file.path)),
            ("track", &stem.file.track.map(|track| values::count(track as u64))),
            ("byte_count", &values::count(stem.file.byte_count)),
            ("modified_ns", &stem.file.modified_ns),
            ("format", &text::line(&stem.facts.format)),
            ("sample_rate_hz", &stem.facts.sample_rate_hz),
            ("bits", &stem.facts.bits),
            ("channel_count", &stem.facts.channel_count),
            ("length_frames", &values::count(stem.facts.length_frames)),
            ("level_db", &values::level(stem.level_db)?),
            ("pan", &0.0),
            ("is_muted", &stem.is_muted),
            ("is_solo_safe", &stem.is_solo_safe),
            ("bus", &text::name(&stem.bus, "bus")?),
        ];
        let id = change.insert(Table::Stem, Some(song.0), &columns)?;
        change.applied.new_stems.push(StemId(id));
    }
    Ok(())
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
