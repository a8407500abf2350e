//! Claims about the rate of a set.

use attacca_session::SongFiles;

use super::*;

#[test]
fn the_commonest_rate_wins_and_of_equals_the_first() {
    let (low, high) = (SampleRate::HZ_44100, SampleRate::HZ_48000);
    assert_eq!(commonest(&[low, high, high]), Some(high));
    assert_eq!(commonest(&[high, low, low, high]), Some(high));
    assert_eq!(commonest(&[low]), Some(low));
    assert_eq!(commonest(&[]), None);
}

#[test]
fn a_set_without_a_playable_file_says_why_for_each() {
    let folder = tempfile::tempdir().unwrap();
    let files = ["a.wav", "b.mp3"].map(|name| folder.path().join(name));
    std::fs::write(&files[0], b"").unwrap();
    std::fs::write(&files[1], b"ID3\x04\0\0\0\0\0\0\xff\xfb\x90\0").unwrap();
    let song = SongFiles { folder: folder.path().into(), files: files.to_vec() };
    let setlist = Setlist::new(vec![song.into_song().unwrap()]).unwrap();

    let NothingPlayable { failures } = engine_rate(&setlist).unwrap_err();
    assert!(
        matches!(&failures[..], [
        (first, OpenError::Empty),
        (second, OpenError::UnsupportedFormat { .. }),
    ] if first == &files[0] && second == &files[1]),
        "{failures:?}"
    );
}
