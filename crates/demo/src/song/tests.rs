//! Plans of songs.

use std::collections::BTreeSet;

use super::*;

fn set(songs: usize, minutes: f64, seed: u64) -> Vec<Song> {
    Song::set(&DemoSettings { songs, minutes, seed, ..DemoSettings::default() })
}

#[test]
fn sections_fill_every_bar_without_gap() {
    for bar_count in 1..400 {
        let sections = form::sections(bar_count);
        let mut next_bar = 0;
        for section in &sections {
            assert_eq!(section.first_bar, next_bar, "{bar_count} bars: {sections:?}");
            assert!(section.bar_count > 0);
            next_bar += section.bar_count;
        }
        assert_eq!(next_bar, bar_count);
    }
}

#[test]
fn songs_of_a_minute_and_a_half_have_intro_verse_chorus_and_outro() {
    for song in set(20, 1.5, 3) {
        let kinds: BTreeSet<SectionKind> = song.sections.iter().map(|s| s.kind).collect();
        for kind in
            [SectionKind::Intro, SectionKind::Verse, SectionKind::Chorus, SectionKind::Outro]
        {
            assert!(kinds.contains(&kind), "{} has no {kind:?}", song.title);
        }
    }
}

#[test]
fn songs_of_four_minutes_have_a_bridge_and_a_solo() {
    for song in set(20, 4.0, 3) {
        let has = |kind| song.sections.iter().any(|section| section.kind == kind);
        assert!(has(SectionKind::Bridge) && has(SectionKind::Solo), "{}", song.title);
    }
}

#[test]
fn titles_are_unique_even_in_long_sets() {
    let titles: BTreeSet<String> = set(100, 1.0, 9).into_iter().map(|song| song.title).collect();
    assert_eq!(titles.len(), 100);
}

#[test]
fn neighbours_differ_in_feel_key_and_tempo() {
    for seed in 0..20 {
        for pair in set(12, 1.0, seed).windows(2) {
            assert_ne!(pair[0].feel, pair[1].feel);
            assert_ne!(pair[0].key.tonic, pair[1].key.tonic);
            assert_ne!(pair[0].tempo, pair[1].tempo);
        }
    }
}

#[test]
fn songs_are_as_long_as_asked_and_their_bars_end_before() {
    for minutes in [0.01, 0.1, 1.5, 6.0] {
        for song in set(5, minutes, 1) {
            assert_eq!(song.frame_count, (minutes * 60.0 * 48_000.0_f64).round() as u64);
            assert_eq!(song.bars().count(), song.bar_count());
            if minutes >= 0.1 {
                assert!(song.frame_at(song.bar_count(), 0.0) < song.frame_count);
            }
        }
    }
}

#[test]
fn time_moves_on_from_step_to_step_in_every_feel() {
    for song in set(5, 1.0, 1) {
        let frames: Vec<u64> = (0..4)
            .flat_map(|bar| (0..64).map(move |quarter| (bar, f64::from(quarter) / 4.0)))
            .map(|(bar, step)| song.frame_at(bar, step))
            .collect();
        assert!(frames.windows(2).all(|pair| pair[0] < pair[1]), "{:?}", song.feel);
        // Swing moves what is between the beats, never the beats.
        let beat = 48_000.0 * 60.0 / song.tempo;
        for n in 0..16 {
            let at = song.frame_at(n / 4, (n % 4 * 4) as f64);
            assert!((at as f64 - n as f64 * beat).abs() < 1.0, "{:?}, beat {n}", song.feel);
        }
    }
}

#[test]
fn scales_and_chords_are_those_of_music() {
    let c_major = Key { tonic: 0, is_minor: false };
    let a_minor = Key { tonic: 9, is_minor: true };
    let scale: Vec<i32> = (0..8).map(|degree| c_major.pitch_of(degree)).collect();
    assert_eq!(scale, [0, 2, 4, 5, 7, 9, 11, 12]);
    let relative: BTreeSet<i32> = (0..7).map(|degree| a_minor.pitch_of(degree) % 12).collect();
    assert_eq!(relative, scale[..7].iter().copied().collect(), "A minor is C major's relative");
    let g = Chord { degree: 4, colour: harmony::Colour::Plain };
    // G major around middle C: B3, D4 and G3, as a pianist would play it after C.
    assert_eq!(g.voicing(c_major, 60, 3), [55, 59, 62]);
    assert_eq!(g.root_from(c_major, 28), 31, "the lowest G of a bass");
}

#[test]
fn degree_and_pitch_are_inverse() {
    for tonic in 0..12 {
        for is_minor in [false, true] {
            let key = Key { tonic, is_minor };
            for degree in -20..50 {
                assert_eq!(key.degree_near(key.pitch_of(degree)), degree);
            }
        }
    }
}

#[test]
fn voicings_stay_around_their_centre() {
    for song in set(10, 2.0, 4) {
        for chord in song.chords.iter().flatten() {
            let pitches = chord.voicing(song.key, 60, 4);
            assert!(pitches.is_sorted() && pitches.len() == 4);
            assert!(pitches[0] >= 54 && pitches[0] < 66, "{pitches:?}");
            assert!(pitches[3] < 54 + 24, "{pitches:?}");
        }
    }
}
