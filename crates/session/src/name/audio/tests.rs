//! Claims about names of audio files.

use super::*;

#[test]
fn audio_of_every_format_counts_and_films_do_not() {
    for name in ["a.wav", "A.FLAC", "a.wma", "Encore.stem.mp4"] {
        assert!(is_audio_file(Path::new(name)), "{name}");
    }
    for name in ["a.mp4", "a.txt", "wav", ".wav", "a.wav.asd"] {
        assert!(!is_audio_file(Path::new(name)), "{name}");
    }
}

#[test]
fn hidden_files_and_shadows_are_passed_over() {
    for name in ["song/._Kick.wav", ".Trash", "x/__MACOSX"] {
        assert!(is_passed_over(Path::new(name)), "{name}");
    }
    assert!(!is_passed_over(Path::new("song/_Kick.wav")));
}
