//! Keys, chords, and the progressions that sections are made of.

use super::form::{Section, SectionKind};
use crate::random::Random;

const MAJOR: [i32; 7] = [0, 2, 4, 5, 7, 9, 11];
const MINOR: [i32; 7] = [0, 2, 3, 5, 7, 8, 10];

/// A tonic and its scale.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Key {
    /// Semitones above C; 0 to 11.
    pub(crate) tonic: i32,
    pub(crate) is_minor: bool,
}

impl Key {
    /// Semitones above C of a degree of the scale; 0 is the tonic, 7 the octave above it.
    pub(crate) fn pitch_of(self, degree: i32) -> i32 {
        let scale = if self.is_minor { MINOR } else { MAJOR };
        self.tonic + 12 * degree.div_euclid(7) + scale[degree.rem_euclid(7) as usize]
    }

    /// The degree whose pitch is at or just below `pitch`, in semitones above C.
    pub(crate) fn degree_near(self, pitch: i32) -> i32 {
        let from_tonic = pitch - self.tonic;
        let scale = if self.is_minor { MINOR } else { MAJOR };
        let within = from_tonic.rem_euclid(12);
        let degree = scale.iter().rposition(|step| *step <= within).unwrap_or(0);
        from_tonic.div_euclid(12) * 7 + degree as i32
    }
}

/// A chord of the key: a degree and what stands on it in thirds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Chord {
    /// 0 is the tonic's chord.
    pub(crate) degree: i32,
    pub(crate) colour: Colour,
}

/// What a chord has beside its triad.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Colour {
    Plain,
    Seventh,
    Ninth,
}

impl Chord {
    /// Degrees of the scale that sound in it, root first.
    pub(crate) fn degrees(self) -> Vec<i32> {
        let mut degrees = vec![self.degree, self.degree + 2, self.degree + 4];
        match self.colour {
            Colour::Plain => {}
            Colour::Seventh => degrees.push(self.degree + 6),
            Colour::Ninth => degrees.push(self.degree + 8),
        }
        degrees
    }

    /// `count` MIDI pitches around `centre`, lowest first.
    ///
    /// Every tone takes the octave nearest to the centre, so that voices move little from chord to
    /// chord.
    pub(crate) fn voicing(self, key: Key, centre: i32, count: usize) -> Vec<i32> {
        let lowest = centre - 6;
        let octaves = (0..).map(|octave| 12 * octave);
        let mut tones: Vec<i32> = self
            .degrees()
            .iter()
            .map(|degree| lowest + (key.pitch_of(*degree) - lowest).rem_euclid(12))
            .collect();
        tones.sort_unstable();
        let mut pitches: Vec<i32> =
            octaves.flat_map(|up| tones.iter().map(move |tone| tone + up)).take(count).collect();
        pitches.sort_unstable();
        pitches
    }

    /// The root's MIDI pitch, the lowest from `lowest` on.
    pub(crate) fn root_from(self, key: Key, lowest: i32) -> i32 {
        lowest + (key.pitch_of(self.degree) - lowest).rem_euclid(12)
    }
}

/// Degrees of the chords of four bars, counted from 1 as musicians do.
type Progression = [i32; 4];

const MAJOR_VERSES: [Progression; 5] =
    [[1, 5, 6, 4], [1, 3, 4, 1], [1, 6, 4, 5], [1, 4, 6, 4], [6, 4, 1, 5]];
const MAJOR_CHORUSES: [Progression; 4] = [[4, 1, 5, 6], [1, 5, 6, 4], [6, 4, 1, 5], [4, 5, 6, 1]];
const MAJOR_BRIDGES: [Progression; 4] = [[2, 4, 6, 5], [6, 3, 4, 5], [4, 6, 2, 5], [2, 6, 4, 5]];
const MINOR_VERSES: [Progression; 4] = [[1, 6, 3, 7], [1, 4, 6, 7], [1, 3, 7, 4], [1, 7, 6, 7]];
const MINOR_CHORUSES: [Progression; 4] = [[6, 3, 7, 1], [6, 7, 1, 3], [1, 6, 3, 7], [4, 6, 3, 7]];
const MINOR_BRIDGES: [Progression; 3] = [[4, 1, 6, 7], [6, 4, 1, 7], [4, 7, 3, 6]];

/// The chords of the halves of every bar; all sections of a kind have the same.
pub(super) fn chords(sections: &[Section], key: Key, dice: &mut Random) -> Vec<[Chord; 2]> {
    let verse = progression(key, SectionKind::Verse, dice);
    let chorus = progression(key, SectionKind::Chorus, dice);
    let bridge = progression(key, SectionKind::Bridge, dice);
    let mut chords = Vec::new();
    for section in sections {
        let progression = match section.kind {
            SectionKind::Chorus => &chorus,
            SectionKind::Bridge => &bridge,
            SectionKind::Intro | SectionKind::Verse | SectionKind::Solo | SectionKind::Outro => {
                &verse
            }
        };
        chords.extend((0..section.bar_count).map(|bar| progression[bar % progression.len()]));
    }
    let is_done = |bar: &mut [Chord; 2]| *bar = [Chord { degree: 0, colour: Colour::Plain }; 2];
    chords.last_mut().map(is_done);
    chords
}

/// Eight bars: four, and the same with a turn at the end.
fn progression(key: Key, kind: SectionKind, dice: &mut Random) -> Vec<[Chord; 2]> {
    let choices: &[Progression] = match (kind, key.is_minor) {
        (SectionKind::Chorus, false) => &MAJOR_CHORUSES,
        (SectionKind::Bridge, false) => &MAJOR_BRIDGES,
        (_, false) => &MAJOR_VERSES,
        (SectionKind::Chorus, true) => &MINOR_CHORUSES,
        (SectionKind::Bridge, true) => &MINOR_BRIDGES,
        (_, true) => &MINOR_VERSES,
    };
    let four = dice.pick(choices);
    let mut bars: Vec<[Chord; 2]> = four
        .iter()
        .chain(&four)
        .map(|number| {
            let colour = match dice.below(5) {
                0 | 1 => Colour::Seventh,
                2 => Colour::Ninth,
                _ => Colour::Plain,
            };
            // A ninth on the third degree, or a seventh on the fifth of a major key, would rub.
            let colour = if *number == 3 { Colour::Plain } else { colour };
            [Chord { degree: number - 1, colour }; 2]
        })
        .collect();
    // Repeats have the same colours, but for the last bar, which turns back to the beginning.
    for bar in 0..4 {
        bars[bar + 4] = bars[bar];
    }
    let turn = if key.is_minor { 6 } else { 4 };
    bars[7][1] = Chord { degree: turn, colour: Colour::Plain };
    bars
}
