//! Notes of all parts, in all kinds of songs.

use super::*;
use crate::{DemoSettings, song::Feel, stems::STEM_KINDS};

fn songs(minutes: f64) -> Vec<Song> {
    Song::set(&DemoSettings { songs: 5, minutes, ..DemoSettings::default() })
}

fn is_drum(part: Part) -> bool {
    matches!(part, Part::Drum(_) | Part::Click | Part::Riser)
}

#[test]
fn notes_are_in_order_and_within_the_song() {
    for song in songs(2.0) {
        for kind in &STEM_KINDS {
            let notes = notes(kind.part, kind.plays, &song, &song.random);
            assert!(!notes.is_empty(), "{} does nothing in {}", kind.name, song.title);
            assert!(notes.is_sorted_by_key(|note| note.start), "{}", kind.name);
            for note in notes {
                assert!(note.start < song.frame_count && note.frames > 0);
                assert!((0.0..=1.0).contains(&note.velocity), "{}: {note:?}", kind.name);
            }
        }
    }
}

#[test]
fn pitched_notes_belong_to_the_key() {
    for song in songs(4.0) {
        let scale: Vec<i32> = (0..7).map(|degree| song.key.pitch_of(degree) % 12).collect();
        for kind in STEM_KINDS.iter().filter(|kind| !is_drum(kind.part) && !kind.is_cue()) {
            let notes = notes(kind.part, kind.plays, &song, &song.random);
            // A fifth above the seventh degree of major, or the second of minor, is not in the
            // scale; basses pass through it.
            let is_bass = matches!(kind.part, Part::Bass(_));
            let strange = notes
                .iter()
                .filter(|note| !scale.contains(&(note.pitch as i32).rem_euclid(12)))
                .count();
            assert!(strange == 0 || (is_bass && strange * 20 < notes.len()), "{}", kind.name);
        }
    }
}

#[test]
fn pitches_suit_the_instruments() {
    for song in songs(4.0) {
        for kind in STEM_KINDS.iter().filter(|kind| !is_drum(kind.part)) {
            for note in notes(kind.part, kind.plays, &song, &song.random) {
                let range = match kind.part {
                    Part::Bass(_) => 26.0..=70.0,
                    _ => 40.0..=108.0,
                };
                assert!(range.contains(&note.pitch), "{} plays {}", kind.name, note.pitch);
            }
        }
    }
}

#[test]
fn click_is_on_every_beat_exactly() {
    for song in songs(1.0) {
        let plays = Plays(&[]);
        let clicks = notes(Part::Click, plays, &song, &song.random);
        assert_eq!(clicks.len(), song.bar_count() * 4);
        let beat = 48_000.0 * 60.0 / song.tempo;
        for (n, click) in clicks.iter().enumerate() {
            assert_eq!(click.start, (n as f64 * beat).round() as u64);
            assert_eq!(click.velocity == 1.0, n % 4 == 0, "the first beat is accented");
        }
    }
}

#[test]
fn guide_announces_every_section_in_the_bar_before() {
    for song in songs(2.0) {
        let cues = notes(Part::Guide, Plays(&[]), &song, &song.random);
        assert_eq!(cues.len(), 4 * (song.sections.len() - 1));
        for (section, cues) in song.sections.iter().skip(1).zip(cues.chunks(4)) {
            assert_eq!(cues[0].start, song.frame_at(section.first_bar - 1, 0.0));
            assert!(cues[3].start + cues[3].frames <= song.frame_at(section.first_bar, 0.0));
        }
    }
}

#[test]
fn sections_of_a_kind_have_the_same_tune() {
    let song = songs(4.0).remove(0);
    let choruses: Vec<&crate::song::Section> = song
        .sections
        .iter()
        .filter(|section| section.kind == SectionKind::Chorus && section.bar_count == 8)
        .collect();
    assert!(choruses.len() >= 2);
    let tune = notes(
        Part::Melody(MelodyRole::Lead, 72),
        Plays(&[SectionKind::Chorus]),
        &song,
        &song.random,
    );
    let pitches_in = |section: &crate::song::Section| {
        // A little before, for those who play early; the last bar may lead elsewhere.
        let margin = 1000;
        let from = song.frame_at(section.first_bar, 0.0).saturating_sub(margin);
        let to = song.frame_at(section.first_bar + 7, 0.0) - margin;
        let notes = tune.iter().filter(|note| (from..to).contains(&note.start));
        notes.map(|note| note.pitch).collect::<Vec<f32>>()
    };
    assert!(!pitches_in(choruses[0]).is_empty());
    assert_eq!(pitches_in(choruses[0]), pitches_in(choruses[1]));
}

#[test]
fn players_are_human_and_machines_are_not() {
    let song = songs(1.0).into_iter().find(|song| song.feel == Feel::Drive).unwrap();
    let kicks = notes(Part::Drum(Drum::Kick), Plays(&[SectionKind::Verse]), &song, &song.random);
    let offsets: Vec<i64> = kicks
        .iter()
        .map(|note| {
            let beat = 48_000.0 * 60.0 / song.tempo;
            let nearest = (note.start as f64 / beat).round() * beat;
            note.start as i64 - nearest as i64
        })
        .collect();
    assert!(offsets.iter().all(|offset| offset.abs() < 480), "10 ms late is sloppy: {offsets:?}");
    assert!(offsets.iter().any(|offset| *offset != offsets[0]), "no two strokes differ");
}
