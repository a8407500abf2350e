//! Settings: text by key, whose meaning is the application's.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension};

use crate::{Library, LibraryError, queries::songs::all};

impl Library {
    /// The text that is stored for `key`.
    ///
    /// # Errors
    /// When the library can't be read.
    pub fn setting(&self, key: &str) -> Result<Option<String>, LibraryError> {
        let mut statement =
            self.connection().prepare_cached("SELECT text FROM setting WHERE key = ?")?;
        Ok(statement.query_row([key], |row| row.get(0)).optional()?)
    }

    /// All settings.
    ///
    /// # Errors
    /// When the library can't be read.
    pub fn settings(&self) -> Result<BTreeMap<String, String>, LibraryError> {
        let rows = all(self.connection(), "SELECT key, text FROM setting", [], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
        Ok(rows.into_iter().collect())
    }

    /// Stores `text` for `key`, or nothing any more. No edit: it is not undone, as
    /// [`Edit::ChangeSetting`](crate::Edit::ChangeSetting) is.
    ///
    /// # Errors
    /// When the library can't be written.
    pub fn set_setting(&mut self, key: &str, text: Option<&str>) -> Result<(), LibraryError> {
        self.write(|transaction| store(transaction, key, text))
    }
}

/// Stores `text` for `key`, or nothing any more.
pub(crate) fn store(
    connection: &Connection,
    key: &str,
    text: Option<&str>,
) -> Result<(), LibraryError> {
    match text {
        Some(text) => connection
            .prepare_cached(
                "INSERT INTO setting (key, text) VALUES (?, ?)
                 ON CONFLICT (key) DO UPDATE SET text = excluded.text",
            )?
            .execute([key, text])?,
        None => connection.prepare_cached("DELETE FROM setting WHERE key = ?")?.execute([key])?,
    };
    Ok(())
}
