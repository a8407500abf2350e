//! Claims about a library whose disk is full, as SQLite itself tells it.

use super::*;

#[test]
fn a_full_disk_is_told_as_such_and_later_edits_work() {
    let folder = tempfile::tempdir().unwrap();
    let (mut library, _) = Library::open(folder.path(), UnixSeconds(0)).unwrap();
    let pages: i64 =
        library.connection.pragma_query_value(None, "page_count", |row| row.get(0)).unwrap();
    library.connection.pragma_update(None, "max_page_count", pages).unwrap();
    let edit = |library: &mut Library| {
        let edit = Edit::CreateSetlist { name: "long ".repeat(10_000) };
        library.apply(edit, None)
    };
    let error = edit(&mut library).unwrap_err();
    assert!(matches!(error, LibraryError::Full), "{error:?}");
    assert_eq!(library.setlists().unwrap().len(), 0);
    library.connection.pragma_update(None, "max_page_count", 1_000_000).unwrap();
    edit(&mut library).unwrap();
    assert_eq!(library.setlists().unwrap().len(), 1);
}

#[test]
fn an_edit_is_on_the_disk_when_it_is_acknowledged() {
    let folder = tempfile::tempdir().unwrap();
    let (library, _) = Library::open(folder.path(), UnixSeconds(0)).unwrap();
    let pragma = |name: &str| -> String {
        library
            .connection
            .pragma_query_value(None, name, |row| {
                Ok(match row.get_ref(0)? {
                    rusqlite::types::ValueRef::Integer(number) => number.to_string(),
                    other => other.as_str()?.to_owned(),
                })
            })
            .unwrap()
    };
    assert_eq!(pragma("journal_mode"), "wal");
    assert_eq!(pragma("synchronous"), "2", "FULL");
    assert_eq!(pragma("foreign_keys"), "1");
}

#[test]
fn flushing_is_a_transaction_that_waits_for_the_disk() {
    let folder = tempfile::tempdir().unwrap();
    let (mut library, _) = Library::open(folder.path(), UnixSeconds(0)).unwrap();
    let synchronous = |library: &Library| -> i64 {
        library.connection.pragma_query_value(None, "synchronous", |row| row.get(0)).unwrap()
    };
    library.write_unhurried(|library| {
        library.set_setting("fader", Some("-3")).unwrap();
        assert_eq!(synchronous(library), 1, "NORMAL");
    });
    let log = || fs::metadata(folder.path().join("library.sqlite-wal")).unwrap().len();
    let before = log();
    library.flush().unwrap();
    assert_eq!(synchronous(&library), 2, "FULL");
    assert!(log() > before, "a transaction without a page would wait for nothing");
    assert_eq!(schema::version(&library.connection).unwrap(), schema::NEWEST);
    assert_eq!(library.setting("fader").unwrap().as_deref(), Some("-3"));
}

#[test]
fn a_setting_is_stored_with_an_edit_or_not_at_all() {
    let folder = tempfile::tempdir().unwrap();
    let (mut library, _) = Library::open(folder.path(), UnixSeconds(0)).unwrap();
    let edit = |key: &str| Edit::ChangeSetting {
        key: key.to_owned(),
        text: "buses".to_owned(),
        label: "change buses",
    };
    library.apply_with_setting(edit("routing"), ("settings", "dark")).unwrap();
    assert_eq!(library.setting("settings").unwrap().as_deref(), Some("dark"));
    assert!(library.undo().unwrap().is_some());
    assert_eq!(library.setting("routing").unwrap(), None);
    assert_eq!(library.setting("settings").unwrap().as_deref(), Some("dark"), "no step of undo");
    let gone = Edit::RemoveEntries { entries: vec![crate::EntryId(7)] };
    library.apply_with_setting(gone, ("settings", "light")).unwrap_err();
    assert_eq!(library.setting("settings").unwrap().as_deref(), Some("dark"));
}

#[test]
fn a_newer_programs_library_is_left_alone_even_when_its_tables_are_not_understood() {
    let folder = tempfile::tempdir().unwrap();
    drop(Library::open(folder.path(), UnixSeconds(0)).unwrap());
    let path = file(folder.path());
    let connection = Connection::open(&path).unwrap();
    connection.pragma_update(None, "user_version", schema::NEWEST + 1).unwrap();
    connection.pragma_update(None, "writable_schema", true).unwrap();
    let sql = "UPDATE sqlite_schema SET sql = 'CREATE FUTURE TABLE song' WHERE name = 'song'";
    connection.execute(sql, []).unwrap();
    connection.close().unwrap();
    let before = fs::read(&path).unwrap();
    let error = Library::open(folder.path(), UnixSeconds(1)).unwrap_err();
    assert!(matches!(error, LibraryError::TooNew { .. }), "{error:?}");
    assert_eq!(fs::read(&path).unwrap(), before);
}
