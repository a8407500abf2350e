//! Struck sounds: one sine bends another. Electric pianos, bells, mallets.
//!
//! Source: John Chowning, The Synthesis of Complex Audio Spectra by Means of Frequency Modulation,
//! Journal of the AES 21(7), 1973.

use std::sync::Arc;

use super::{
    Voice, VoiceStart,
    wavetable::{Wave, Wavetable, phase_step},
};
use crate::{
    maths::{exp, exp2, hz_of_pitch},
    parts::Note,
};

/// How a struck sound is made.
#[derive(Debug)]
pub(crate) struct FmPatch {
    /// Frequency of the bending sine, in multiples of the tone's.
    pub(crate) ratio: f64,
    /// How much it bends at the strike, in radians.
    pub(crate) bend: f32,
    /// Seconds until the bending is at -60 dB.
    pub(crate) bend_seconds: f64,
    /// Seconds until middle C is at -60 dB; higher tones end sooner.
    pub(crate) ring_seconds: f64,
    /// Seconds to -60 dB once it is let go.
    pub(crate) release_seconds: f64,
}

pub(super) struct FmVoice {
    sine: Arc<Wavetable>,
    carrier: Oscillator,
    bender: Oscillator,
    bend: f32,
    bend_decay: f32,
    level: f32,
    held_decay: f32,
    released_decay: f32,
    frames_to_release: u64,
}

#[derive(Debug, Clone, Copy)]
struct Oscillator {
    phase: u32,
    step: u32,
}

/// 80 dB below full.
const INAUDIBLE: f32 = 1e-4;
const MIDDLE_C: f64 = 60.0;

impl FmVoice {
    pub(super) fn new(patch: &FmPatch, note: &Note, start: VoiceStart) -> FmVoice {
        let VoiceStart { sample_rate, waves, .. } = start;
        let hz = hz_of_pitch(f64::from(note.pitch));
        // Two octaves up rings half as long.
        let shortening = exp2((MIDDLE_C - f64::from(note.pitch)) / 24.0);
        let decay = |seconds: f64| exp(-6.907_755 / (seconds * sample_rate)) as f32;
        FmVoice {
            sine: waves.table(Wave::Sine, hz),
            carrier: Oscillator { phase: 0, step: phase_step(hz, sample_rate) },
            bender: Oscillator { phase: 0, step: phase_step(hz * patch.ratio, sample_rate) },
            bend: patch.bend * note.velocity,
            bend_decay: decay(patch.bend_seconds * shortening),
            level: note.velocity,
            held_decay: decay(patch.ring_seconds * shortening),
            released_decay: decay(patch.release_seconds),
            frames_to_release: note.frames,
        }
    }
}

impl Voice for FmVoice {
    fn render(&mut self, out: &mut [f32]) -> bool {
        /// Phase units in a radian, over the RMS that tables are scaled to: the peak of a sine is
        /// 0.33 times the square root of 2.
        const PHASE_PER_RADIAN: f32 = 683_565_276.0 / 0.466_69;
        for sample in out.iter_mut() {
            let bending = self.sine.at(self.bender.phase) * self.bend * PHASE_PER_RADIAN;
            let phase = self.carrier.phase.wrapping_add(bending as i64 as u32);
            *sample = self.sine.at(phase) * self.level;
            self.carrier.phase = self.carrier.phase.wrapping_add(self.carrier.step);
            self.bender.phase = self.bender.phase.wrapping_add(self.bender.step);
            self.bend *= self.bend_decay;
            let is_held = self.frames_to_release > 0;
            self.frames_to_release = self.frames_to_release.saturating_sub(1);
            self.level *= if is_held { self.held_decay } else { self.released_decay };
        }
        self.level > INAUDIBLE
    }
}
