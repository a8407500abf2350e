//! Claims about two programs with one library.

use std::{
    io::{BufRead, BufReader},
    thread,
    time::Duration,
};

use attacca_library::{Edit, Library, LibraryError};
use attacca_test_support::files::TestFolder;

use crate::{
    killed::start_writer,
    material::{NOW, add, open, titles},
};

#[cfg(unix)]
#[test]
fn a_second_program_may_read_and_not_write() {
    let folder = TestFolder::new();
    let mut writer = start_writer(folder.root(), "");
    let mut lines = BufReader::new(writer.stdout.take().unwrap()).lines();
    lines
        .find(|line| line.as_ref().is_ok_and(|line| line.starts_with("acknowledged 9")))
        .unwrap()
        .unwrap();
    // It writes on, and must not wait for somebody who reads its words.
    let drain = thread::Builder::new().spawn(move || lines.map_while(Result::ok).count()).unwrap();

    let error = Library::open(folder.root(), NOW).unwrap_err();
    assert!(matches!(error, LibraryError::InUse { .. }), "{error}");
    assert!(error.to_string().contains("open in another program"), "{error}");
    let mut reader = Library::open_to_read(folder.root()).unwrap();
    let mut seen = 0;
    for _ in 0..20 {
        let count = reader.song_count().unwrap();
        assert!(count > 0);
        seen = seen.max(count);
        titles(&reader);
        thread::sleep(Duration::from_millis(5));
    }
    let refused = reader.apply(Edit::CreateSetlist { name: "x".to_owned() }, None).unwrap_err();
    assert!(matches!(refused, LibraryError::ReadOnly), "{refused}");
    assert!(matches!(reader.undo().unwrap_err(), LibraryError::ReadOnly));
    assert!(matches!(reader.set_setting("a", None).unwrap_err(), LibraryError::ReadOnly));
    assert!(matches!(reader.restore("x", NOW).unwrap_err(), LibraryError::ReadOnly));
    assert!(writer.try_wait().unwrap().is_none(), "it writes on while it is read");
    writer.kill().unwrap();
    writer.wait().unwrap();
    assert!(drain.join().unwrap() > 0);
    // The system gives the lock of a killed program back.
    open(folder.root());
}

#[test]
fn a_reader_sees_what_was_stored_when_it_asks() {
    let folder = TestFolder::new();
    let mut library = open(folder.root());
    let reader = Library::open_to_read(folder.root()).unwrap();
    assert_eq!(reader.song_count().unwrap(), 0);
    add(&mut library, "One", &["a"]);
    assert_eq!(reader.song_count().unwrap(), 1);
}

#[test]
fn there_is_nothing_to_read_before_somebody_wrote() {
    let folder = TestFolder::new();
    let error = Library::open_to_read(folder.root()).unwrap_err();
    assert!(matches!(error, LibraryError::Absent { .. }), "{error}");
    assert_eq!(std::fs::read_dir(folder.root()).unwrap().count(), 0, "reading makes no files");
}
