//! Chords: held, struck, strummed and broken.

use super::{GridNote, PartWriter};
use crate::song::{Feel, SectionKind};

/// How chords are played.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ChordStyle {
    /// Held for half a bar or a bar, this many voices.
    Held(usize),
    /// One voice of the held chord, counted from below: a section of single players.
    Voice(usize),
    /// Struck in the rhythm of the feel.
    Comped,
    /// Strummed like a guitar.
    Strummed,
    /// Short, on off-beats.
    Stabs,
    /// Broken upwards and down again in steps of so many sixteenths, over so many notes.
    Broken(u64, usize),
    /// One rolled chord at the start of a bar.
    Rolled,
}

/// A stroke of a pattern: step, steps held, velocity.
type Stroke = (u64, f64, f32);

pub(super) fn write(writer: &mut PartWriter, style: ChordStyle, centre: i32) {
    let song = writer.song;
    for (bar, section, _) in song.bars() {
        if !writer.plays.is_in(section.kind) {
            continue;
        }
        let is_full = matches!(section.kind, SectionKind::Chorus | SectionKind::Solo);
        if bar + 1 == song.bar_count() {
            // Held into the ringing out.
            strike(writer, bar, (0, 20.0, 0.7), centre, 4);
            continue;
        }
        match style {
            ChordStyle::Held(voices) => write_held(writer, bar, centre, 0..voices),
            ChordStyle::Voice(voice) => write_held(writer, bar, centre, voice..voice + 1),
            ChordStyle::Comped => {
                for stroke in comping(song.feel, is_full) {
                    strike(writer, bar, *stroke, centre, 4);
                }
            }
            ChordStyle::Strummed => write_strums(writer, bar, centre, is_full),
            ChordStyle::Stabs => {
                for stroke in [(2, 1.0, 0.7), (6, 1.0, 0.8), (11, 1.0, 0.7)] {
                    strike(writer, bar, stroke, centre, 3);
                }
            }
            ChordStyle::Broken(steps, notes) => write_broken(writer, bar, centre, (steps, notes)),
            ChordStyle::Rolled => write_roll(writer, bar, centre),
        }
    }
}

fn comping(feel: Feel, is_full: bool) -> &'static [Stroke] {
    match (feel, is_full) {
        (Feel::Anthem, true) => {
            &[(0, 3.5, 0.85), (4, 3.5, 0.7), (8, 3.5, 0.8), (12, 1.8, 0.7), (14, 1.8, 0.6)]
        }
        (Feel::Anthem, false) => &[(0, 7.5, 0.7), (8, 5.5, 0.6), (14, 1.8, 0.5)],
        (Feel::Ballad, _) => &[(0, 7.8, 0.7), (8, 3.8, 0.6), (12, 3.8, 0.5)],
        (Feel::Groove, _) => &[(0, 2.5, 0.8), (3, 2.0, 0.55), (6, 3.0, 0.7), (11, 2.5, 0.65)],
        (Feel::Drive, _) => &[(0, 5.5, 0.8), (6, 5.5, 0.75), (12, 3.5, 0.7)],
        (Feel::Shuffle, _) => &[(0, 3.5, 0.75), (6, 1.5, 0.6), (10, 1.6, 0.65), (14, 1.5, 0.55)],
    }
}

fn strike(
    writer: &mut PartWriter,
    bar: usize,
    (step, steps, velocity): Stroke,
    centre: i32,
    voices: usize,
) {
    let song = writer.song;
    for pitch in song.chord_at(bar, step).voicing(song.key, centre, voices) {
        writer.play(GridNote { bar, step: step as f64, steps, pitch: pitch as f32, velocity });
    }
}

fn write_held(writer: &mut PartWriter, bar: usize, centre: i32, voices: std::ops::Range<usize>) {
    let song = writer.song;
    let [first, second] = song.chords[bar];
    let stretches: &[(u64, f64)] =
        if first == second { &[(0, 15.8)] } else { &[(0, 7.8), (8, 7.8)] };
    for (step, steps) in stretches {
        let chord = song.chord_at(bar, *step);
        for pitch in chord.voicing(song.key, centre, voices.end).drain(voices.clone()) {
            let step = *step as f64;
            writer.play(GridNote { bar, step, steps: *steps, pitch: pitch as f32, velocity: 0.7 });
        }
    }
}

fn write_strums(writer: &mut PartWriter, bar: usize, centre: i32, is_full: bool) {
    let pattern: &[Stroke] = match (writer.song.feel, is_full) {
        (Feel::Ballad, _) => &[(0, 7.5, 0.7), (8, 3.5, 0.5), (12, 3.5, 0.55)],
        (_, true) => &[
            (0, 3.5, 0.85),
            (4, 1.8, 0.6),
            (6, 1.8, 0.5),
            (8, 1.8, 0.75),
            (10, 1.8, 0.5),
            (12, 1.8, 0.7),
            (14, 1.8, 0.5),
        ],
        (_, false) => &[(0, 5.5, 0.7), (6, 1.8, 0.45), (8, 3.8, 0.6), (12, 3.5, 0.5)],
    };
    /// From string to string.
    const STEPS_BETWEEN_STRINGS: f64 = 0.09;
    let song = writer.song;
    for (step, steps, velocity) in pattern {
        let mut pitches = song.chord_at(bar, *step).voicing(song.key, centre, 5);
        // Between the beats the hand goes up.
        if step % 4 == 2 {
            pitches.reverse();
            pitches.truncate(3);
        }
        for (string, pitch) in pitches.iter().enumerate() {
            let delay = string as f64 * STEPS_BETWEEN_STRINGS;
            writer.play(GridNote {
                bar,
                step: *step as f64 + delay,
                steps: *steps,
                pitch: *pitch as f32,
                velocity: *velocity,
            });
        }
    }
}

fn write_broken(writer: &mut PartWriter, bar: usize, centre: i32, (spacing, notes): (u64, usize)) {
    let song = writer.song;
    // Up and down without striking the ends twice.
    let period = 2 * notes - 2;
    for (index, step) in (0..16).step_by(spacing as usize).enumerate() {
        let pitches = song.chord_at(bar, step).voicing(song.key, centre, notes);
        let place = index % period;
        let pitch = pitches[place.min(period - place)] as f32;
        let velocity = if step % 4 == 0 { 0.75 } else { 0.55 };
        let steps = spacing as f64 * 0.9;
        writer.play(GridNote { bar, step: step as f64, steps, pitch, velocity });
    }
}

fn write_roll(writer: &mut PartWriter, bar: usize, centre: i32) {
    let song = writer.song;
    for (index, pitch) in song.chord_at(bar, 0).voicing(song.key, centre, 7).iter().enumerate() {
        let step = index as f64 * 0.5;
        writer.play(GridNote { bar, step, steps: 12.0, pitch: *pitch as f32, velocity: 0.6 });
    }
}
