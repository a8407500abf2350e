//! Tests of how demo songs come to lie on disk.

use std::env;

use super::*;

/// A folder of its own for each test.
fn scratch(name: &str) -> PathBuf {
    let folder = env::temp_dir().join(format!("attacca-xtask-{}-{name}", process::id()));
    fs::create_dir_all(&folder).unwrap();
    folder
}

#[test]
fn songs_are_the_folders_in_the_order_of_their_names() {
    let folder = scratch("order");
    for name in ["02 Second", "01 First", "10 Tenth"] {
        fs::create_dir(folder.join(name)).unwrap();
    }
    fs::write(folder.join("notes.txt"), "no song").unwrap();
    let songs = song_folders(&folder).unwrap();
    let expected = ["01 First", "02 Second", "10 Tenth"].map(|name| folder.join(name));
    assert_eq!(songs, expected);
    fs::remove_dir_all(folder).unwrap();
}

#[test]
fn a_set_that_somebody_else_finished_first_is_kept() {
    let folder = scratch("race");
    let (finished, unfinished) = (folder.join("demo"), folder.join("demo.unfinished"));
    fs::create_dir_all(finished.join("theirs")).unwrap();
    fs::create_dir_all(unfinished.join("ours")).unwrap();
    move_into_place(&unfinished, &finished).unwrap();
    assert_eq!(song_folders(&folder).unwrap(), std::slice::from_ref(&finished));
    assert_eq!(song_folders(&finished).unwrap(), [finished.join("theirs")]);
    fs::remove_dir_all(folder).unwrap();
}

#[test]
fn a_set_that_exists_is_not_made_again() {
    let folder = scratch("cached");
    fs::create_dir(folder.join("song")).unwrap();
    let songs = ensure(Path::new("no-such-program"), &folder, &[]).unwrap();
    assert_eq!(songs, [folder.join("song")]);
    fs::remove_dir_all(folder).unwrap();
}

#[test]
fn a_command_that_fails_leaves_no_set_behind() {
    let folder = scratch("failing").join("demo");
    assert!(ensure(Path::new("no-such-program"), &folder, &[]).is_err());
    assert!(!folder.exists());
    fs::remove_dir_all(folder.parent().unwrap()).unwrap();
}
