//! Setlists and their entries.

use rusqlite::OptionalExtension;

use crate::{
    EntryId, EntryRecord, Library, LibraryError, SetlistId, SetlistRecord, SetlistSummary,
    queries::{rows, songs::all},
    store::text,
};

impl Library {
    /// All setlists, by name.
    ///
    /// # Errors
    /// When the library can't be read.
    pub fn setlists(&self) -> Result<Vec<SetlistSummary>, LibraryError> {
        let sql = "SELECT setlist.id, setlist.name, count(entry.id), total(song.length_seconds)
            FROM setlist
            LEFT JOIN entry ON entry.setlist = setlist.id
            LEFT JOIN song ON song.id = entry.song
            GROUP BY setlist.id ORDER BY setlist.id";
        let mut setlists = all(self.connection(), sql, [], |row| {
            Ok(SetlistSummary {
                id: row.get(0)?,
                name: row.get(1)?,
                entry_count: row.get(2)?,
                total_seconds: row.get(3)?,
            })
        })?;
        setlists.sort_by_cached_key(|setlist| text::order(&setlist.name));
        Ok(setlists)
    }

    /// A setlist with its entries.
    ///
    /// # Errors
    /// [`LibraryError::NotFound`] when there is no such setlist.
    pub fn setlist(&self, setlist: SetlistId) -> Result<SetlistRecord, LibraryError> {
        let connection = self.connection();
        let mut statement =
            connection.prepare_cached("SELECT name, notes FROM setlist WHERE id = ?")?;
        let found =
            statement.query_row([setlist], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
        let (name, notes) = found.ok_or(LibraryError::NotFound { what: "setlist" })?;
        let sql = format!(
            "SELECT {}, entry.id, entry.notes, entry.transition, entry.crossfade_seconds
            FROM entry JOIN song ON song.id = entry.song
            WHERE entry.setlist = ? ORDER BY entry.place, entry.id",
            rows::SONG
        );
        const OWN: usize = rows::SONG_COLUMNS;
        let entries = all(connection, &sql, [setlist], |row| {
            Ok(EntryRecord {
                song: rows::song(row)?,
                id: row.get(OWN)?,
                notes: row.get(OWN + 1)?,
                transition: rows::transition(row, OWN + 2)?,
            })
        })?;
        Ok(SetlistRecord { id: setlist, name, notes, entries })
    }

    /// The setlist that an entry is in.
    ///
    /// # Errors
    /// [`LibraryError::NotFound`] when there is no such entry.
    pub fn setlist_of(&self, entry: EntryId) -> Result<SetlistId, LibraryError> {
        let mut statement =
            self.connection().prepare_cached("SELECT setlist FROM entry WHERE id = ?")?;
        let found = statement.query_row([entry], |row| row.get(0)).optional()?;
        found.ok_or(LibraryError::NotFound { what: "entry" })
    }
}
