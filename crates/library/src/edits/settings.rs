//! Edits of settings.

use rusqlite::OptionalExtension;

use crate::{
    LibraryError,
    store::{change::Change, table::Table},
};

pub(super) fn change(change: &mut Change<'_>, key: &str, text: &str) -> Result<(), LibraryError> {
    let mut statement =
        change.connection().prepare_cached("SELECT id FROM setting WHERE key = ?")?;
    match statement.query_row([key], |row| row.get(0)).optional()? {
        Some(id) => change.update(Table::Setting, id, &[("text", &text)]),
        None => {
            change.insert(Table::Setting, None, &[("key", &key), ("text", &text)])?;
            Ok(())
        }
    }
}
