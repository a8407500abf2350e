//! Steps that can be undone and done again, kept in the database with what they changed.
//!
//! Of each row that a step changed its other state is kept. Undoing swaps the rows with them, and doing it again swaps them back.

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension, params};

use crate::{
    Applied, LibraryError, UndoState,
    store::{
        change::settle,
        image,
        table::{Owner, Table},
    },
};

/// Steps that are kept.
const KEPT_STEPS: i64 = 200;

/// The way a step is gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    Back,
    Again,
}

/// Begins a step.
pub(crate) fn add_step(connection: &Connection, label: &str) -> Result<i64, LibraryError> {
    let mut statement =
        connection.prepare_cached("INSERT INTO undo_step (label, is_undone) VALUES (?, FALSE)")?;
    statement.execute([label])?;
    Ok(connection.last_insert_rowid())
}

/// Forgets that the step changed a row which is what it was.
pub(crate) fn forget_if_unchanged(
    connection: &Connection,
    step: i64,
    table: Table,
    id: i64,
) -> Result<(), LibraryError> {
    let key = params![step, table as i64, id];
    let before: Option<Vec<u8>> = connection
        .prepare_cached("SELECT image FROM undo_row WHERE step = ? AND kind = ? AND id = ?")?
        .query_row(key, |row| row.get(0))?;
    let now = image::read(connection, table, id)?.map(|row| image::to_bytes(&row));
    if before == now {
        connection
            .prepare_cached("DELETE FROM undo_row WHERE step = ? AND kind = ? AND id = ?")?
            .execute(key)?;
    }
    Ok(())
}

/// True when the step changed anything.
pub(crate) fn has_rows(connection: &Connection, step: i64) -> Result<bool, LibraryError> {
    let mut statement =
        connection.prepare_cached("SELECT EXISTS (SELECT 1 FROM undo_row WHERE step = ?)")?;
    Ok(statement.query_row([step], |row| row.get(0))?)
}

/// Forgets a step.
pub(crate) fn forget_step(connection: &Connection, step: i64) -> Result<(), LibraryError> {
    connection.prepare_cached("DELETE FROM undo_step WHERE id = ?")?.execute([step])?;
    Ok(())
}

/// Forgets what can be done again, since another step `newest` was made, and the oldest steps.
pub(crate) fn forget_undone(connection: &Connection, newest: i64) -> Result<(), LibraryError> {
    connection
        .prepare_cached("DELETE FROM undo_step WHERE is_undone AND id <> ?")?
        .execute([newest])?;
    connection
        .prepare_cached(
            "DELETE FROM undo_step WHERE id <=
                (SELECT id FROM undo_step ORDER BY id DESC LIMIT 1 OFFSET ?)",
        )?
        .execute([KEPT_STEPS])?;
    Ok(())
}

/// What can be undone and done again.
pub(crate) fn state(connection: &Connection) -> Result<UndoState, LibraryError> {
    let label = |way| Ok::<_, LibraryError>(next_step(connection, way)?.map(|(_, label)| label));
    Ok(UndoState { undo: label(Way::Back)?, redo: label(Way::Again)? })
}

/// Takes the last step back, or does again the first one that was taken back.
pub(crate) fn go(connection: &Connection, way: Way) -> Result<Option<Applied>, LibraryError> {
    let Some((step, label)) = next_step(connection, way)? else { return Ok(None) };
    let mut owners = BTreeSet::new();
    for (table, id) in rows(connection, step)? {
        swap(connection, (step, table, id), &mut owners)?;
    }
    connection
        .prepare_cached("UPDATE undo_step SET is_undone = ? WHERE id = ?")?
        .execute(params![way == Way::Back, step])?;
    let mut applied = Applied { label, ..Applied::default() };
    settle(connection, &owners, &mut applied)?;
    Ok(Some(applied))
}

fn next_step(connection: &Connection, way: Way) -> Result<Option<(i64, String)>, LibraryError> {
    let sql = match way {
        Way::Back => "SELECT id, label FROM undo_step WHERE NOT is_undone ORDER BY id DESC LIMIT 1",
        Way::Again => "SELECT id, label FROM undo_step WHERE is_undone ORDER BY id LIMIT 1",
    };
    let mut statement = connection.prepare_cached(sql)?;
    Ok(statement.query_row([], |row| Ok((row.get(0)?, row.get(1)?))).optional()?)
}

fn rows(connection: &Connection, step: i64) -> Result<Vec<(Table, i64)>, LibraryError> {
    let mut statement =
        connection.prepare_cached("SELECT kind, id FROM undo_row WHERE step = ?")?;
    let rows = statement.query_map([step], |row| Ok((row.get::<_, i64>(0)?, row.get(1)?)))?;
    let mut found = Vec::new();
    for row in rows {
        let (kind, id) = row?;
        found.push((Table::of_number(kind).ok_or_else(no_image)?, id));
    }
    Ok(found)
}

/// Swaps a row with its other state.
fn swap(
    connection: &Connection,
    (step, table, id): (i64, Table, i64),
    owners: &mut BTreeSet<Owner>,
) -> Result<(), LibraryError> {
    let key = params![step, table as i64, id];
    let other: Option<Vec<u8>> = connection
        .prepare_cached("SELECT image FROM undo_row WHERE step = ? AND kind = ? AND id = ?")?
        .query_row(key, |row| row.get(0))?;
    let other = other.map(|bytes| image::from_bytes(&bytes).ok_or_else(no_image)).transpose()?;
    let now = image::read(connection, table, id)?;
    image::write(connection, table, id, other.as_ref())?;
    for row in [&other, &now].into_iter().flatten() {
        owners.extend(table.owner(id, image::parent(row)));
    }
    let bytes = now.as_ref().map(image::to_bytes);
    connection
        .prepare_cached("UPDATE undo_row SET image = ?4 WHERE step = ?1 AND kind = ?2 AND id = ?3")?
        .execute(params![step, table as i64, id, bytes])?;
    Ok(())
}

/// A step's row is no row: the file is damaged.
fn no_image() -> LibraryError {
    LibraryError::Damaged(rusqlite::Error::InvalidQuery)
}
