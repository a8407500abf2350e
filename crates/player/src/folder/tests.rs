//! Claims about finding songs in folders.

use std::fs::{create_dir_all, write};

use attacca_test_support::{
    files::{WavFormat, write_wav},
    mp4::{find_box, write_stem_file},
};
use attacca_units::SampleRate;
use tempfile::TempDir;

use super::*;

/// A folder with empty files of these paths.
fn folder_with(files: &[&str]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for file in files {
        let path = folder.path().join(file);
        create_dir_all(path.parent().unwrap()).unwrap();
        write(path, b"").unwrap();
    }
    folder
}

fn read_one(path: &Path) -> FoundSongs {
    read_set(&[path.to_owned()])
}

fn titles(found: &FoundSongs) -> Vec<&str> {
    found.songs.iter().map(Song::title).collect()
}

fn stems(song: &Song) -> Vec<&str> {
    song.stems().iter().map(|stem| stem.name.as_str()).collect()
}

#[test]
fn a_folder_of_audio_files_is_a_song() {
    let folder = folder_with(&["01 Song/2 Bass.FLAC", "01 Song/10 Click.wav", "01 Song/1 Kit.wav"]);
    let found = read_one(&folder.path().join("01 Song"));
    assert_eq!(titles(&found), ["Song"]);
    assert_eq!(stems(&found.songs[0]), ["Kit", "Bass", "Click"]);
    assert!(found.problems.is_empty());
}

#[test]
fn a_folder_of_song_folders_is_a_set_in_natural_order() {
    let folder = folder_with(&["10 Last/a.wav", "2 Second/a.wav", "1 First/a.wav", "Notes/x.txt"]);
    let found = read_one(folder.path());
    assert_eq!(titles(&found), ["First", "Second", "Last"]);
    assert!(found.problems.is_empty(), "a folder of notes among the songs is no problem");
}

#[test]
fn folders_inside_a_song_are_not_looked_at() {
    let folder = folder_with(&["Song/a.wav", "Song/Old takes/b.wav"]);
    let found = read_one(&folder.path().join("Song"));
    assert_eq!(stems(&found.songs[0]), ["a"]);
}

#[test]
fn a_file_is_a_song_of_one_stem() {
    let folder = folder_with(&["03 Click.wav", "Bass.wav"]);
    let found = read_one(&folder.path().join("03 Click.wav"));
    assert_eq!(titles(&found), ["Click"]);
    assert_eq!(stems(&found.songs[0]), ["Click"]);
}

#[test]
fn songs_are_in_the_order_of_the_paths() {
    let folder = folder_with(&["B/a.wav", "A/a.wav"]);
    let paths = ["B", "A", "B"].map(|name| folder.path().join(name));
    assert_eq!(titles(&read_set(&paths)), ["B", "A", "B"]);
}

#[test]
fn what_is_no_audio_is_passed_over() {
    let folder = folder_with(&[
        "Song/a.wav",
        "Song/cover.jpg",
        "Song/lyrics.txt",
        "Song/a.wav.asd",
        "Song/.DS_Store",
        "Song/._a.wav",
        "Song/no extension",
        "Song/wav",
        "Song/a folder.wav/b.wav",
        "__MACOSX/Song/a.wav",
        "__MACOSX/a.wav",
    ]);
    let found = read_one(folder.path());
    assert_eq!(titles(&found), ["Song"]);
    assert_eq!(stems(&found.songs[0]), ["a"]);
}

#[test]
fn audio_that_cannot_be_played_is_found_so_that_it_is_reported() {
    let folder = folder_with(&["Song/a.wav", "Song/b.mp3", "Song/c.M4A", "Song/d.stem.mp4"]);
    assert_eq!(stems(&read_one(&folder.path().join("Song")).songs[0]), ["a", "b", "c", "d"]);
}

#[test]
fn films_are_passed_over() {
    let folder = folder_with(&["Song/a.wav", "Song/take.mp4", "Song/stem.mp4"]);
    assert_eq!(stems(&read_one(&folder.path().join("Song")).songs[0]), ["a"]);
}

#[test]
fn a_file_expands_to_its_stems() {
    let path = Path::new("Song/01 Bass.wav");
    assert_eq!(expand(path), [Stem::of_file(path.to_owned())]);
}

/// A folder with a song of a stem file (a mix and four stems, of which one has no name) between two
/// other files; the path of the stem file.
fn folder_with_stem_file() -> (TempDir, PathBuf) {
    let folder = folder_with(&["Song/1 Click.wav", "Song/3 Guide.wav"]);
    let source = folder.path().join("source.wav");
    let sample_rate = SampleRate::HZ_48000;
    let format = WavFormat { sample_rate, channel_count: 2, bits_per_sample: 16 };
    write_wav(&source, format, &[0; 2000]);
    let stems = [("Drums", "#FF0000"), ("Bass", "#009e73"), ("", "blue"), ("Vox", "")];
    let path = folder.path().join("Song/2 Band.stem.mp4");
    write_stem_file(&path, &[source.as_path(); 5], &stems);
    (folder, path)
}

#[test]
fn a_stem_file_is_its_stems_in_its_place_and_its_mix_is_muted_at_first() {
    let (folder, path) = folder_with_stem_file();
    let found = read_one(&folder.path().join("Song"));
    let song = &found.songs[0];
    assert_eq!(stems(song), ["Click", "Mix", "Drums", "Bass", "Band 4", "Vox", "Guide"]);
    let tracks = &song.stems()[1..6];
    assert!(tracks.iter().all(|stem| stem.path == path));
    let numbers = tracks.iter().map(|stem| stem.track);
    assert!(numbers.eq((0..5).map(Some)));
    let colours = tracks.iter().map(|stem| stem.colour.map(|colour| colour.to_string()));
    let marked = [None, Some("#ff0000".to_owned()), Some("#009e73".to_owned()), None, None];
    assert!(colours.eq(marked));
    let muted: Vec<bool> = song.stems().iter().map(|stem| stem.is_muted_at_first).collect();
    assert_eq!(muted, [false, true, false, false, false, false, false]);
}

#[test]
fn a_stem_file_alone_is_a_song_of_its_stems() {
    let (_folder, path) = folder_with_stem_file();
    let found = read_one(&path);
    assert_eq!(stems(&found.songs[0]), ["Mix", "Drums", "Bass", "Band 4", "Vox"]);
}

#[test]
fn a_broken_stem_file_is_one_stem_that_the_engine_explains() {
    let (folder, path) = folder_with_stem_file();
    let bytes = std::fs::read(&path).unwrap();
    // Its table of contents is at its end.
    write(&path, &bytes[..find_box(&bytes, &["moov"]).start]).unwrap();
    let found = read_one(&folder.path().join("Song"));
    assert_eq!(stems(&found.songs[0]), ["Click", "Band", "Guide"]);
    let report = crate::inspect::inspect(&found.songs[0].stems()[1]);
    let error = report.error.unwrap();
    assert!(error.contains("MP4") && error.contains("cut off"), "{error}");
}

#[test]
fn paths_that_give_no_song_are_reported_and_the_others_are_found() {
    let folder = folder_with(&["Song/a.wav", "Empty/notes.txt"]);
    let paths = ["Absent", "Empty", "Song"].map(|name| folder.path().join(name));
    let found = read_set(&paths);
    assert_eq!(titles(&found), ["Song"]);
    assert!(matches!(&found.problems[..], [
        FolderError::Absent { path: absent },
        FolderError::NoSongs { path: empty },
    ] if absent == &paths[0] && empty == &paths[1]));
}

#[test]
fn the_folder_one_stands_in_has_its_own_name() {
    // `.` has no name of its own; this crate's folder holds no audio, so one is made here.
    let folder = folder_with(&["Song/a.wav", "Song/inner/x.txt"]);
    let found = read_one(&folder.path().join("Song/inner/.."));
    assert_eq!(titles(&found), ["Song"]);
}

#[cfg(unix)]
mod unix {
    use std::{
        ffi::OsStr,
        os::unix::{ffi::OsStrExt, fs::symlink},
    };

    use super::*;

    #[test]
    fn hostile_names_are_found_and_keep_their_bytes() {
        let folder = tempfile::tempdir().unwrap();
        let longest = [b"x".repeat(251).as_slice(), b".wav"].concat();
        let names: [&[u8]; 6] = [
            b"new\nline.wav",
            b"\x1b[2J.wav",
            "\u{202e}gnp.wav".as_bytes(),
            b"not unicode \xff\xfe.wav",
            b"..wav.wav\\..\\a.wav",
            &longest,
        ];
        for name in names {
            write(folder.path().join(OsStr::from_bytes(name)), b"").unwrap();
        }
        let found = read_one(folder.path());
        assert_eq!(found.songs[0].stems().len(), names.len() - 1, "one is hidden");
        for stem in found.songs[0].stems() {
            assert!(stem.path.exists(), "{:?}", stem.path);
        }
    }

    #[test]
    fn a_link_that_leads_nowhere_is_a_stem_so_that_it_is_reported() {
        let folder = folder_with(&["Song/a.wav"]);
        symlink("/nowhere", folder.path().join("Song/b.wav")).unwrap();
        assert_eq!(stems(&read_one(&folder.path().join("Song")).songs[0]), ["a", "b"]);
    }

    #[test]
    fn a_folder_that_links_to_itself_ends() {
        let folder = folder_with(&["Song/a.wav"]);
        symlink(folder.path(), folder.path().join("loop")).unwrap();
        assert_eq!(titles(&read_one(folder.path())), ["Song"]);
    }
}
