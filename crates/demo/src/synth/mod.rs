//! From notes to samples: voices, effects, and the stem that holds them.
//!
//! A [`StemSynth`] plays the notes of one stem from its first frame to its last, in stretches of
//! any length. Voices are mono and short-lived; the stem places them and adds its effects.

mod drum;
mod effects;
mod envelope;
mod filter;
mod fm;
mod pluck;
mod stem;
mod tone;
mod wavetable;

pub(crate) use drum::{DrumPatch, NoiseBand};
pub(crate) use effects::Space;
pub(crate) use envelope::EnvelopeSettings;
pub(crate) use fm::FmPatch;
pub(crate) use pluck::PluckPatch;
pub(crate) use stem::{StemSettings, StemSynth};
pub(crate) use tone::TonePatch;
pub(crate) use wavetable::{Wave, WaveBank};

use crate::{parts::Note, random::Random};

/// Frames between two looks at envelopes and slow movements: 0.7 ms at 48 kHz.
const CONTROL_FRAMES: usize = 32;

/// What a stem sounds like.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Sound {
    Tone(&'static TonePatch),
    Pluck(&'static PluckPatch),
    Fm(&'static FmPatch),
    Drum(&'static DrumPatch),
}

impl Sound {
    fn start(self, note: &Note, start: VoiceStart) -> Box<dyn Voice> {
        match self {
            Sound::Tone(patch) => Box::new(tone::ToneVoice::new(patch, note, start)),
            Sound::Pluck(patch) => Box::new(pluck::PluckVoice::new(patch, note, start)),
            Sound::Fm(patch) => Box::new(fm::FmVoice::new(patch, note, start)),
            Sound::Drum(patch) => Box::new(drum::DrumVoice::new(patch, note, start)),
        }
    }
}

/// What a voice is given beside its patch and its note.
struct VoiceStart<'a> {
    sample_rate: f64,
    waves: &'a WaveBank,
    dice: &'a mut Random,
}

/// One note sounding.
trait Voice: Send {
    /// Writes its next samples over `out`; false when it has ended and will be silent.
    fn render(&mut self, out: &mut [f32]) -> bool;
}

#[cfg(test)]
mod tests;
