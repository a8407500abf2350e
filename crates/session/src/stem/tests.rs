//! Claims about stems.

use super::*;

#[test]
fn a_file_is_a_stem_of_its_name() {
    let stem = Stem::of_file("song/03 Bass DI.flac".into());
    assert_eq!((stem.name.as_str(), stem.track), ("Bass DI", None));
    assert!(!stem.is_muted_at_first);
}

#[test]
fn a_track_has_the_name_that_its_file_gives_it_or_a_number() {
    let name = |name| Stem::of_track("02 Encore.stem.mp4".into(), 3, name).name;
    assert_eq!(name(" Vocals "), "Vocals");
    assert_eq!(name(" \n"), "Encore 4");
}

#[test]
fn a_colour_reads_as_on_the_web() {
    assert_eq!(Colour { red: 0, green: 158, blue: 115 }.to_string(), "#009e73");
}
