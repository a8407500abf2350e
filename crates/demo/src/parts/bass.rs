//! Bass lines: roots, fifths, octaves, and a step that leads to the next chord.

use super::{GridNote, PartWriter};
use crate::song::{Feel, STEPS_PER_BAR, SectionKind};

/// How a bass plays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BassStyle {
    /// The song's groove.
    Groove,
    /// Long roots, an octave lower.
    Sub,
    /// Long roots, an octave higher, in the bridge's and intro's manner.
    Long,
}

/// Lowest root: the open E string.
const LOWEST: i32 = 28;

/// A note of a pattern: step, steps held, semitones above the root.
type Tone = (u64, f64, i32);

pub(super) fn write(writer: &mut PartWriter, style: BassStyle) {
    let song = writer.song;
    for (bar, section, _) in song.bars() {
        if !writer.plays.is_in(section.kind) {
            continue;
        }
        let is_full = matches!(section.kind, SectionKind::Chorus | SectionKind::Solo);
        let is_final = bar + 1 == song.bar_count();
        let pattern: &[Tone] = match style {
            _ if is_final => &[(0, 20.0, 0)],
            BassStyle::Sub | BassStyle::Long => &[(0, 7.5, 0), (8, 7.5, 0)],
            BassStyle::Groove => groove(song.feel, is_full),
        };
        for (step, steps, interval) in pattern {
            let octave = if style == BassStyle::Long { 12 } else { 0 };
            let root = song.chord_at(bar, *step).root_from(song.key, LOWEST) + octave;
            let velocity = if *step % 8 == 0 { 0.9 } else { 0.72 };
            writer.play(GridNote {
                bar,
                step: *step as f64,
                steps: *steps,
                pitch: (root + interval) as f32,
                velocity,
            });
        }
        if style == BassStyle::Groove && !is_final {
            write_approach(writer, bar);
        }
    }
}

fn groove(feel: Feel, is_full: bool) -> &'static [Tone] {
    match (feel, is_full) {
        (Feel::Anthem, true) => &[
            (0, 1.8, 0),
            (2, 1.8, 0),
            (4, 1.8, 0),
            (6, 1.8, 0),
            (8, 1.8, 0),
            (10, 1.8, 0),
            (12, 1.8, 0),
        ],
        (Feel::Anthem, false) => &[(0, 5.5, 0), (6, 1.8, 0), (8, 3.8, 0), (12, 1.8, 7)],
        (Feel::Ballad, _) => &[(0, 6.5, 0), (7, 1.0, 0), (8, 5.0, 0)],
        (Feel::Groove, _) => {
            &[(0, 2.0, 0), (3, 1.2, 0), (6, 1.6, 12), (8, 1.0, 0), (10, 1.5, 7), (13, 0.8, 0)]
        }
        (Feel::Drive, _) => &[
            (0, 0.9, 0),
            (2, 1.6, 12),
            (4, 0.9, 0),
            (6, 1.6, 12),
            (8, 0.9, 0),
            (10, 1.6, 12),
            (12, 0.9, 0),
        ],
        (Feel::Shuffle, _) => &[(0, 3.4, 0), (6, 1.4, 0), (8, 3.4, 7), (12, 1.4, 0)],
    }
}

/// The last eighth of a bar steps towards the next root from one degree away.
fn write_approach(writer: &mut PartWriter, bar: usize) {
    let song = writer.song;
    let here = song.chord_at(bar, STEPS_PER_BAR - 1).root_from(song.key, LOWEST);
    let next = song.chord_at(bar + 1, 0).root_from(song.key, LOWEST);
    let degree = song.key.degree_near(next);
    let pitch = match next.cmp(&here) {
        std::cmp::Ordering::Greater => song.key.pitch_of(degree - 1),
        std::cmp::Ordering::Less => song.key.pitch_of(degree + 1),
        std::cmp::Ordering::Equal => here + 7,
    };
    writer.play(GridNote { bar, step: 14.0, steps: 1.7, pitch: pitch as f32, velocity: 0.68 });
}
