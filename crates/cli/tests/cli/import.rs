//! Claims about importing into the library.

use std::{fs, path::Path};

use attacca_library::{Library, UnixSeconds};
use attacca_test_support::files::TestFolder;
use serde_json::Value;

use crate::{
    attacca::{Ran, run},
    material::set,
};

fn import(paths: &[&Path], data: &Path, more: &[&str]) -> Ran {
    let words = ["import".as_ref()].into_iter().chain(paths.iter().map(|path| path.as_os_str()));
    let data = ["--data".as_ref(), data.as_os_str()];
    run(words.chain(data).chain(more.iter().map(|word| word.as_ref())))
}

fn song_count(data: &Path) -> usize {
    Library::open_to_read(data).unwrap().song_count().unwrap()
}

#[test]
fn songs_are_imported_and_told_and_a_second_time_nothing_is_new() {
    let (set, data) = (set(&["One", "Two"], 0.5), TestFolder::new());
    let ran = import(&[set.root()], data.root(), &[]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert_eq!(ran.stdout, "One (3 stems)\nTwo (3 stems)\n", "{ran:?}");
    assert_eq!(ran.stderr, "2 new songs, 6 new stems\n", "{ran:?}");
    assert_eq!(song_count(data.root()), 2);
    let again = import(&[set.root()], data.root(), &[]);
    assert_eq!((again.code, &*again.stdout), (Some(0), ""), "{again:?}");
    assert_eq!(again.stderr, "0 new songs, 0 new stems; 6 stems there already\n", "{again:?}");
    assert_eq!(song_count(data.root()), 2);
}

#[test]
fn what_can_not_be_read_is_3_and_the_rest_is_imported() {
    let (set, data) = (set(&["One"], 0.5), TestFolder::new());
    fs::write(set.path("1 One/04 Empty.wav"), b"").unwrap();
    let absent = set.path("nowhere");
    let ran = import(&[set.root(), &absent], data.root(), &["--json"]);
    assert_eq!(ran.code, Some(3), "{ran:?}");
    let report: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!((&report["songs_added"], &report["stems_added"]), (&1.into(), &3.into()));
    assert_eq!(report["songs"][0]["title"], "One");
    let failures = report["failures"].as_array().unwrap();
    assert_eq!(failures.len(), 2, "{report}");
    assert!(ran.stderr.contains("04 Empty.wav: the file is empty"), "{ran:?}");
    assert!(ran.stderr.contains("nowhere: it does not exist"), "{ran:?}");
    assert_eq!(song_count(data.root()), 1);
}

#[test]
fn a_folder_without_audio_is_3() {
    let (folder, data) = (TestFolder::new(), TestFolder::new());
    let ran = import(&[folder.root()], data.root(), &[]);
    assert_eq!(ran.code, Some(3), "{ran:?}");
    assert!(ran.stderr.contains("there is no audio in what was named"), "{ran:?}");
}

#[test]
fn a_library_that_is_open_elsewhere_is_left_alone() {
    let (set, data) = (set(&["One"], 0.5), TestFolder::new());
    let (library, _) = Library::open(data.root(), UnixSeconds(0)).unwrap();
    let ran = import(&[set.root()], data.root(), &[]);
    assert_eq!((ran.code, &*ran.stdout), (Some(1), ""), "{ran:?}");
    assert!(ran.stderr.contains("open in another program; close that first"), "{ran:?}");
    assert_eq!(library.song_count().unwrap(), 0);
}

#[test]
fn into_a_damaged_library_nothing_is_imported_and_the_copy_stays_on_offer() {
    let (set, data) = (set(&["One"], 0.5), TestFolder::new());
    assert_eq!(import(&[set.root()], data.root(), &[]).code, Some(0));
    let (mut library, _) = Library::open(data.root(), UnixSeconds(0)).unwrap();
    while library.care_outcome().is_none() {
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    drop(library);
    fs::write(data.path("library.sqlite"), b"garbage").unwrap();
    for _ in 0..2 {
        let ran = import(&[set.root()], data.root(), &[]);
        assert_eq!((ran.code, &*ran.stdout), (Some(1), ""), "{ran:?}");
        assert!(ran.stderr.contains("start the window to restore"), "{ran:?}");
        assert_eq!(song_count(data.root()), 0);
    }
    let (_library, opened) = Library::open(data.root(), UnixSeconds(1)).unwrap();
    assert_eq!(opened.offered.expect("it is offered").song_count, Some(1));
}

#[test]
fn without_a_data_folder_it_is_the_systems() {
    let (set, home) = (set(&["One"], 0.5), TestFolder::new());
    let words = ["import".as_ref(), set.root().as_os_str()];
    let mut command = crate::attacca::attacca(words);
    command.env("HOME", home.root()).env("XDG_DATA_HOME", home.path("data"));
    assert!(command.status().unwrap().success());
    if cfg!(target_os = "linux") {
        assert_eq!(song_count(&home.path("data/attacca")), 1);
    }
}
