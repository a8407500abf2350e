//! What only the band hears: click and guide tones; and the risers that the audience does.

use super::{GridNote, PartWriter};
use crate::song::{BEATS_PER_BAR, SectionKind};

/// Semitones from the click's ordinary sound to the one on the first beat.
const ACCENT_SEMITONES: f32 = 7.0;

pub(super) fn write_click(writer: &mut PartWriter) {
    for bar in 0..writer.song.bar_count() {
        for beat in 0..BEATS_PER_BAR {
            let is_first = beat == 0;
            writer.play_exactly(GridNote {
                bar,
                step: (4 * beat) as f64,
                steps: 0.5,
                pitch: if is_first { ACCENT_SEMITONES } else { 0.0 },
                velocity: if is_first { 1.0 } else { 0.7 },
            });
        }
    }
}

/// In the bar before a section: two tones that name it, and two that count it in.
pub(super) fn write_guide(writer: &mut PartWriter) {
    let song = writer.song;
    for section in song.sections.iter().filter(|section| section.first_bar > 0) {
        let bar = section.first_bar - 1;
        let name = match section.kind {
            SectionKind::Intro => [72, 72],
            SectionKind::Verse => [72, 74],
            SectionKind::Chorus => [72, 79],
            SectionKind::Bridge => [79, 72],
            SectionKind::Solo => [76, 79],
            SectionKind::Outro => [74, 72],
        };
        for (beat, pitch) in name.into_iter().chain([84, 84]).enumerate() {
            writer.play_exactly(GridNote {
                bar,
                step: 4.0 * beat as f64,
                steps: 1.5,
                pitch: pitch as f32,
                velocity: 0.8,
            });
        }
    }
}

pub(super) fn write_risers(writer: &mut PartWriter) {
    let song = writer.song;
    for section in &song.sections {
        if section.first_bar < 2 || !writer.plays.is_in(section.kind) {
            continue;
        }
        let bar = section.first_bar - 2;
        writer.play_exactly(GridNote { bar, step: 0.0, steps: 32.0, pitch: 60.0, velocity: 0.8 });
    }
}
