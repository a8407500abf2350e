//! Claims about changed files, by real ones.

use std::{fs, path::Path, time::Duration};

use super::*;
use crate::loading::source::{FileOpener, SourceOpener};

fn look(path: &Path) -> io::Result<Option<FileState>> {
    FileOpener.look(path)
}

fn write(path: &Path, bytes: &[u8], age_seconds: u64) {
    fs::write(path, bytes).unwrap();
    let time = std::time::UNIX_EPOCH + Duration::from_secs(1_000_000_000 - age_seconds);
    fs::File::options().append(true).open(path).unwrap().set_modified(time).unwrap();
}

fn change(act: impl FnOnce(&Path)) -> Option<FileChange> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("stem");
    write(&path, b"0123456789", 100);
    let opened = look(&path).unwrap().unwrap();
    let source = FileOpener.open(&path).unwrap();
    assert_eq!(source.look().unwrap(), Some(opened), "the descriptor tells what the path tells");
    act(&path);
    FileChange::between(opened, look(&path))
}

#[test]
fn a_file_that_nobody_touched_is_as_it_was() {
    assert_eq!(change(|_| {}), None);
}

#[test]
fn a_deleted_file_has_vanished() {
    assert_eq!(change(|path| fs::remove_file(path).unwrap()), Some(FileChange::Vanished));
}

#[cfg(unix)]
#[test]
fn a_file_that_was_moved_over_it_replaces_it() {
    let replace = |path: &Path| {
        let other = path.with_extension("new");
        // The same length and the same time.
        write(&other, b"9876543210", 100);
        fs::rename(&other, path).unwrap();
    };
    assert_eq!(change(replace), Some(FileChange::Replaced));
}

#[test]
fn a_file_that_lost_its_end_has_shrunk() {
    assert_eq!(change(|path| write(path, b"01234", 90)), Some(FileChange::Shrunk));
}

#[test]
fn a_file_that_was_written_to_is_rewritten() {
    assert_eq!(change(|path| write(path, b"9876543210", 90)), Some(FileChange::Rewritten));
    assert_eq!(change(|path| write(path, b"0123456789ab", 90)), Some(FileChange::Rewritten));
}

#[test]
fn a_file_that_cannot_be_looked_at_is_not_said_to_have_changed() {
    let opened = FileState {
        identity: crate::loading::source::SourceIdentity { byte_count: 1, modified_ns: 1 },
        number: Some((1, 1)),
    };
    let refused = io::Error::from(io::ErrorKind::PermissionDenied);
    assert_eq!(FileChange::between(opened, Err(refused)), None);
    assert_eq!(FileChange::between(opened, Ok(None)), None);
}
