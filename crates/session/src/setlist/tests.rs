//! Claims about sets.

use super::*;
use crate::{SongFiles, Stem};

#[test]
fn a_set_without_songs_is_refused() {
    assert_eq!(Setlist::new(vec![]), Err(MaterialError::NoSongs));
}

#[test]
fn a_set_keeps_its_order_and_repeats() {
    let song = |folder: &str| {
        SongFiles { folder: folder.into(), stems: vec![Stem::of_file("a.wav".into())] }
            .into_song()
            .unwrap()
    };
    let set = Setlist::new(vec![song("B"), song("A"), song("B")]).unwrap();
    let titles: Vec<&str> = set.songs().iter().map(Song::title).collect();
    assert_eq!(titles, ["B", "A", "B"]);
}
