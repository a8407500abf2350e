//! The folder's bound, and what else may be in it.

use super::*;

fn key(number: u8) -> FileKey {
    FileKey([number; 32])
}

/// Makes a file older than it is.
fn set_age(path: &Path, seconds: u64) {
    let file = File::options().append(true).open(path).unwrap();
    let modified = file.metadata().unwrap().modified().unwrap();
    file.set_modified(modified - Duration::from_secs(seconds)).unwrap();
}

/// The numbers of the files that are there.
fn numbers(folder: &IndexFolder) -> Vec<u8> {
    (0..=255).filter(|number| folder.path_of(&key(*number)).exists()).collect()
}

#[test]
fn what_is_written_is_read_also_in_place_of_another() {
    let place = tempfile::tempdir().unwrap();
    let folder = IndexFolder::new(place.path().join("made/when/needed"));
    assert_eq!(folder.read(&key(1)).unwrap_err().kind(), io::ErrorKind::NotFound);
    for bytes in [b"first".as_slice(), b"second"] {
        folder.write(&key(1), bytes).unwrap();
        assert_eq!(folder.read(&key(1)).unwrap(), bytes);
    }
    let names = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name());
    assert_eq!(names.collect::<Vec<_>>(), [format!("{}.index", "01".repeat(16)).as_str()]);
}

#[test]
fn the_files_unused_for_longest_make_room() {
    let place = tempfile::tempdir().unwrap();
    let folder = IndexFolder::bounded(place.path().into(), 8000);
    for number in 0..8 {
        folder.write(&key(number), &[0; 1000]).unwrap();
        set_age(&folder.path_of(&key(number)), 100 - u64::from(number));
    }
    assert_eq!(numbers(&folder).len(), 8, "they just fit");
    folder.read(&key(0)).unwrap();
    folder.write(&key(8), &[0; 1000]).unwrap();
    assert_eq!(numbers(&folder), [0, 3, 4, 5, 6, 7, 8], "seven eighths are left");
}

#[test]
fn a_folder_that_others_filled_is_bounded_by_the_first_write() {
    let place = tempfile::tempdir().unwrap();
    let others = IndexFolder::bounded(place.path().into(), u64::MAX);
    for number in 0..20 {
        others.write(&key(number), &[0; 1000]).unwrap();
    }
    IndexFolder::bounded(place.path().into(), 8000).write(&key(20), &[0; 1000]).unwrap();
    assert_eq!(numbers(&others).len(), 7);
}

#[test]
fn what_is_not_ours_is_left_alone() {
    let place = tempfile::tempdir().unwrap();
    let foreign = ["notes.txt", "0123.index", "zz.index", ".hidden", "song.flac"];
    for name in foreign {
        fs::write(place.path().join(name), [0; 9000]).unwrap();
        set_age(&place.path().join(name), 1_000_000);
    }
    fs::create_dir(place.path().join(format!("{}.index", "ab".repeat(16)))).unwrap();
    let folder = IndexFolder::bounded(place.path().into(), 1500);
    folder.write(&key(1), &[0; 1000]).unwrap();
    set_age(&folder.path_of(&key(1)), 10);
    folder.write(&key(2), &[0; 1000]).unwrap();
    assert_eq!(numbers(&folder), [2, 0xab], "only our files count and go");
    assert!(foreign.iter().all(|name| place.path().join(name).exists()));
}

#[test]
fn what_an_ended_program_left_goes_after_an_hour() {
    let place = tempfile::tempdir().unwrap();
    let [old, new] = ["old", "new"].map(|name| place.path().join(format!("{UNFINISHED}{name}")));
    for path in [&old, &new] {
        fs::write(path, "half").unwrap();
    }
    set_age(&old, 3700);
    IndexFolder::new(place.path().into()).write(&key(1), b"index").unwrap();
    assert!(!old.exists() && new.exists());
}

#[test]
fn a_folder_that_cannot_be_used_says_why_and_harms_nothing() {
    let place = tempfile::tempdir().unwrap();
    let file = place.path().join("a file");
    fs::write(&file, "in its place").unwrap();
    let folder = IndexFolder::new(file.clone());
    assert!(folder.write(&key(1), b"index").is_err());
    assert!(folder.read(&key(1)).is_err());
    assert_eq!(fs::read(&file).unwrap(), b"in its place");
}

#[test]
fn a_folder_that_vanished_is_made_again() {
    let place = tempfile::tempdir().unwrap();
    let folder = IndexFolder::new(place.path().join("indexes"));
    folder.write(&key(1), b"index").unwrap();
    fs::remove_dir_all(folder.path()).unwrap();
    assert!(folder.read(&key(1)).is_err());
    folder.write(&key(2), b"index").unwrap();
    assert_eq!(numbers(&folder), [2]);
}

#[test]
fn a_file_longer_than_any_index_is_not_read_whole() {
    let place = tempfile::tempdir().unwrap();
    let folder = IndexFolder::new(place.path().into());
    let file = File::create(folder.path_of(&key(1))).unwrap();
    file.set_len(1 << 40).unwrap();
    assert_eq!(folder.read(&key(1)).unwrap().len(), MAX_FILE_BYTES + 1);
}

#[cfg(unix)]
#[test]
fn a_pipe_in_the_place_of_an_index_does_not_hang() {
    let place = tempfile::tempdir().unwrap();
    let folder = IndexFolder::new(place.path().into());
    let made = std::process::Command::new("mkfifo").arg(folder.path_of(&key(1))).status();
    assert!(made.unwrap().success());
    assert!(folder.read(&key(1)).is_err());
    folder.write(&key(1), b"index").unwrap();
    assert_eq!(folder.read(&key(1)).unwrap(), b"index");
}
