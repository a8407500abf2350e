//! Claims about tables of older versions.

use rusqlite::params;

use super::*;

/// A database whose tables are of this version, with a song from version 1 on.
fn database(version: usize) -> Connection {
    let connection = Connection::open_in_memory().unwrap();
    for step in &STEPS[..version] {
        connection.execute_batch(step).unwrap();
    }
    connection.pragma_update(None, "user_version", version as i64).unwrap();
    if version >= 1 {
        let song = "INSERT INTO song VALUES
            (7, 'Été', 'ete', 'Band', 'band', 'Am', 90.5, '4/4', 255, 'notes', -3.0, ?, 180.0, 5)";
        connection.execute(song, params![b"/music/\xff".as_slice()]).unwrap();
        let stem = "INSERT INTO stem VALUES (9, 7, 0, 'Drums', 'drums', 1, ?, NULL, 4, 5, 'WAV',
            48000, 24, 2, 8640000, 0.0, 0.0, 0, 0, 'main')";
        connection.execute(stem, params![b"/music/\xff/d.wav".as_slice()]).unwrap();
        connection
            .execute_batch(
                "INSERT INTO setlist VALUES (1, 'Friday', '');
                 INSERT INTO entry VALUES (1, 1, 7, 0, '', 'stop', 0.0);
                 INSERT INTO setting (key, text) VALUES ('keys', '{}');",
            )
            .unwrap();
    }
    connection
}

/// The tables and their indexes, as SQL.
fn tables(connection: &Connection) -> Vec<String> {
    let sql = "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name";
    let mut statement = connection.prepare(sql).unwrap();
    statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}

#[test]
fn tables_of_every_version_become_the_newest_and_keep_what_they_hold() {
    let mut newest = Connection::open_in_memory().unwrap();
    migrate(&mut newest).unwrap();
    for version in 0..=STEPS.len() {
        let mut connection = database(version);
        assert_eq!(migrate(&mut connection).unwrap(), version as i64);
        assert_eq!(super::version(&connection).unwrap(), NEWEST);
        assert_eq!(tables(&connection), tables(&newest), "from version {version}");
        look(&connection).unwrap();
        if version == 0 {
            continue;
        }
        let title: String =
            connection.query_row("SELECT title FROM song WHERE id = 7", [], |r| r.get(0)).unwrap();
        assert_eq!(title, "Été", "from version {version}");
        let entries: i64 =
            connection.query_row("SELECT count(*) FROM entry", [], |r| r.get(0)).unwrap();
        assert_eq!(entries, 1, "from version {version}");
        let sql = "SELECT text FROM setting WHERE key = 'keys'";
        let text: String = connection.query_row(sql, [], |r| r.get(0)).unwrap();
        assert_eq!(text, "{}", "from version {version}");
        // A database of the newest version is not indexed again: that is how it was left.
        if version < STEPS.len() {
            let sql = "SELECT rowid FROM song_words WHERE song_words MATCH 'ete drums'";
            let found: i64 = connection.query_row(sql, [], |r| r.get(0)).unwrap();
            assert_eq!(found, 7, "songs from version {version} are found by their words");
        }
    }
}

#[test]
fn tables_that_are_newest_stay_as_they_are() {
    let mut connection = Connection::open_in_memory().unwrap();
    assert_eq!(migrate(&mut connection).unwrap(), 0);
    assert_eq!(migrate(&mut connection).unwrap(), NEWEST);
}

#[test]
fn tables_of_a_newer_program_are_refused_and_left_alone() {
    let mut connection = database(STEPS.len());
    connection.pragma_update(None, "user_version", NEWEST + 1).unwrap();
    let before = tables(&connection);
    let error = migrate(&mut connection).unwrap_err();
    assert!(matches!(error, LibraryError::TooNew { .. }), "{error}");
    assert_eq!(tables(&connection), before);
}

#[test]
fn a_migration_that_fails_changes_nothing() {
    let mut connection = database(1);
    // The next step makes a table of this name.
    connection.execute_batch("CREATE TABLE undo_row (x)").unwrap();
    let before = tables(&connection);
    migrate(&mut connection).unwrap_err();
    assert_eq!((version(&connection).unwrap(), tables(&connection)), (1, before));
}

#[test]
fn a_database_without_a_table_is_damaged() {
    let connection = database(STEPS.len());
    connection.execute_batch("DROP TABLE section").unwrap();
    assert!(look(&connection).unwrap_err().contains("section"));
}
