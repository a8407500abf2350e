//! Claims about trees that nobody made on purpose, or somebody did.

use std::{
    ffi::OsStr,
    fs,
    os::unix::{
        ffi::OsStrExt,
        fs::{PermissionsExt, symlink},
    },
    path::Path,
};

use attacca_test_support::files::TestFolder;

use crate::material::{fingerprint, import, library, listing, songs, wav};

#[test]
fn a_hostile_tree_is_survived_and_what_is_sound_is_imported() {
    let (folder, data) = (TestFolder::new(), TestFolder::new());
    wav(&folder.path("Good/Kick.wav"), 100);
    // Links in circles, to nowhere, to themselves, and to a song a second time.
    symlink(folder.root(), folder.path("Good/up")).unwrap();
    symlink("self", folder.path("Good/self")).unwrap();
    symlink("nowhere.wav", folder.path("Good/Bass.wav")).unwrap();
    symlink(folder.path("Good"), folder.path("Zweimal")).unwrap();
    // What is passed over.
    fs::copy(folder.path("Good/Kick.wav"), folder.path("Good/._Kick.wav")).unwrap();
    wav(&folder.path("__MACOSX/Good/Kick.wav"), 100);
    wav(&folder.path(".hidden/Kick.wav"), 100);
    fs::write(folder.path("Good/.DS_Store"), b"x").unwrap();
    // Things with names of audio that are none.
    fs::create_dir(folder.path("Folder.wav")).unwrap();
    rustix::fs::mknodat(
        rustix::fs::CWD,
        folder.path("Good/pipe.wav"),
        rustix::fs::FileType::Fifo,
        0o600.into(),
        0,
    )
    .unwrap();
    fs::write(folder.path("Good/zeros.mp3"), vec![0; 100_000]).unwrap();
    fs::write(folder.path("Good/text.flac"), "fLaC and then nothing").unwrap();
    // Deeper than anybody goes.
    let mut deep = folder.path("deep");
    (0..80).for_each(|_| deep.push("d"));
    wav(&deep.join("Snare.wav"), 100);

    let before = fingerprint(folder.root());
    let mut library = library(data.root());
    let imported = import(&mut library, &[folder.root()], 1);
    assert_eq!(listing(&library), ["Good: Kick"]);
    let failed: Vec<&OsStr> =
        imported.failures.iter().filter_map(|failure| failure.path.file_name()).collect();
    for name in ["Bass.wav", "zeros.mp3", "text.flac"] {
        assert!(failed.contains(&OsStr::new(name)), "{name} is told: {failed:?}");
    }
    assert_eq!(fingerprint(folder.root()), before, "nothing is changed");
}

#[test]
fn names_that_are_no_text_are_imported_and_found_again() {
    let (folder, data) = (TestFolder::new(), TestFolder::new());
    let names: [&[u8]; 6] = [
        b"\xff\xfe\xfd",
        b"new\nline",
        b"\x1b[31mred",
        "\u{202e}evaw".as_bytes(),
        b"'; DROP TABLE song; --",
        b"%s%n \\ \" *",
    ];
    for name in names {
        let song = folder.root().join(OsStr::from_bytes(name));
        let mut file = name.to_vec();
        file.extend(b" Bass.wav");
        wav(&song.join(OsStr::from_bytes(&file)), 100);
    }
    let mut library = library(data.root());
    let imported = import(&mut library, &[folder.root()], 1);
    assert_eq!((imported.failures.len(), imported.stems_added()), (0, 6));
    for song in songs(&library) {
        let path = &song.stems[0].file.path;
        assert!(path.exists(), "{path:?} leads to the file");
        assert!(!song.song.title.contains(char::is_control), "{:?}", song.song.title);
    }
    assert_eq!(import(&mut library, &[folder.root()], 2).stems_added(), 0);
}

#[test]
fn folders_that_may_not_be_read_are_told() {
    let (folder, data) = (TestFolder::new(), TestFolder::new());
    wav(&folder.path("Open/Kick.wav"), 100);
    wav(&folder.path("Shut/Kick.wav"), 100);
    wav(&folder.path("Open/Secret.wav"), 100);
    let shut = folder.path("Shut");
    fs::set_permissions(&shut, fs::Permissions::from_mode(0o0)).unwrap();
    fs::set_permissions(folder.path("Open/Secret.wav"), fs::Permissions::from_mode(0o0)).unwrap();
    // Who may read everything is not kept out.
    let is_kept_out = fs::read_dir(&shut).is_err();
    let mut library = library(data.root());
    let imported = import(&mut library, &[folder.root()], 1);
    fs::set_permissions(&shut, fs::Permissions::from_mode(0o700)).unwrap();
    let failed = |name: &str| {
        imported
            .failures
            .iter()
            .any(|failure| failure.path.file_name() == Path::new(name).file_name())
    };
    assert_eq!((failed("Shut"), failed("Secret.wav")), (is_kept_out, is_kept_out));
    assert_eq!(songs(&library).len(), if is_kept_out { 1 } else { 2 });
}

#[test]
fn a_path_that_is_relative_is_stored_whole() {
    let (folder, data) = (TestFolder::new(), TestFolder::new());
    wav(&folder.path("Song/Kick.wav"), 100);
    let mut library = library(data.root());
    let dotted = folder.path("Song/../Song/.");
    import(&mut library, &[&dotted], 1);
    let path = songs(&library)[0].stems[0].file.path.clone();
    assert!(path.is_absolute() && path.exists(), "{path:?}");
    assert_eq!(songs(&library)[0].song.title, "Song");
}
