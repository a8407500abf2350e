//! What each stem plays: from a planned song to notes with frames.

mod bass;
mod chords;
mod cues;
mod drums;
mod melody;

pub(crate) use bass::BassStyle;
pub(crate) use chords::ChordStyle;
pub(crate) use drums::Drum;
pub(crate) use melody::MelodyRole;

use crate::{
    random::Random,
    song::{SectionKind, Song},
};

/// One sound of a stem.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Note {
    pub(crate) start: u64,
    /// Frames until it is released.
    pub(crate) frames: u64,
    /// MIDI pitch; for drums, semitones above their own.
    pub(crate) pitch: f32,
    /// 0 to 1.
    pub(crate) velocity: f32,
    /// Where in the stem's own width, -1 to 1.
    pub(crate) pan: f32,
}

/// What a stem does in the song.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Part {
    Drum(Drum),
    Bass(BassStyle),
    /// Chords around a MIDI pitch.
    Chords(ChordStyle, i32),
    /// A melody around a MIDI pitch.
    Melody(MelodyRole, i32),
    /// Noise that swells towards the next section.
    Riser,
    Click,
    Guide,
}

/// The sections that a stem plays in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Plays(pub(crate) &'static [SectionKind]);

impl Plays {
    pub(crate) fn is_in(self, kind: SectionKind) -> bool {
        self.0.contains(&kind)
    }
}

/// The notes of a part, in the order of their starts, none past the end of the song.
pub(crate) fn notes(part: Part, plays: Plays, song: &Song, random: &Random) -> Vec<Note> {
    let mut writer =
        PartWriter { song, plays, dice: random.about("humanise", 0), notes: Vec::new() };
    match part {
        Part::Drum(drum) => drums::write(&mut writer, drum),
        Part::Bass(style) => bass::write(&mut writer, style),
        Part::Chords(style, centre) => chords::write(&mut writer, style, centre),
        Part::Melody(role, centre) => melody::write(&mut writer, role, centre),
        Part::Riser => cues::write_risers(&mut writer),
        Part::Click => cues::write_click(&mut writer),
        Part::Guide => cues::write_guide(&mut writer),
    }
    let mut notes = writer.notes;
    notes.retain(|note| note.start < song.frame_count);
    notes.sort_by_key(|note| note.start);
    notes
}

/// Where part writers put their notes.
pub(crate) struct PartWriter<'a> {
    pub(crate) song: &'a Song,
    pub(crate) plays: Plays,
    pub(crate) dice: Random,
    pub(crate) notes: Vec<Note>,
}

/// A note on the rhythm grid.
#[derive(Debug, Clone, Copy)]
pub(crate) struct GridNote {
    pub(crate) bar: usize,
    /// Steps after the start of the bar.
    pub(crate) step: f64,
    /// Steps that it is held.
    pub(crate) steps: f64,
    pub(crate) pitch: f32,
    pub(crate) velocity: f32,
}

impl PartWriter<'_> {
    /// Adds a note as a person would play it: a little early or late, soft or loud.
    pub(crate) fn play(&mut self, note: GridNote) {
        /// Standard deviation of good players, roughly.
        const LOOSENESS_SECONDS: f64 = 0.004;
        let rate = f64::from(self.song.sample_rate.hz());
        // Two draws make extremes rare.
        let late = (self.dice.bipolar() + self.dice.bipolar()) * LOOSENESS_SECONDS * rate;
        let start = self.song.frame_at(note.bar, note.step) as i64 + late as i64;
        let velocity = note.velocity * (1.0 + 0.12 * self.dice.bipolar() as f32);
        let pan = self.dice.bipolar() as f32 * 0.15;
        self.push(note, start.max(0) as u64, velocity.clamp(0.02, 1.0), pan);
    }

    /// Adds a note exactly as it is.
    pub(crate) fn play_exactly(&mut self, note: GridNote) {
        self.push(note, self.song.frame_at(note.bar, note.step), note.velocity, 0.0);
    }

    fn push(&mut self, note: GridNote, start: u64, velocity: f32, pan: f32) {
        let frames = (note.steps * self.song.frames_per_step()).max(1.0) as u64;
        self.notes.push(Note { start, frames, pitch: note.pitch, velocity, pan });
    }
}

#[cfg(test)]
mod tests;
