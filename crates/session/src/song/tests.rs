//! Claims about songs.

use proptest::prelude::*;

use super::*;
use crate::Colour;

fn song(folder: &str, files: &[&str]) -> Song {
    let stems = files.iter().map(|file| Stem::of_file(Path::new(folder).join(file))).collect();
    song_of(folder, stems)
}

fn song_of(folder: &str, stems: Vec<Stem>) -> Song {
    SongFiles { folder: folder.into(), stems }.into_song().unwrap()
}

/// The tracks of `file`, called so.
fn tracks(file: &str, names: &[&str]) -> Vec<Stem> {
    let names = names.iter().enumerate();
    names.map(|(track, name)| Stem::of_track(file.into(), track, name)).collect()
}

fn names(song: &Song) -> Vec<&str> {
    song.stems().iter().map(|stem| stem.name.as_str()).collect()
}

#[test]
fn stems_are_in_natural_order() {
    let song = song("01 Song", &["10 Click.wav", "2 Bass.wav", "1 Drums.flac"]);
    assert_eq!(song.title(), "Song");
    assert_eq!(names(&song), ["Drums", "Bass", "Click"]);
    assert_eq!(song.stems()[2].path, Path::new("01 Song/10 Click.wav"));
}

#[test]
fn a_single_file_is_a_song_of_its_name() {
    let song = song_of("03 Click.wav", vec![Stem::of_file("03 Click.wav".into())]);
    assert_eq!(song.title(), "Click");
    assert_eq!(names(&song), ["Click"]);
}

#[test]
fn a_single_file_of_several_stems_is_a_song_of_its_name() {
    let file = "02 Encore.stem.mp4";
    let song = song_of(file, tracks(file, &["Mix", "Drums", "Vocals"]));
    assert_eq!(song.title(), "Encore");
    assert_eq!(names(&song), ["Mix", "Drums", "Vocals"]);
}

#[test]
fn the_tracks_of_a_file_stay_together_in_their_order_and_keep_what_is_known_of_them() {
    let mut mix = Stem::of_track("s/5 Band.stem.mp4".into(), 0, "Mix");
    mix.is_muted_at_first = true;
    mix.colour = Some(Colour { red: 1, green: 2, blue: 3 });
    let drums = Stem::of_track("s/5 Band.stem.mp4".into(), 1, "Drums");
    let files = ["s/10 Click.wav", "s/1 Guide.wav"].map(|file| Stem::of_file(file.into()));
    let stems = [drums.clone(), files[0].clone(), mix.clone(), files[1].clone()];
    let song = song_of("s", stems.into());
    assert_eq!(song.stems(), [files[1].clone(), mix, drums, files[0].clone()]);
}

#[test]
fn names_that_would_be_the_same_keep_what_tells_them_apart() {
    assert_eq!(names(&song("s", &["01 Gtr.wav", "02 Gtr.wav"])), ["01 Gtr", "02 Gtr"]);
    assert_eq!(names(&song("s", &["Gtr.flac", "Gtr.wav"])), ["Gtr.flac", "Gtr.wav"]);
    assert_eq!(names(&song("s", &[" Gtr.wav", "GTR.wav"])), ["Gtr.wav (1)", "GTR.wav (2)"]);
    assert_eq!(names(&song("s", &["GTR.wav", "gtr.wav"])), ["GTR.wav (1)", "gtr.wav (2)"]);
}

#[test]
fn tracks_that_would_be_called_the_same_get_their_files_names() {
    let mut stems = tracks("s/A.stem.mp4", &["Drums", "Bass"]);
    stems.extend(tracks("s/B.stem.mp4", &["drums", "Drums"]));
    stems.push(Stem::of_file("s/01 Bass.wav".into()));
    let song = song_of("s", stems);
    assert_eq!(names(&song), ["01 Bass", "A Drums", "A Bass", "B drums 1", "B Drums 2"]);
}

#[test]
fn the_same_file_twice_is_one_stem() {
    assert_eq!(names(&song("s", &["a.wav", "a.wav"])), ["a"]);
}

#[test]
fn a_folder_without_stems_is_no_song() {
    let files = SongFiles { folder: "empty".into(), stems: vec![] };
    let error = files.into_song().unwrap_err();
    assert_eq!(error, MaterialError::NoStems { folder: "empty".into() });
    assert_eq!(error.to_string(), "empty holds no stems: put audio files into it");
}

proptest! {
    #[test]
    fn no_two_stems_have_one_name(
        files in proptest::collection::hash_set("[0-2]{0,2}[ _]?[aA]{1,2}( \\([12]\\))?\\.(wav|flac)", 1..12),
    ) {
        let files: Vec<&str> = files.iter().map(String::as_str).collect();
        let song = song("s", &files);
        prop_assert_eq!(song.stems().len(), files.len());
        let mut folded: Vec<String> = names(&song).iter().map(|name| name.to_lowercase()).collect();
        folded.sort();
        folded.dedup();
        prop_assert_eq!(folded.len(), files.len(), "{:?}", names(&song));
    }
}
