//! Melodies: motifs that come back, on the chords' tones where it counts.

use super::{GridNote, PartWriter};
use crate::{
    random::Random,
    song::{Chord, SectionKind, Song},
};

/// Who plays the melody, and what of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum MelodyRole {
    /// The tune itself.
    Lead,
    /// The tune so many degrees of the scale away.
    Parallel(i32),
    /// Long notes where the tune rests.
    Counter,
}

/// A motif's rhythm: steps and how long each note is held.
type Rhythm = &'static [(u64, f64)];

const BUSY: [Rhythm; 5] = [
    &[(0, 2.8), (3, 2.8), (6, 1.8), (8, 3.5), (12, 3.5)],
    &[(0, 3.5), (4, 1.8), (6, 1.8), (8, 5.5)],
    &[(2, 1.8), (4, 1.8), (6, 1.8), (8, 3.6), (12, 1.8), (14, 1.8)],
    &[(0, 5.5), (6, 1.8), (8, 1.8), (10, 5.5)],
    &[(0, 1.8), (2, 1.8), (4, 3.5), (8, 1.8), (10, 1.8), (12, 3.5)],
];
const CALM: [Rhythm; 4] =
    [&[(0, 7.0), (8, 6.0)], &[(4, 3.5), (8, 7.0)], &[(0, 3.5), (4, 3.5), (8, 7.0)], &[(0, 11.0)]];
const COUNTER: [Rhythm; 3] = [&[(8, 7.5)], &[(4, 3.5), (8, 7.5)], &[(0, 15.5)]];

/// Degrees of the scale that a melody may go up or down from its centre.
const REACH: i32 = 5;

pub(super) fn write(writer: &mut PartWriter, role: MelodyRole, centre: i32) {
    let song = writer.song;
    for (bar, section, index) in song.bars() {
        if !writer.plays.is_in(section.kind) {
            continue;
        }
        let phrase_bar = index % 8;
        let topic = if role == MelodyRole::Counter { "counter" } else { "tune" };
        // All sections of a kind have the same tune, and its second half answers the first.
        let place = section.kind as u64 * 100 + phrase_bar as u64;
        let mut dice = song.random.about(topic, place);
        let rhythm = rhythm(song, role, section.kind, phrase_bar);
        let mut degree = song.key.degree_near(centre) + dice.below(3) as i32 - 1;
        let middle = song.key.degree_near(centre);
        for (step, steps) in rhythm {
            degree = next_degree(&mut dice, song.chord_at(bar, *step), degree, *step % 8 == 0);
            degree = degree.clamp(middle - REACH, middle + REACH);
            let shift = match role {
                MelodyRole::Parallel(degrees) => degrees,
                MelodyRole::Lead | MelodyRole::Counter => 0,
            };
            writer.play(GridNote {
                bar,
                step: *step as f64,
                steps: *steps,
                pitch: song.key.pitch_of(degree + shift) as f32,
                velocity: if *step % 8 == 0 { 0.85 } else { 0.7 },
            });
        }
    }
}

/// Bars 1, 2 and 4 of a phrase share a rhythm; the third answers.
fn rhythm(song: &Song, role: MelodyRole, kind: SectionKind, phrase_bar: usize) -> Rhythm {
    let motif = u64::from(phrase_bar % 4 == 2);
    let mut dice = song.random.about("rhythm", kind as u64 * 10 + motif);
    match (role, kind) {
        (MelodyRole::Counter, _) => dice.pick(&COUNTER),
        (_, SectionKind::Chorus | SectionKind::Solo) => dice.pick(&BUSY),
        _ => dice.pick(&CALM),
    }
}

/// Strong steps take the nearest tone of the chord, weak ones move by a step or stay.
fn next_degree(dice: &mut Random, chord: Chord, from: i32, is_strong: bool) -> i32 {
    let wanted = from + dice.below(5) as i32 - 2;
    if !is_strong {
        return from + (wanted - from).signum();
    }
    let tones = [chord.degree, chord.degree + 2, chord.degree + 4];
    let distance = |degree: &i32| {
        tones
            .iter()
            .map(|tone| {
                let apart = (degree - tone).rem_euclid(7);
                apart.min(7 - apart)
            })
            .min()
    };
    let around = [wanted, wanted + 1, wanted - 1, wanted + 2];
    around.into_iter().find(|degree| distance(degree) == Some(0)).unwrap_or(wanted)
}
