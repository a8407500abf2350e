//! Files appear whole or not at all.

use std::fs;

use super::{Signal, settings};
use crate::{FlacError, FlacFile, encode};

fn names_in(folder: &std::path::Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

#[test]
fn finished_file_holds_the_stream_and_nothing_else_is_left() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("stem.flac");
    let settings = settings(24, 2);
    let samples = Signal::Music.samples(&settings, 9000);
    let mut file = FlacFile::create(&path, &settings).unwrap();
    file.write_interleaved(&samples).unwrap();
    let summary = file.finish().unwrap();
    let bytes = fs::read(&path).unwrap();
    assert_eq!(bytes, encode(&settings, &samples).unwrap());
    assert_eq!(summary.byte_count, bytes.len() as u64);
    assert_eq!(names_in(folder.path()), ["stem.flac"]);
}

#[test]
fn file_not_finished_leaves_what_was_there() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("stem.flac");
    fs::write(&path, "before").unwrap();
    let mut file = FlacFile::create(&path, &settings(16, 1)).unwrap();
    file.write_planar(&[&[1; 10_000]]).unwrap();
    assert_eq!(fs::read(&path).unwrap(), b"before", "it shows before it is complete");
    drop(file);
    assert_eq!(fs::read(&path).unwrap(), b"before");
    assert_eq!(names_in(folder.path()), ["stem.flac"], "the passing file was left behind");
}

#[test]
fn finished_file_takes_the_place_of_an_older_one() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("stem.flac");
    fs::write(&path, "before").unwrap();
    FlacFile::create(&path, &settings(16, 1)).unwrap().finish().unwrap();
    assert!(fs::read(&path).unwrap().starts_with(b"fLaC"));
}

#[test]
fn absent_folder_is_named_in_the_error() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("absent").join("stem.flac");
    let error = FlacFile::create(&path, &settings(16, 1)).unwrap_err();
    assert!(matches!(error, FlacError::File { .. }), "{error:?}");
    assert!(error.to_string().contains("absent"), "{error}");
}

#[cfg(unix)]
#[test]
fn file_is_as_readable_as_any_new_file() {
    use std::os::unix::fs::PermissionsExt;

    let folder = tempfile::tempdir().unwrap();
    let ordinary = folder.path().join("ordinary");
    fs::write(&ordinary, "").unwrap();
    let path = folder.path().join("stem.flac");
    FlacFile::create(&path, &settings(16, 1)).unwrap().finish().unwrap();
    let mode = |path| fs::metadata(path).unwrap().permissions().mode();
    assert_eq!(mode(&path), mode(&ordinary));
}
