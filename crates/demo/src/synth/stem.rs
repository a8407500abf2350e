//! One stem: its notes become voices, its voices a place in the stereo picture.

use std::sync::Arc;

use super::{
    Sound, Voice, VoiceStart,
    effects::{Effects, Space},
    wavetable::WaveBank,
};
use crate::{maths::sine, parts::Note, random::Random};

/// What a stem is made of.
#[derive(Debug, Clone)]
pub(crate) struct StemSettings {
    pub(crate) sound: Sound,
    pub(crate) space: Space,
    /// -1 left to 1 right.
    pub(crate) pan: f32,
    /// In the order of their starts.
    pub(crate) notes: Arc<[Note]>,
    pub(crate) echo_seconds: f64,
    pub(crate) sample_rate: f64,
    pub(crate) random: Random,
}

/// Plays a stem from a frame on.
pub(crate) struct StemSynth {
    sound: Sound,
    pan: f32,
    notes: Arc<[Note]>,
    sample_rate: f64,
    waves: Arc<WaveBank>,
    dice: Random,
    next_note: usize,
    position: u64,
    voices: Vec<PlacedVoice>,
    effects: Effects,
    mono: Vec<f32>,
    quiet_frames: usize,
}

struct PlacedVoice {
    voice: Box<dyn Voice>,
    /// Gains of left and right.
    gains: [f32; 2],
    /// Frames of the present stretch before it begins.
    offset: usize,
}

/// Below, effects are put to sleep: 140 dB under full scale, less than the last of 24 bits.
const SILENCE: f32 = 1e-7;
/// Silence as long as the longest echo is the end.
const SECONDS_TO_SLEEP: f64 = 1.5;

impl StemSynth {
    /// Plays from `start` on; notes that begin before are left out.
    pub(crate) fn new(settings: &StemSettings, waves: Arc<WaveBank>, start: u64) -> StemSynth {
        let rate = settings.sample_rate;
        StemSynth {
            sound: settings.sound,
            pan: settings.pan,
            notes: Arc::clone(&settings.notes),
            sample_rate: rate,
            waves,
            dice: settings.random.about("voices", 0),
            next_note: settings.notes.partition_point(|note| note.start < start),
            position: start,
            voices: Vec::new(),
            effects: Effects::new(settings.space, settings.echo_seconds, rate),
            mono: Vec::new(),
            quiet_frames: usize::MAX,
        }
    }

    /// Writes the next frames over `left` and `right`, which are equally long.
    pub(crate) fn render(&mut self, left: &mut [f32], right: &mut [f32]) {
        left.fill(0.0);
        right.fill(0.0);
        self.start_notes(left.len());
        self.position += left.len() as u64;
        if self.voices.is_empty() && self.is_asleep() {
            return;
        }
        self.render_voices(left, right);
        self.effects.apply(left, right);
        self.note_silence(left, right);
    }

    fn is_asleep(&self) -> bool {
        self.quiet_frames as f64 > SECONDS_TO_SLEEP * self.sample_rate
    }

    fn note_silence(&mut self, left: &[f32], right: &[f32]) {
        let is_quiet = |samples: &[f32]| samples.iter().all(|sample| sample.abs() < SILENCE);
        if is_quiet(left) && is_quiet(right) {
            self.quiet_frames = self.quiet_frames.saturating_add(left.len());
        } else {
            self.quiet_frames = 0;
        }
    }

    fn start_notes(&mut self, frame_count: usize) {
        let end = self.position + frame_count as u64;
        while let Some(note) = self.notes.get(self.next_note).filter(|note| note.start < end) {
            self.next_note += 1;
            let start = VoiceStart {
                sample_rate: self.sample_rate,
                waves: &self.waves,
                dice: &mut self.dice,
            };
            self.voices.push(PlacedVoice {
                voice: self.sound.start(note, start),
                gains: pan_gains(self.pan + note.pan),
                offset: (note.start - self.position) as usize,
            });
        }
    }

    fn render_voices(&mut self, left: &mut [f32], right: &mut [f32]) {
        self.mono.resize(left.len(), 0.0);
        let mono = &mut self.mono;
        self.voices.retain_mut(|placed| {
            let mono = &mut mono[placed.offset..];
            let goes_on = placed.voice.render(mono);
            let [left_gain, right_gain] = placed.gains;
            let stereo = left[placed.offset..].iter_mut().zip(&mut right[placed.offset..]);
            for (sample, (left, right)) in mono.iter().zip(stereo) {
                *left += sample * left_gain;
                *right += sample * right_gain;
            }
            placed.offset = 0;
            goes_on
        });
    }
}

/// Constant power: -3 dB in the centre.
fn pan_gains(pan: f32) -> [f32; 2] {
    let turns = f64::from(pan.clamp(-1.0, 1.0) + 1.0) / 8.0;
    [sine(turns + 0.25) as f32, sine(turns) as f32]
}
