//! Claims about the table of stems.

use attacca_player::ipc::FileReport;

use super::*;

fn stem(name: &str, file: Option<OpenFileReport>, error: Option<&str>) -> StemReport {
    let file = FileReport {
        path: format!("song/{name}.wav"),
        file,
        error: error.map(str::to_owned),
        damage: None,
    };
    StemReport { name: name.to_owned(), file }
}

fn flac(channel_count: usize) -> OpenFileReport {
    OpenFileReport {
        format: "FLAC".to_owned(),
        sample_rate_hz: 48_000,
        bits: 24,
        is_float: false,
        channel_count,
        mix_down: None,
        length_frames: 9_600_000,
        length_seconds: 200.0,
        storage: "f32",
        converted_to_hz: None,
    }
}

fn lines(stems: Vec<StemReport>) -> String {
    let song = SongReport { title: "Song".to_owned(), folder: "song".to_owned(), stems };
    table(&Report { songs: vec![song], problems: vec![], sample_rate_hz: None })
}

#[test]
fn each_stem_is_one_line_in_columns() {
    let text = lines(vec![
        stem("Drums", Some(flac(2)), None),
        stem("低音", Some(flac(1)), None),
        stem("Old mix", None, Some("MP3 is not supported yet")),
    ]);
    assert_eq!(
        text,
        "Song (3 stems, 3:20.0)\n   \
            1  Drums                     FLAC, 24-bit, 48000 Hz, stereo, 3:20.0\n   \
            2  低音                      FLAC, 24-bit, 48000 Hz, mono, 3:20.0\n   \
            3  Old mix                   can't be played: MP3 is not supported yet\n"
    );
}

#[test]
fn a_file_of_another_rate_tells_at_which_it_is_played() {
    let file = OpenFileReport { sample_rate_hz: 44_100, converted_to_hz: Some(48_000), ..flac(2) };
    let text = lines(vec![stem("Pad", Some(file), None)]);
    assert!(text.contains("FLAC, 24-bit, 44100 Hz (played at 48000 Hz), stereo"), "{text}");
}

#[test]
fn hostile_names_do_not_break_the_lines() {
    let text = lines(vec![stem("a\nb\u{1b}[2J", Some(flac(2)), None)]);
    assert_eq!(text.lines().count(), 2, "{text}");
    assert!(!text.contains('\u{1b}'));
}

#[test]
fn long_lists_of_damage_are_cut() {
    let mut broken = stem("Drums", Some(flac(2)), None);
    let stretch = DamageReport {
        position_frames: 48_000,
        position_seconds: 1.0,
        length_frames: 4096,
        error: "damaged audio data".to_owned(),
    };
    broken.file.damage = Some(vec![stretch; 8]);
    let text = lines(vec![broken]);
    assert_eq!(text.matches("damaged at 0:01.0 for 4096 frames").count(), MAX_DAMAGE_SHOWN);
    assert!(text.contains("… and 3 more"), "{text}");
}
