//! The tables, and how those of older versions become the newest.

use rusqlite::Connection;

use crate::{LibraryError, store::words};

/// What leads from each version of the tables to the next; the number of a version is that of the steps
/// that were done. A step that was released is never changed.
pub(crate) const STEPS: [&str; 5] = [
    // Places are counted from 0 without holes. Foreign keys are checked at the end of a transaction: rows come and go in any order
    // when an edit is undone.
    "CREATE TABLE song (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        title TEXT NOT NULL,
        title_order TEXT NOT NULL,
        artist TEXT NOT NULL,
        artist_order TEXT NOT NULL,
        key TEXT NOT NULL,
        tempo_bpm REAL,
        time_signature TEXT NOT NULL,
        colour INTEGER,
        notes TEXT NOT NULL,
        trim_db REAL NOT NULL,
        folder BLOB NOT NULL,
        length_seconds REAL NOT NULL,
        added_at INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX song_by_title ON song (title_order, id);
    CREATE INDEX song_by_folder ON song (folder);

    CREATE TABLE stem (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        song INTEGER NOT NULL REFERENCES song (id) DEFERRABLE INITIALLY DEFERRED,
        place INTEGER NOT NULL,
        name TEXT NOT NULL,
        role TEXT NOT NULL,
        colour INTEGER NOT NULL,
        path BLOB NOT NULL,
        track INTEGER,
        byte_count INTEGER NOT NULL,
        modified_ns INTEGER NOT NULL,
        format TEXT NOT NULL,
        sample_rate_hz INTEGER NOT NULL,
        bits INTEGER NOT NULL,
        channel_count INTEGER NOT NULL,
        length_frames INTEGER NOT NULL,
        level_db REAL NOT NULL,
        pan REAL NOT NULL,
        is_muted INTEGER NOT NULL,
        is_solo_safe INTEGER NOT NULL,
        bus TEXT NOT NULL
    ) STRICT;
    CREATE INDEX stem_by_song ON stem (song, place);
    CREATE INDEX stem_by_path ON stem (path);

    CREATE TABLE section (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        song INTEGER NOT NULL REFERENCES song (id) DEFERRABLE INITIALLY DEFERRED,
        name TEXT NOT NULL,
        start_seconds REAL NOT NULL,
        end_seconds REAL NOT NULL,
        colour INTEGER
    ) STRICT;
    CREATE INDEX section_by_song ON section (song, start_seconds);

    CREATE TABLE setlist (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        name TEXT NOT NULL,
        notes TEXT NOT NULL
    ) STRICT;

    CREATE TABLE entry (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        setlist INTEGER NOT NULL REFERENCES setlist (id) DEFERRABLE INITIALLY DEFERRED,
        song INTEGER NOT NULL REFERENCES song (id) DEFERRABLE INITIALLY DEFERRED,
        place INTEGER NOT NULL,
        notes TEXT NOT NULL,
        transition TEXT NOT NULL,
        crossfade_seconds REAL NOT NULL
    ) STRICT;
    CREATE INDEX entry_by_setlist ON entry (setlist, place);
    CREATE INDEX entry_by_song ON entry (song);

    CREATE TABLE setting (
        key TEXT PRIMARY KEY,
        text TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;

    -- Of stems that are there; a stem that is undone leaves its trouble behind until it is noted anew.
    CREATE TABLE trouble (
        stem INTEGER PRIMARY KEY,
        text TEXT NOT NULL
    ) STRICT;",
    // `image` is the row's other state: before the edit, or after it once that is undone; NULL is no row.
    "CREATE TABLE undo_step (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        label TEXT NOT NULL,
        is_undone INTEGER NOT NULL
    ) STRICT;

    CREATE TABLE undo_row (
        step INTEGER NOT NULL REFERENCES undo_step (id) ON DELETE CASCADE,
        kind INTEGER NOT NULL,
        id INTEGER NOT NULL,
        image BLOB,
        PRIMARY KEY (step, kind, id)
    ) STRICT, WITHOUT ROWID;",
    // Words alone, not the texts: it is filled from the tables.
    "CREATE VIRTUAL TABLE song_words USING fts5 (
        title, artist, notes, stems,
        content = '', contentless_delete = 1,
        tokenize = 'unicode61 remove_diacritics 2', prefix = '1 2 3'
    );",
    // One for each order of songs: a page is read from its beginning, and sorting what was found reads no rows. What they hold
    // must be what `queries::search` orders by, to the letter.
    "CREATE INDEX song_by_artist ON song (artist_order = '', artist_order, title_order, id);
    CREATE INDEX song_by_added ON song (added_at, id);
    CREATE INDEX song_by_tempo ON song (tempo_bpm IS NULL, tempo_bpm, title_order, id);
    CREATE INDEX song_by_length ON song (length_seconds, title_order, id);",
    // With numbers, as all rows have that are undone.
    "ALTER TABLE setting RENAME TO setting_before;
    CREATE TABLE setting (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        key TEXT NOT NULL UNIQUE,
        text TEXT NOT NULL
    ) STRICT;
    INSERT INTO setting (key, text) SELECT key, text FROM setting_before ORDER BY key;
    DROP TABLE setting_before;",
];

/// The version of tables that are up to date.
pub(crate) const NEWEST: i64 = STEPS.len() as i64;

/// Brings the tables up to date, all steps in one transaction; returns the version that they had.
///
/// Steps to undo of older tables are forgotten: their rows have other columns.
pub(crate) fn migrate(connection: &mut Connection) -> Result<i64, LibraryError> {
    let found = version(connection)?;
    if found > NEWEST {
        return Err(LibraryError::TooNew { found, known: NEWEST });
    }
    if found == NEWEST {
        return Ok(found);
    }
    let transaction = connection.transaction()?;
    for step in &STEPS[found as usize..] {
        transaction.execute_batch(step)?;
    }
    transaction.execute("DELETE FROM undo_step", [])?;
    words::index_all(&transaction)?;
    transaction.pragma_update(None, "user_version", NEWEST)?;
    transaction.commit()?;
    Ok(found)
}

/// The version of the tables; 0 when there are none.
pub(crate) fn version(connection: &Connection) -> Result<i64, LibraryError> {
    let found = connection.pragma_query_value(None, "user_version", |row| row.get::<_, i64>(0))?;
    Ok(found.max(0))
}

/// True when there is any table.
pub(crate) fn has_tables(connection: &Connection) -> Result<bool, LibraryError> {
    let sql = "SELECT EXISTS (SELECT 1 FROM sqlite_schema)";
    Ok(connection.query_row(sql, [], |row| row.get(0))?)
}

/// `Err` with what is wrong when a table is not there: damage that leaves a well-formed file.
pub(crate) fn look(connection: &Connection) -> Result<(), String> {
    const TABLES: [&str; 10] = [
        "song",
        "stem",
        "section",
        "setlist",
        "entry",
        "setting",
        "trouble",
        "undo_step",
        "undo_row",
        "song_words",
    ];
    let looked = TABLES.iter().try_for_each(|table| {
        connection.prepare(&format!("SELECT * FROM {table} LIMIT 1"))?.exists([]).map(drop)
    });
    looked.map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests;
