//! Edits of songs and their sections.

use rusqlite::ToSql;

use crate::{
    LibraryError, NewSong, SectionRecord, SongChange, SongId,
    edits::{stems, values},
    store::{change::Change, path, table::Table, text},
};

/// What a change is called.
pub(super) fn label(change: &SongChange) -> &'static str {
    let SongChange { title, artist, key, tempo_bpm, time_signature, colour, notes, trim_db } =
        change;
    let n_changes = [
        title.is_some(),
        artist.is_some(),
        key.is_some(),
        tempo_bpm.is_some(),
        time_signature.is_some(),
        colour.is_some(),
        notes.is_some(),
        trim_db.is_some(),
    ];
    match n_changes.iter().filter(|is_changed| **is_changed).count() {
        1 if title.is_some() => "rename song",
        1 if tempo_bpm.is_some() => "change tempo",
        1 if key.is_some() => "change key",
        1 if colour.is_some() => "change colour",
        1 if notes.is_some() => "edit notes",
        1 if trim_db.is_some() => "trim song",
        _ => "edit song",
    }
}

pub(super) fn add(change: &mut Change<'_>, song: &NewSong) -> Result<(), LibraryError> {
    let (title, artist) = (text::name(&song.title, "title")?, text::line(&song.artist));
    let tempo_bpm = song.tempo_bpm.map(values::tempo).transpose()?;
    let columns: [(&str, &dyn ToSql); 13] = [
        ("title", &title),
        ("title_order", &text::order(&title)),
        ("artist", &artist),
        ("artist_order", &text::order(&artist)),
        ("key", &text::line(&song.key)),
        ("tempo_bpm", &tempo_bpm),
        ("time_signature", &text::line(&song.time_signature)),
        ("colour", &song.colour.map(values::colour)),
        ("notes", &""),
        ("trim_db", &0.0),
        ("folder", &path::to_bytes(&song.folder)),
        ("length_seconds", &stems::longest_seconds(&song.stems)),
        ("added_at", &song.added_at.0),
    ];
    let id = change.insert(Table::Song, None, &columns)?;
    change.applied.new_song = Some(SongId(id));
    stems::insert(change, SongId(id), 0, &song.stems)?;
    insert_sections(change, id, &song.sections)
}

pub(super) fn change(
    change: &mut Change<'_>,
    song: SongId,
    wanted: &SongChange,
) -> Result<(), LibraryError> {
    let title = wanted.title.as_deref().map(|title| text::name(title, "title")).transpose()?;
    let title_order = title.as_deref().map(text::order);
    let artist = wanted.artist.as_deref().map(text::line);
    let artist_order = artist.as_deref().map(text::order);
    let key = wanted.key.as_deref().map(text::line);
    let tempo = wanted.tempo_bpm.map(|bpm| bpm.map(values::tempo).transpose()).transpose()?;
    let time_signature = wanted.time_signature.as_deref().map(text::line);
    let colour = wanted.colour.map(|colour| colour.map(values::colour));
    let notes = wanted.notes.as_deref().map(text::lines);
    let range = ("trim", "it must be from -100 to 24 dB");
    let trim =
        wanted.trim_db.map(|db| values::in_range(db, &values::TRIMS_DB, range)).transpose()?;
    let columns = [
        column("title", &title),
        column("title_order", &title_order),
        column("artist", &artist),
        column("artist_order", &artist_order),
        column("key", &key),
        column("tempo_bpm", &tempo),
        column("time_signature", &time_signature),
        column("colour", &colour),
        column("notes", &notes),
        column("trim_db", &trim),
    ];
    let columns: Vec<_> = columns.into_iter().flatten().collect();
    change.update(Table::Song, song.0, &columns)
}

/// The column, if it changes.
pub(super) fn column<'a, T: ToSql>(
    name: &'static str,
    value: &'a Option<T>,
) -> Option<(&'static str, &'a dyn ToSql)> {
    value.as_ref().map(|value| (name, value as &dyn ToSql))
}

pub(super) fn set_sections(
    change: &mut Change<'_>,
    song: SongId,
    sections: &[SectionRecord],
) -> Result<(), LibraryError> {
    // The song must be there, and is told to have changed.
    change.update(Table::Song, song.0, &[])?;
    remove_all(change, Table::Section, "SELECT id FROM section WHERE song = ?", song.0)?;
    insert_sections(change, song.0, sections)
}

fn insert_sections(
    change: &mut Change<'_>,
    song: i64,
    sections: &[SectionRecord],
) -> Result<(), LibraryError> {
    for section in sections {
        let (start, end) = (section.start_seconds, section.end_seconds);
        let reason = ("section", "it must begin in the song, and end behind its beginning");
        let start = values::in_range(start, &values::POSITIONS_SECONDS, reason)?;
        let end = values::in_range(end, &(start..=*values::POSITIONS_SECONDS.end()), reason)?;
        let columns: [(&str, &dyn ToSql); 5] = [
            ("song", &song),
            ("name", &text::line(&section.name)),
            ("start_seconds", &start),
            ("end_seconds", &end),
            ("colour", &section.colour.map(values::colour)),
        ];
        change.insert(Table::Section, Some(song), &columns)?;
    }
    Ok(())
}

pub(super) fn remove(change: &mut Change<'_>, song: SongId) -> Result<(), LibraryError> {
    let setlists = "SELECT DISTINCT setlist FROM entry WHERE song = ?";
    let setlists = values::ids(change.connection(), setlists, song.0)?;
    remove_all(change, Table::Entry, "SELECT id FROM entry WHERE song = ?", song.0)?;
    for setlist in setlists {
        super::setlists::close_holes(change, setlist)?;
    }
    remove_all(change, Table::Section, "SELECT id FROM section WHERE song = ?", song.0)?;
    remove_all(change, Table::Stem, "SELECT id FROM stem WHERE song = ?", song.0)?;
    change.delete(Table::Song, song.0)
}

/// Removes the rows that `sql` finds for `parent`.
pub(super) fn remove_all(
    change: &mut Change<'_>,
    table: Table,
    sql: &str,
    parent: i64,
) -> Result<(), LibraryError> {
    let ids = values::ids(change.connection(), sql, parent)?;
    ids.into_iter().try_for_each(|id| change.delete(table, id))
}
