//! Claims about the rates of files that are looked into. What else is found in them is shown by the
//! tests of the command.

use super::*;

/// A file at `hz` frames per second.
fn file(hz: u32) -> FileReport {
    let file = OpenFileReport {
        format: "WAV".to_owned(),
        sample_rate_hz: hz,
        bits: 16,
        is_float: false,
        channel_count: 2,
        mix_down: None,
        length_frames: 0,
        length_seconds: 0.0,
        storage: "i16",
        resampled_to_hz: None,
    };
    let path = "a.wav".to_owned();
    FileReport { path, file: Some(file), error: None, damage: None }
}

/// What becomes of a file at `hz` in a set at 48 kHz: resampled to, and whether it is refused.
fn noted(hz: u32) -> (Option<u32>, bool) {
    let mut report = file(hz);
    note_rate(&mut report, SampleRate::HZ_48000);
    let resampled_to_hz = report.file.and_then(|file| file.resampled_to_hz);
    (resampled_to_hz, report.error.is_some())
}

#[test]
fn a_file_is_resampled_if_its_rate_is_another_that_can_be() {
    assert_eq!(noted(48_000), (None, false));
    for hz in [8_000, 44_100, 96_000, 384_000] {
        assert_eq!(noted(hz), (Some(48_000), false), "{hz}");
    }
    for hz in [7_999, 384_001] {
        assert_eq!(noted(hz), (None, true), "{hz}");
    }
}

#[test]
fn files_that_cannot_be_opened_have_no_rate() {
    let unreadable = FileReport { file: None, ..file(0) };
    let mut reports = vec![file(44_100), unreadable, file(44_100)];
    let counts = rate_counts(&reports);
    assert_eq!((counts.total(), counts.resampled_at(SampleRate::HZ_44100)), (2, 0));
    note_rate(&mut reports[1], SampleRate::HZ_48000);
    assert_eq!((&reports[1].file, &reports[1].error), (&None, &None));
}
