//! Claims about the table of stems.

use attacca_player::ipc::FileReport;

use super::*;
use crate::inspect::RateReport;

fn stem(name: &str, file: Option<OpenFileReport>, error: Option<&str>) -> StemReport {
    let file = FileReport {
        path: format!("song/{name}.wav"),
        file,
        error: error.map(str::to_owned),
        damage: None,
    };
    let name = name.to_owned();
    StemReport { name, track: None, colour: None, is_muted_at_first: false, file }
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
        resampled_to_hz: None,
    }
}

fn lines(stems: Vec<StemReport>) -> String {
    let song = SongReport { title: "Song".to_owned(), folder: "song".to_owned(), stems };
    table(&Report { songs: vec![song], problems: vec![], sample_rate_hz: None, rates: vec![] })
}

/// The line for the rates of a set with so many stems of each that is played at `played_hz`.
fn rates(counts: &[(u32, usize)], played_hz: u32) -> String {
    let rate = |(sample_rate_hz, stem_count): &(u32, usize)| RateReport {
        sample_rate_hz: *sample_rate_hz,
        stem_count: *stem_count,
    };
    let rates = counts.iter().map(rate).collect();
    table(&Report { songs: vec![], problems: vec![], sample_rate_hz: Some(played_hz), rates })
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
            1  Drums                     FLAC, 24-bit, 48 kHz, stereo, 3:20.0\n   \
            2  低音                      FLAC, 24-bit, 48 kHz, mono, 3:20.0\n   \
            3  Old mix                   can't be played: MP3 is not supported yet\n"
    );
}

#[test]
fn a_stem_that_is_resampled_says_from_where_to_where() {
    let file = OpenFileReport { resampled_to_hz: Some(44_100), ..flac(2) };
    let text = lines(vec![stem("Pad", Some(file), None)]);
    assert!(text.contains("FLAC, 24-bit, 48 kHz resampled to 44.1 kHz, stereo, 3:20.0"), "{text}");
}

#[test]
fn a_track_of_a_stem_file_says_which_it_is_and_how_it_is_marked() {
    let colour = Some("#009e73".to_owned());
    let drums = StemReport { track: Some(2), colour, ..stem("Drums", Some(flac(2)), None) };
    let mix = stem("Mix", Some(flac(2)), None);
    let mix = StemReport { track: Some(1), is_muted_at_first: true, ..mix };
    let text = lines(vec![mix, drums]);
    assert!(text.contains("stereo, 3:20.0; track 1, muted at first\n"), "{text}");
    assert!(text.contains("stereo, 3:20.0; track 2, #009e73\n"), "{text}");
}

#[test]
fn the_last_line_tells_the_commonest_rate() {
    assert_eq!(
        rates(&[(44_100, 27), (48_000, 2), (96_000, 1)], 44_100),
        "commonest rate 44.1 kHz: 27 of 30 stems; the others are resampled to it\n"
    );
    assert_eq!(rates(&[(48_000, 30)], 48_000), "commonest rate 48 kHz: 30 of 30 stems\n");
    assert_eq!(
        rates(&[(768_000, 2), (96_000, 1)], 96_000),
        "commonest rate 768 kHz: 2 of 3 stems; all are played at 96 kHz\n"
    );
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
        length_seconds: 4096.0 / 48_000.0,
        error: "damaged audio data".to_owned(),
    };
    broken.file.damage = Some(vec![stretch; 8]);
    let text = lines(vec![broken]);
    assert_eq!(text.matches("damaged at 0:01.0 for 0.085 s: ").count(), MAX_DAMAGE_SHOWN);
    assert!(text.contains("… and 3 more"), "{text}");
}
