//! Claims about titles and stem names.

use super::*;

#[test]
fn leading_numbers_and_underscores_go_from_titles() {
    let titles = [
        ("01 Northern Lights", "Northern Lights"),
        ("sets/01 Northern Lights", "Northern Lights"),
        ("1. Intro", "Intro"),
        ("01 - Intro", "Intro"),
        ("01) Intro", "Intro"),
        ("02-Second_Song", "Second Song"),
        ("Northern Lights", "Northern Lights"),
        ("Song v1.2", "Song v1.2"),
    ];
    for (folder, title) in titles {
        assert_eq!(song_title(Path::new(folder)), title);
    }
}

#[test]
fn numbers_that_are_the_name_stay() {
    for title in ["1999", "24K Magic", "808", "01", "3.", "99-", "50ft Queenie"] {
        assert_eq!(song_title(Path::new(title)), title);
    }
}

#[test]
fn stems_are_named_without_number_and_extension() {
    let names = [
        ("03 Bass DI.flac", "Bass DI"),
        ("song/03_Bass_DI.flac", "Bass DI"),
        ("Kick.in.wav", "Kick.in"),
        ("Kick.stem.wav", "Kick.stem"),
        ("02 Encore.stem.mp4", "Encore"),
        ("Encore.STEM.M4A", "Encore"),
        (".stem.mp4", ".stem"),
        ("01.wav", "01"),
        ("1.wav.flac", "wav"),
        ("no extension", "no extension"),
        (".hidden", ".hidden"),
    ];
    for (file, name) in names {
        assert_eq!(stem_name(Path::new(file)), name);
    }
}

#[test]
fn a_path_without_a_last_part_has_a_title() {
    for path in ["/", "..", "."] {
        assert!(!song_title(Path::new(path)).is_empty(), "{path}");
    }
}

#[test]
fn names_of_many_bytes_stay_whole() {
    let name = "é".repeat(125);
    assert_eq!(stem_name(Path::new(&format!("{name}.wav"))), name);
}

#[cfg(unix)]
#[test]
fn names_that_are_no_unicode_have_a_name() {
    use std::{ffi::OsStr, os::unix::ffi::OsStrExt};
    let path = Path::new(OsStr::from_bytes(b"01 B\xe4sse.wav"));
    assert_eq!(stem_name(path), "B\u{fffd}sse");
}
