//! Claims about finding what is meant.

use proptest::prelude::*;

use super::*;
use crate::{SongFiles, Stem};

fn stems<'a>(files: impl IntoIterator<Item = &'a str>) -> Vec<Stem> {
    files.into_iter().map(|file| Stem::of_file(file.into())).collect()
}

fn band() -> Song {
    let files = ["01 Kick.wav", "02 Bass DI.flac", "03 Bass Amp.flac", "04 2.wav", "05 Click.wav"];
    SongFiles { folder: "Song".into(), stems: stems(files) }.into_song().unwrap()
}

#[test]
fn a_stem_is_found_by_name_file_number_and_unique_beginning() {
    let queries = [
        ("Bass DI", 1),
        ("bass di", 1),
        (" BASS AMP ", 2),
        ("02 bass di.flac", 1),
        ("02 Bass DI", 1),
        ("1", 0),
        ("5", 4),
        ("k", 0),
        ("bass a", 2),
        ("cl", 4),
        ("03", 2),
    ];
    for (query, index) in queries {
        assert_eq!(stem(&band(), query), Ok(index), "{query}");
    }
}

#[test]
fn a_name_comes_before_a_number() {
    assert_eq!(stem(&band(), "2"), Ok(3), "the stem that is called 2, not the second one");
}

#[test]
fn an_unknown_name_is_answered_with_all_names() {
    for query in ["tuba", "", "00", "6", "-1"] {
        let error = stem(&band(), query).unwrap_err();
        assert!(matches!(&error, FindError::Unknown { names, .. } if names.len() == 5), "{query}");
    }
    assert_eq!(
        stem(&band(), "tuba").unwrap_err().to_string(),
        "no stem is called \"tuba\"; there are 1 Kick, 2 Bass DI, 3 Bass Amp, 4 2, 5 Click"
    );
}

#[test]
fn a_beginning_of_several_names_is_answered_with_these() {
    assert_eq!(
        stem(&band(), "bass").unwrap_err().to_string(),
        "\"bass\" may be Bass DI or Bass Amp; type more of the name"
    );
}

#[test]
fn errors_show_hostile_names_escaped() {
    let stems = stems(["a\nb.wav", "c.wav"]);
    let song = SongFiles { folder: "Song".into(), stems }.into_song().unwrap();
    let message = stem(&song, "\u{1b}[2J").unwrap_err().to_string();
    assert!(!message.contains(['\n', '\u{1b}']), "{message:?}");
}

#[test]
fn the_first_of_two_songs_of_one_title_is_meant() {
    let song_of = |folder: &str| {
        SongFiles { folder: folder.into(), stems: vec![Stem::of_file("a.wav".into())] }
            .into_song()
            .unwrap()
    };
    let set = ["01 Intro", "02 Verse", "03 Intro"].map(song_of);
    assert_eq!(song(&set, "intro"), Ok(0));
    assert_eq!(song(&set, "03 intro"), Ok(2));
    assert_eq!(song(&set, "3"), Ok(2));
}

proptest! {
    #[test]
    fn every_stem_is_found_by_its_name(
        files in proptest::collection::hash_set("[0-3]{0,2} ?[aAb]{1,3}\\.(wav|flac)", 1..10),
    ) {
        let song = SongFiles { folder: "s".into(), stems: stems(files.iter().map(String::as_str)) };
        let song = song.into_song().unwrap();
        for (index, one) in song.stems().iter().enumerate() {
            prop_assert_eq!(stem(&song, &one.name), Ok(index), "{}", one.name);
            prop_assert_eq!(stem(&song, &one.name.to_uppercase()), Ok(index), "{}", one.name);
        }
    }

    #[test]
    fn no_query_breaks_it(query in ".*") {
        let _ = stem(&band(), &query);
    }
}
