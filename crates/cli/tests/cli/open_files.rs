//! A set has more files than the system lets a program have open.

use std::fs;

use attacca_test_support::files::TestFolder;

use crate::{
    attacca::Playing,
    material::{FORMAT, write_noise},
};

const SONGS: usize = 5;
const STEMS: usize = 40;

#[test]
fn a_set_of_more_stems_than_may_be_open_plays_every_song() {
    let set = TestFolder::new();
    let first = set.path("stem.wav");
    write_noise(&first, FORMAT, 4.0, 1);
    for song in 1..=SONGS {
        let folder = set.make_folder(format!("{song} Song"));
        for stem in 1..=STEMS {
            fs::hard_link(&first, folder.join(format!("{stem:02}.wav"))).expect("a second name");
        }
    }
    fs::remove_file(&first).expect("the names are enough");

    // For good: the program can't raise it.
    let limit = "ulimit -n 80; exec \"$0\" \"$@\"";
    let mut playing = Playing::start_by_shell(limit, [set.root()]);
    playing.type_lines(&["play"]);
    for song in [1, 5, 2, 4, 3, 1] {
        playing.type_lines(&[&format!("song {song}"), "seek 0:01"]);
        let status = playing.until(|status| {
            status["song_number"] == song
                && status["seeking_to"].is_null()
                && status["position_seconds"].as_f64().is_some_and(|at| at > 1.2)
        });
        let stems = status["stems"].as_array().expect("stems");
        assert_eq!(stems.len(), STEMS);
        assert!(stems.iter().all(|stem| stem["error"].is_null()), "{status}");
        assert_eq!(status["decode_errors"], 0);
    }
    let ran = playing.quit();
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(!ran.stderr.contains("silent"), "{ran:?}");
}
