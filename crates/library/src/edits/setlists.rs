//! Edits of setlists and their entries.

use std::collections::BTreeSet;

use rusqlite::{OptionalExtension, ToSql};

use crate::{
    EntryId, LibraryError, SetlistId, SongId, Transition,
    edits::{
        songs::{column, remove_all},
        values::{self, ids},
    },
    store::{change::Change, table::Table, text},
};

const ENTRIES: &str = "SELECT id FROM entry WHERE setlist = ? ORDER BY place, id";

pub(super) fn create(change: &mut Change<'_>, name: &str) -> Result<(), LibraryError> {
    let name = text::name(name, "name")?;
    insert(change, &name, "").map(drop)
}

fn insert(change: &mut Change<'_>, name: &str, notes: &str) -> Result<i64, LibraryError> {
    let id = change.insert(Table::Setlist, None, &[("name", &name), ("notes", &notes)])?;
    change.applied.new_setlist = Some(SetlistId(id));
    Ok(id)
}

pub(super) fn change(
    change: &mut Change<'_>,
    setlist: SetlistId,
    name: Option<&str>,
    notes: Option<&str>,
) -> Result<(), LibraryError> {
    let name = name.map(|name| text::name(name, "name")).transpose()?;
    let notes = notes.map(text::lines);
    let columns = [column("name", &name), column("notes", &notes)];
    let columns: Vec<_> = columns.into_iter().flatten().collect();
    change.update(Table::Setlist, setlist.0, &columns)
}

pub(super) fn duplicate(
    change: &mut Change<'_>,
    setlist: SetlistId,
    name: Option<String>,
) -> Result<(), LibraryError> {
    let connection = change.connection();
    let mut statement =
        connection.prepare_cached("SELECT name, notes FROM setlist WHERE id = ?")?;
    let found = statement
        .query_row([setlist], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)))
        .optional()?;
    let (old_name, notes) = found.ok_or(LibraryError::NotFound { what: "setlist" })?;
    let name = match name {
        Some(name) => text::name(&name, "name")?,
        None => name_of_copy(change, &old_name)?,
    };
    let copy = insert(change, &name, &notes)?;
    let sql = "SELECT song, notes, transition, crossfade_seconds FROM entry
        WHERE setlist = ? ORDER BY place, id";
    let mut statement = connection.prepare_cached(sql)?;
    let entries = statement.query_map([setlist], |row| {
        Ok(NewEntry {
            song: row.get(0)?,
            notes: row.get(1)?,
            transition: row.get(2)?,
            crossfade_seconds: row.get(3)?,
        })
    })?;
    let entries: Vec<NewEntry> = entries.collect::<rusqlite::Result<_>>()?;
    for (place, entry) in entries.iter().enumerate() {
        insert_entry(change, copy, place, entry)?;
    }
    Ok(())
}

/// The first of "Friday copy", "Friday copy 2", … that no setlist has.
fn name_of_copy(change: &Change<'_>, name: &str) -> Result<String, LibraryError> {
    let base = format!("{name} copy");
    let mut statement = change
        .connection()
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM setlist WHERE name = ?)")?;
    let mut candidate = base.clone();
    for number in 2.. {
        if !statement.query_row([&candidate], |row| row.get::<_, bool>(0))? {
            break;
        }
        candidate = format!("{base} {number}");
    }
    Ok(candidate)
}

pub(super) fn delete(change: &mut Change<'_>, setlist: SetlistId) -> Result<(), LibraryError> {
    remove_all(change, Table::Entry, ENTRIES, setlist.0)?;
    change.delete(Table::Setlist, setlist.0)
}

struct NewEntry {
    song: i64,
    notes: String,
    transition: String,
    crossfade_seconds: f64,
}

/// Adds songs at a place, or behind all, with the same transition.
pub(super) fn add_entries(
    change: &mut Change<'_>,
    setlist: SetlistId,
    songs: &[SongId],
    (at, transition): (Option<usize>, Transition),
) -> Result<(), LibraryError> {
    // The setlist must be there.
    change.update(Table::Setlist, setlist.0, &[])?;
    let mut order = ids(change.connection(), ENTRIES, setlist.0)?;
    let at = at.unwrap_or(order.len()).min(order.len());
    let (word, crossfade_seconds) = values::transition(transition)?;
    for (index, song) in songs.iter().enumerate() {
        let (notes, transition) = (String::new(), word.to_owned());
        let entry = NewEntry { song: song.0, notes, transition, crossfade_seconds };
        let id = insert_entry(change, setlist.0, at + index, &entry)?;
        order.insert(at + index, id);
    }
    number(change, &order)
}

fn insert_entry(
    change: &mut Change<'_>,
    setlist: i64,
    place: usize,
    entry: &NewEntry,
) -> Result<i64, LibraryError> {
    let exists = "SELECT EXISTS (SELECT 1 FROM song WHERE id = ?)";
    let mut exists = change.connection().prepare_cached(exists)?;
    if !exists.query_row([entry.song], |row| row.get::<_, bool>(0))? {
        return Err(LibraryError::NotFound { what: "song" });
    }
    let columns: [(&str, &dyn ToSql); 6] = [
        ("setlist", &setlist),
        ("song", &entry.song),
        ("place", &values::count(place as u64)),
        ("notes", &entry.notes),
        ("transition", &entry.transition),
        ("crossfade_seconds", &entry.crossfade_seconds),
    ];
    let id = change.insert(Table::Entry, Some(setlist), &columns)?;
    change.applied.new_entries.push(EntryId(id));
    Ok(id)
}

pub(super) fn remove_entries(
    change: &mut Change<'_>,
    entries: &[EntryId],
) -> Result<(), LibraryError> {
    let mut setlists = BTreeSet::new();
    for entry in entries {
        setlists.insert(setlist_of(change, *entry)?);
        change.delete(Table::Entry, entry.0)?;
    }
    setlists.into_iter().try_for_each(|setlist| close_holes(change, setlist))
}

pub(super) fn move_entry(
    change: &mut Change<'_>,
    entry: EntryId,
    to: usize,
) -> Result<(), LibraryError> {
    let setlist = setlist_of(change, entry)?;
    let order = values::moved(ids(change.connection(), ENTRIES, setlist)?, entry.0, to);
    number(change, &order)
}

pub(super) fn change_entry(
    change: &mut Change<'_>,
    entry: EntryId,
    notes: Option<&str>,
    transition: Option<Transition>,
) -> Result<(), LibraryError> {
    let notes = notes.map(text::lines);
    let transition = transition.map(values::transition).transpose()?;
    let (word, seconds) = transition.unzip();
    let columns = [
        column("notes", &notes),
        column("transition", &word),
        column("crossfade_seconds", &seconds),
    ];
    let columns: Vec<_> = columns.into_iter().flatten().collect();
    change.update(Table::Entry, entry.0, &columns)
}

/// Numbers the entries that are left from 0 on.
pub(super) fn close_holes(change: &mut Change<'_>, setlist: i64) -> Result<(), LibraryError> {
    let order = ids(change.connection(), ENTRIES, setlist)?;
    number(change, &order)
}

fn number(change: &mut Change<'_>, order: &[i64]) -> Result<(), LibraryError> {
    order.iter().enumerate().try_for_each(|(place, id)| {
        change.update(Table::Entry, *id, &[("place", &values::count(place as u64))])
    })
}

fn setlist_of(change: &Change<'_>, entry: EntryId) -> Result<i64, LibraryError> {
    let mut statement =
        change.connection().prepare_cached("SELECT setlist FROM entry WHERE id = ?")?;
    let setlist = statement.query_row([entry], |row| row.get(0)).optional()?;
    setlist.ok_or(LibraryError::NotFound { what: "entry" })
}
