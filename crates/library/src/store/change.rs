//! A change under way: writes rows, and notes what they were, so that it can be undone.

use std::collections::BTreeSet;

use rusqlite::{Connection, ToSql, params};

use crate::{
    Applied, LibraryError, SetlistId, SongId,
    store::{
        image,
        table::{Owner, Table},
        undo, words,
    },
};

/// A change under way, in a transaction of its own.
pub(crate) struct Change<'t> {
    transaction: &'t Connection,
    /// The step to undo that it is, or a part of.
    step: i64,
    /// Rows that this change wrote.
    rows: BTreeSet<(Table, i64)>,
    owners: BTreeSet<Owner>,
    /// What callers want to know of it.
    pub(crate) applied: Applied,
}

/// A change that was made, and is to be committed.
pub(crate) struct Finished {
    pub(crate) applied: Applied,
    /// The step to undo that it is, or a part of; `None` when nothing has changed.
    pub(crate) step: Option<i64>,
}

impl<'t> Change<'t> {
    /// Begins a change that is a part of `step`, or a step of its own.
    pub(crate) fn begin(
        transaction: &'t Connection,
        label: &str,
        step: Option<i64>,
    ) -> Result<Change<'t>, LibraryError> {
        let step = match step {
            Some(step) => step,
            None => undo::add_step(transaction, label)?,
        };
        let applied = Applied { label: label.to_owned(), ..Applied::default() };
        let (rows, owners) = Default::default();
        Ok(Change { transaction, step, rows, owners, applied })
    }

    /// What can be asked meanwhile.
    pub(crate) fn connection(&self) -> &'t Connection {
        self.transaction
    }

    /// Adds a row that belongs to the row `parent`; returns its id.
    pub(crate) fn insert(
        &mut self,
        table: Table,
        parent: Option<i64>,
        columns: &[(&str, &dyn ToSql)],
    ) -> Result<i64, LibraryError> {
        let names: Vec<&str> = columns.iter().map(|(name, _)| *name).collect();
        let values: Vec<&dyn ToSql> = columns.iter().map(|(_, value)| *value).collect();
        let places = vec!["?"; columns.len()].join(", ");
        let sql = format!("INSERT INTO {} ({}) VALUES ({places})", table.name(), names.join(", "));
        self.transaction.prepare_cached(&sql)?.execute(&*values)?;
        let id = self.transaction.last_insert_rowid();
        self.note(table, id, None, parent)?;
        Ok(id)
    }

    /// Changes columns of a row.
    ///
    /// # Errors
    /// [`LibraryError::NotFound`] when there is no such row.
    pub(crate) fn update(
        &mut self,
        table: Table,
        id: i64,
        columns: &[(&str, &dyn ToSql)],
    ) -> Result<(), LibraryError> {
        self.note_before(table, id)?;
        if columns.is_empty() {
            return Ok(());
        }
        let names: Vec<String> = columns.iter().map(|(name, _)| format!("{name} = ?")).collect();
        let values = columns.iter().map(|(_, value)| *value);
        let values: Vec<&dyn ToSql> = values.chain([&id as &dyn ToSql]).collect();
        let sql = format!("UPDATE {} SET {} WHERE id = ?", table.name(), names.join(", "));
        self.transaction.prepare_cached(&sql)?.execute(&*values)?;
        Ok(())
    }

    /// Removes a row.
    ///
    /// # Errors
    /// [`LibraryError::NotFound`] when there is no such row.
    pub(crate) fn delete(&mut self, table: Table, id: i64) -> Result<(), LibraryError> {
        self.note_before(table, id)?;
        image::write(self.transaction, table, id, None)?;
        Ok(())
    }

    /// Ends the change: rows that are what they were are no part of it.
    pub(crate) fn finish(mut self) -> Result<Finished, LibraryError> {
        for (table, id) in &self.rows {
            undo::forget_if_unchanged(self.transaction, self.step, *table, *id)?;
        }
        let has_changed = undo::has_rows(self.transaction, self.step)?;
        if has_changed {
            undo::forget_undone(self.transaction, self.step)?;
        } else {
            undo::forget_step(self.transaction, self.step)?;
        }
        settle(self.transaction, &self.owners, &mut self.applied)?;
        Ok(Finished { applied: self.applied, step: has_changed.then_some(self.step) })
    }

    fn note_before(&mut self, table: Table, id: i64) -> Result<(), LibraryError> {
        let row = image::read(self.transaction, table, id)?;
        let row = row.ok_or(LibraryError::NotFound { what: table.name() })?;
        self.note(table, id, Some(image::to_bytes(&row)), image::parent(&row))
    }

    /// Notes that a row is written that was `before`; the first note of a step is the one that counts.
    fn note(
        &mut self,
        table: Table,
        id: i64,
        before: Option<Vec<u8>>,
        parent: Option<i64>,
    ) -> Result<(), LibraryError> {
        self.owners.extend(table.owner(id, parent));
        if self.rows.insert((table, id)) {
            let sql = "INSERT OR IGNORE INTO undo_row (step, kind, id, image) VALUES (?, ?, ?, ?)";
            let mut statement = self.transaction.prepare_cached(sql)?;
            statement.execute(params![self.step, table as i64, id, before])?;
        }
        Ok(())
    }
}

/// Brings the index of words up to date with the rows of `owners`, and tells `applied` of them.
pub(crate) fn settle(
    transaction: &Connection,
    owners: &BTreeSet<Owner>,
    applied: &mut Applied,
) -> Result<(), LibraryError> {
    for owner in owners {
        match *owner {
            Owner::Song(id) => {
                words::index_song(transaction, id)?;
                applied.songs.push(SongId(id));
            }
            Owner::Setlist(id) => applied.setlists.push(SetlistId(id)),
            Owner::Settings => applied.has_settings = true,
        }
    }
    Ok(())
}
