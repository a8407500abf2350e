//! Songs and stems by their numbers.

use std::path::Path;

use rusqlite::{Connection, OptionalExtension, Params, Row, params};

use crate::{
    Library, LibraryError, SongDetail, SongId, SongRecord, StemId, StemRecord, queries::rows,
    store::path,
};

impl Library {
    /// How many stems go to each bus, by the buses' names as they were stored.
    ///
    /// # Errors
    /// When the library can't be read.
    pub fn stems_by_bus(&self) -> Result<Vec<(String, usize)>, LibraryError> {
        let sql = "SELECT bus, count(*) FROM stem GROUP BY bus";
        all(self.connection(), sql, [], |row| Ok((row.get(0)?, row.get(1)?)))
    }

    /// How many songs there are.
    ///
    /// # Errors
    /// When the library can't be read.
    pub fn song_count(&self) -> Result<usize, LibraryError> {
        Ok(self.connection().query_row("SELECT count(*) FROM song", [], |row| row.get(0))?)
    }

    /// A song with its sections and stems.
    ///
    /// # Errors
    /// [`LibraryError::NotFound`] when there is no such song.
    pub fn song(&self, song: SongId) -> Result<SongDetail, LibraryError> {
        let found = song_record(self.connection(), song)?;
        let record = found.ok_or(LibraryError::NotFound { what: "song" })?;
        let sections = "SELECT name, start_seconds, end_seconds, colour FROM section
            WHERE song = ? ORDER BY start_seconds, id";
        let stems = format!(
            "SELECT {} FROM stem LEFT JOIN trouble ON trouble.stem = stem.id
            WHERE song = ? ORDER BY place, id",
            rows::STEM
        );
        Ok(SongDetail {
            song: record,
            sections: all(self.connection(), sections, [song], rows::section)?,
            stems: all(self.connection(), &stems, [song], rows::stem)?,
        })
    }

    /// These songs, in this order; those that are gone are left out.
    ///
    /// # Errors
    /// When the library can't be read.
    pub fn songs(&self, songs: &[SongId]) -> Result<Vec<SongRecord>, LibraryError> {
        let records = songs.iter().map(|song| song_record(self.connection(), *song).transpose());
        records.flatten().collect()
    }

    /// A stem.
    ///
    /// # Errors
    /// [`LibraryError::NotFound`] when there is no such stem.
    pub fn stem(&self, stem: StemId) -> Result<StemRecord, LibraryError> {
        let sql = format!(
            "SELECT {} FROM stem LEFT JOIN trouble ON trouble.stem = stem.id WHERE stem.id = ?",
            rows::STEM
        );
        let mut statement = self.connection().prepare_cached(&sql)?;
        let found = statement.query_row([stem], rows::stem).optional()?;
        found.ok_or(LibraryError::NotFound { what: "stem" })
    }

    /// The song that was imported from this folder or file.
    ///
    /// # Errors
    /// When the library can't be read.
    pub fn song_from(&self, folder: &Path) -> Result<Option<SongId>, LibraryError> {
        let sql = "SELECT id FROM song WHERE folder = ? ORDER BY id LIMIT 1";
        let mut statement = self.connection().prepare_cached(sql)?;
        Ok(statement.query_row([path::to_bytes(folder)], |row| row.get(0)).optional()?)
    }

    /// Notes what is wrong with the files of stems, or that nothing is any more. No edit: it is not undone, and it is gone with
    /// the stem.
    ///
    /// # Errors
    /// When the library can't be written.
    pub fn note_trouble(&mut self, stems: &[(StemId, Option<String>)]) -> Result<(), LibraryError> {
        self.write(|transaction| {
            for (stem, trouble) in stems {
                match trouble {
                    Some(text) => transaction
                        .prepare_cached(
                            "INSERT OR REPLACE INTO trouble (stem, text)
                             SELECT id, ?2 FROM stem WHERE id = ?1",
                        )?
                        .execute(params![stem, text])?,
                    None => transaction
                        .prepare_cached("DELETE FROM trouble WHERE stem = ?")?
                        .execute([stem])?,
                };
            }
            Ok(())
        })?;
        self.count_change();
        Ok(())
    }
}

fn song_record(connection: &Connection, song: SongId) -> Result<Option<SongRecord>, LibraryError> {
    let sql = format!("SELECT {} FROM song WHERE id = ?", rows::SONG);
    let mut statement = connection.prepare_cached(&sql)?;
    Ok(statement.query_row([song], rows::song).optional()?)
}

/// All rows that `sql` finds.
pub(super) fn all<T>(
    connection: &Connection,
    sql: &str,
    params: impl Params,
    read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
) -> Result<Vec<T>, LibraryError> {
    let mut statement = connection.prepare_cached(sql)?;
    let rows = statement.query_map(params, read)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
