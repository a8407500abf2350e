//! Claims about songs.

use proptest::prelude::*;

use super::*;

fn song(folder: &str, files: &[&str]) -> Song {
    let files = files.iter().map(|file| Path::new(folder).join(file)).collect();
    SongFiles { folder: folder.into(), files }.into_song().unwrap()
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
    let file = PathBuf::from("03 Click.wav");
    let song = SongFiles { folder: file.clone(), files: vec![file] }.into_song().unwrap();
    assert_eq!(song.title(), "Click");
    assert_eq!(names(&song), ["Click"]);
}

#[test]
fn names_that_would_be_the_same_keep_what_tells_them_apart() {
    assert_eq!(names(&song("s", &["01 Gtr.wav", "02 Gtr.wav"])), ["01 Gtr", "02 Gtr"]);
    assert_eq!(names(&song("s", &["Gtr.flac", "Gtr.wav"])), ["Gtr.flac", "Gtr.wav"]);
    assert_eq!(names(&song("s", &[" Gtr.wav", "GTR.wav"])), ["Gtr.wav (1)", "GTR.wav (2)"]);
    assert_eq!(names(&song("s", &["GTR.wav", "gtr.wav"])), ["GTR.wav (1)", "gtr.wav (2)"]);
}

#[test]
fn the_same_file_twice_is_one_stem() {
    assert_eq!(names(&song("s", &["a.wav", "a.wav"])), ["a"]);
}

#[test]
fn a_folder_without_stems_is_no_song() {
    let files = SongFiles { folder: "empty".into(), files: vec![] };
    let error = files.into_song().unwrap_err();
    assert_eq!(error, MaterialError::NoStems { folder: "empty".into() });
    assert_eq!(error.to_string(), "empty holds no stems: put FLAC, WAV or AIFF files into it");
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
