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
