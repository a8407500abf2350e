//! Claims about the names of backups.

use super::*;

#[test]
fn a_second_backup_of_one_second_is_the_newer_one() {
    let folder = tempfile::tempdir().unwrap();
    let backups = folder_of(folder.path());
    fs::create_dir_all(&backups).unwrap();
    for _ in 0..11 {
        fs::write(free_path(&backups, UnixSeconds(0)), b"").unwrap();
    }
    fs::write(backups.join("notes.txt"), b"").unwrap();
    let names: Vec<String> =
        list(folder.path()).unwrap().into_iter().map(|backup| backup.name).collect();
    assert_eq!(names[0], "library 1970-01-01 00-00-00 (11).sqlite");
    assert_eq!(names[10], "library 1970-01-01 00-00-00.sqlite");
    assert_eq!(names.len(), 11, "other files are none");
}

#[test]
fn a_copy_of_a_library_that_somebody_holds_ends() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("held.sqlite");
    let holder = Connection::open(&path).unwrap();
    holder.execute_batch("CREATE TABLE song (id); CREATE TABLE setlist (id);").unwrap();
    holder.execute_batch("BEGIN EXCLUSIVE; INSERT INTO song VALUES (1);").unwrap();
    let reader = Connection::open(&path).unwrap();
    reader.busy_timeout(Duration::ZERO).unwrap();
    let began = std::time::Instant::now();
    let made = make(folder.path(), &reader, UnixSeconds(0), &|| false);
    let Err(LibraryError::Backup { source, .. }) = made else { panic!("{made:?}") };
    assert_eq!(source.kind(), io::ErrorKind::TimedOut);
    assert!(began.elapsed() >= BUSY_TIMEOUT);
    assert_eq!(list(folder.path()).unwrap(), [], "what was begun is no backup");
}
