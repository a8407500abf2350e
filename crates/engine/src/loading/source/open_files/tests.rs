//! Open files: never more than may be, and each can be read at any time.

use std::{
    fs,
    io::{Read, Seek, SeekFrom},
    path::PathBuf,
    sync::Arc,
};

use super::{OpenFiles, PooledFile};

/// So many files, each of which holds its number.
fn files(folder: &tempfile::TempDir, count: u8) -> Vec<PathBuf> {
    (0..count)
        .map(|number| {
            let path = folder.path().join(number.to_string());
            fs::write(&path, [number]).expect("a file");
            path
        })
        .collect()
}

/// The number in a file.
fn read(file: &PooledFile) -> u8 {
    let descriptor = file.descriptor().expect("the file is there");
    let mut byte = [0];
    (&descriptor.file).seek(SeekFrom::Start(0)).expect("a file");
    (&descriptor.file).read_exact(&mut byte).expect("a byte");
    byte[0]
}

#[test]
fn more_files_than_may_be_open_can_be_read_in_any_order() {
    let folder = tempfile::tempdir().expect("a folder");
    let pool = Arc::new(OpenFiles::with_limit(10));
    let opened: Vec<_> =
        files(&folder, 100).iter().map(|path| pool.open(path).expect("opens")).collect();
    for step in 0..1000 {
        let number = step * 37 % 100;
        assert_eq!(read(&opened[number]), number as u8);
        assert!(pool.descriptors() <= 10, "{} are open", pool.descriptors());
    }
    drop(opened);
    assert_eq!(pool.descriptors(), 0);
}

#[test]
fn a_file_that_is_read_all_the_time_stays_open() {
    let folder = tempfile::tempdir().expect("a folder");
    let pool = Arc::new(OpenFiles::with_limit(4));
    let paths = files(&folder, 40);
    let playing = pool.open(&paths[0]).expect("opens");
    let mut others = Vec::new();
    for path in &paths[1..] {
        read(&playing);
        others.push(pool.open(path).expect("opens"));
        assert!(playing.is_open());
    }
    let open = others.iter().filter(|file| file.is_open()).count();
    assert!(open <= 3, "{open} of the others are open");
}

#[test]
fn files_that_nobody_has_any_more_are_forgotten() {
    let folder = tempfile::tempdir().expect("a folder");
    let pool = Arc::new(OpenFiles::with_limit(10));
    let paths = files(&folder, 2);
    let kept = pool.open(&paths[0]).expect("opens");
    for _ in 0..1000 {
        pool.open(&paths[1]).expect("opens");
    }
    let known = pool.files.lock().expect("no panic").len();
    assert!(known <= 8, "{known} files are known");
    assert_eq!(read(&kept), 0);
}

#[test]
fn a_file_that_is_being_read_is_closed_after_that() {
    let folder = tempfile::tempdir().expect("a folder");
    let pool = Arc::new(OpenFiles::with_limit(1));
    let paths = files(&folder, 2);
    let first = pool.open(&paths[0]).expect("opens");
    let reading = first.descriptor().expect("is open");
    let second = pool.open(&paths[1]).expect("opens");
    let mut byte = [9];
    (&reading.file).read_exact(&mut byte).expect("still open");
    assert_eq!(byte, [0]);
    drop(reading);
    assert_eq!((pool.descriptors(), read(&second)), (1, 1));
}

#[test]
fn a_file_that_was_replaced_while_it_was_closed_is_not_read_as_the_old_one() {
    let folder = tempfile::tempdir().expect("a folder");
    let pool = Arc::new(OpenFiles::with_limit(1));
    let paths = files(&folder, 2);
    let first = pool.open(&paths[0]).expect("opens");
    let _second = pool.open(&paths[1]).expect("opens");
    fs::write(&paths[0], b"another").expect("a file");
    assert!(first.descriptor().is_err());
    fs::remove_file(&paths[0]).expect("removed");
    assert_eq!(first.descriptor().unwrap_err().kind(), std::io::ErrorKind::NotFound);
}
