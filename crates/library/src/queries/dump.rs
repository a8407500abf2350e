//! Everything that people stored, as text: two libraries are the same when this is.

use std::fmt::Write;

use rusqlite::types::Value;

use crate::{Library, LibraryError, queries::songs::all};

/// Tables that hold what people stored, all else being made of it.
const TABLES: [&str; 6] = ["song", "stem", "section", "setlist", "entry", "setting"];

impl Library {
    /// Every song, stem, section, setlist, entry and setting as text, a row a line, in the order of their keys.
    ///
    /// # Errors
    /// When the library can't be read.
    pub fn dump(&self) -> Result<String, LibraryError> {
        let mut text = String::new();
        for table in TABLES {
            let sql = format!("SELECT * FROM {table} ORDER BY 1");
            let column_count = self.connection().prepare_cached(&sql)?.column_count();
            let rows = all(self.connection(), &sql, [], |row| {
                (0..column_count).map(|column| row.get(column)).collect::<Result<Vec<Value>, _>>()
            })?;
            for row in rows {
                // Writing to a string can't fail.
                let _ = writeln!(text, "{table} {row:?}");
            }
        }
        Ok(text)
    }
}
