//! `.stem.mp4` files: five tracks, their names and their colours.

use std::{path::Path, sync::Arc};

use attacca_engine::{
    StemLocation,
    loading::{
        index::IndexCatalog,
        source::FileOpener,
        stem::OpenStem,
        tracks::{FileTrack, FileTracks, list_tracks},
    },
};
use attacca_test_support::{files::TestFolder, mp4::with_stems, reference::run};

use crate::{
    material::{Material, write},
    stems::check_opened,
};

const STEMS: [(&str, &str); 4] =
    [("Drums", "#FF0000"), ("Bass \\u266d", "#00ff7f"), ("", "blue"), ("Vox", "#0000ff")];

/// What each track of a file holds: another piece of noise.
fn tracks(count: usize) -> Vec<Material> {
    let all = Material::noise(16, 1, 40_000 * count);
    (0..count).map(|track| all.slice(track * 40_000..(track + 1) * 40_000)).collect()
}

/// A file with a track of ALAC for each of `tracks`.
fn several(folder: &TestFolder, tracks: &[Material]) -> Vec<u8> {
    let path = folder.path("several.m4a");
    let mut arguments: Vec<String> = ["-v", "error"].map(String::from).into();
    for (number, material) in tracks.iter().enumerate() {
        let source = write(folder, &format!("{number}.wav"), &material.wav());
        arguments.extend(["-i".to_owned(), source.display().to_string()]);
    }
    for number in 0..tracks.len() {
        arguments.extend(["-map".to_owned(), number.to_string()]);
    }
    arguments.extend(["-c:a", "alac"].map(String::from));
    run("ffmpeg", arguments.into_iter().chain([path.display().to_string()]));
    std::fs::read(path).expect("ffmpeg wrote it")
}

fn open_track(path: &Path, track: Option<usize>) -> Arc<OpenStem> {
    let location = StemLocation { path: path.to_path_buf(), track };
    OpenStem::open(location, &FileOpener, &IndexCatalog::new()).expect("the track opens")
}

#[test]
fn the_tracks_of_a_stem_file_are_listed_with_names_and_colours() {
    let folder = TestFolder::new();
    let file = with_stems(&several(&folder, &tracks(5)), &STEMS);
    let path = write(&folder, "song.stem.mp4", &file);
    let track = |number, name: Option<&str>, colour| FileTrack {
        number,
        name: name.map(str::to_owned),
        colour,
        is_mix: number == 0,
    };
    let listed = list_tracks(&path, &FileOpener).expect("the file can be read");
    let expected = [
        track(0, None, None),
        track(1, Some("Drums"), Some([0xff, 0, 0])),
        track(2, Some("Bass ♭"), Some([0, 0xff, 0x7f])),
        track(3, None, None),
        track(4, Some("Vox"), Some([0, 0, 0xff])),
    ];
    assert_eq!(listed, FileTracks { is_stem_file: true, tracks: expected.into() });
}

#[test]
fn every_track_decodes_to_its_own_source_bit_by_bit() {
    let folder = TestFolder::new();
    let tracks = tracks(5);
    let file = with_stems(&several(&folder, &tracks), &STEMS);
    let path = write(&folder, "song.stem.mp4", &file);
    for (number, material) in tracks.iter().enumerate() {
        check_opened(&open_track(&path, Some(number)), material);
    }
}

#[test]
fn of_another_file_with_several_tracks_the_first_is_played_and_the_others_are_told() {
    let folder = TestFolder::new();
    let tracks = tracks(2);
    let path = write(&folder, "film.m4a", &several(&folder, &tracks));
    check_opened(&open_track(&path, None), &tracks[0]);
    let listed = list_tracks(&path, &FileOpener).expect("the file can be read");
    assert!(!listed.is_stem_file);
    assert_eq!(listed.tracks.len(), 2);
}

#[test]
fn a_track_that_is_not_there_is_refused() {
    let folder = TestFolder::new();
    let path = write(&folder, "film.m4a", &several(&folder, &tracks(2)));
    let location = StemLocation { path, track: Some(2) };
    let refusal = OpenStem::open(location, &FileOpener, &IndexCatalog::new());
    assert!(refusal.expect_err("it has two").to_string().contains("tracks"));
}
