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
