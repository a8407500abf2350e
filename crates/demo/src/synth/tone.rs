//! Sustained sounds: oscillators, a filter, an envelope. Basses, pads, strings, leads, voices.

use std::sync::Arc;

use super::{
    CONTROL_FRAMES, Voice, VoiceStart,
    envelope::{Envelope, EnvelopeSettings},
    filter::StateVariableFilter,
    wavetable::{Wave, Wavetable, phase_step},
};
use crate::{
    maths::{exp2, hz_of_pitch, sine},
    parts::Note,
    random::WhiteNoise,
};

/// How a sustained sound is made.
#[derive(Debug)]
pub(crate) struct TonePatch {
    pub(crate) wave: Wave,
    /// Oscillators beside each other; 1 to [`MAX_UNISON`].
    pub(crate) unison: usize,
    /// Between the lowest and the highest of them, in cents.
    pub(crate) detune_cents: f64,
    /// Level of a sine an octave below.
    pub(crate) sub_level: f32,
    /// Level of breath or bow noise.
    pub(crate) noise_level: f32,
    pub(crate) envelope: EnvelopeSettings,
    /// Cutoff at rest, in Hz.
    pub(crate) cutoff_hz: f64,
    /// Octaves that the envelope lifts it by.
    pub(crate) cutoff_octaves: f64,
    pub(crate) quality: f32,
    /// How far the pitch swings to either side once the note stands.
    pub(crate) vibrato_cents: f64,
    /// The two formants of a sung vowel, in Hz.
    pub(crate) formants: Option<[f64; 2]>,
}

impl TonePatch {
    /// A plain sound, to be changed field by field.
    pub(crate) const PLAIN: TonePatch = TonePatch {
        wave: Wave::Saw,
        unison: 1,
        detune_cents: 0.0,
        sub_level: 0.0,
        noise_level: 0.0,
        envelope: EnvelopeSettings::new(0.01, 0.3, 0.8, 0.1),
        cutoff_hz: 2000.0,
        cutoff_octaves: 0.0,
        quality: 0.7,
        vibrato_cents: 0.0,
        formants: None,
    };
}

const MAX_UNISON: usize = 3;
/// Vibrato swings so often a second, once it has come in.
const VIBRATO_HZ: f64 = 5.2;
const VIBRATO_DELAY_SECONDS: f64 = 0.35;
/// A cent, as part of the frequency.
const CENT: f64 = 0.000_577_789_5;

pub(super) struct ToneVoice {
    patch: &'static TonePatch,
    sample_rate: f64,
    table: Arc<Wavetable>,
    sub_table: Arc<Wavetable>,
    phases: [u32; MAX_UNISON],
    steps: [u32; MAX_UNISON],
    sub_phase: u32,
    noise: WhiteNoise,
    envelope: Envelope,
    filter: StateVariableFilter,
    formants: Option<[StateVariableFilter; 2]>,
    age_frames: f64,
    vibrato_turns: f64,
    velocity: f32,
}

impl ToneVoice {
    pub(super) fn new(patch: &'static TonePatch, note: &Note, start: VoiceStart) -> ToneVoice {
        let VoiceStart { sample_rate, waves, dice } = start;
        let hz = hz_of_pitch(f64::from(note.pitch));
        let mut steps = [0; MAX_UNISON];
        for (index, step) in steps.iter_mut().take(patch.unison).enumerate() {
            let place = (index as f64 + 0.5) / patch.unison as f64 - 0.5;
            *step = phase_step(hz * (1.0 + place * patch.detune_cents * CENT), sample_rate);
        }
        ToneVoice {
            patch,
            sample_rate,
            table: waves.table(patch.wave, hz),
            sub_table: waves.table(Wave::Sine, hz),
            phases: std::array::from_fn(|_| (dice.unit() * 4_294_967_295.0) as u32),
            steps,
            sub_phase: 0,
            noise: WhiteNoise::new(dice),
            envelope: Envelope::new(patch.envelope, sample_rate, note.frames),
            filter: StateVariableFilter::new(patch.cutoff_hz, patch.quality, sample_rate),
            formants: patch
                .formants
                .map(|hz| hz.map(|hz| StateVariableFilter::new(hz, 4.0, sample_rate))),
            age_frames: 0.0,
            vibrato_turns: dice.unit(),
            velocity: note.velocity,
        }
    }

    /// The factor that vibrato bends all frequencies by.
    fn bend(&mut self, frames: usize) -> f64 {
        if self.patch.vibrato_cents == 0.0 {
            return 1.0;
        }
        let seconds = self.age_frames / self.sample_rate;
        let depth = ((seconds - VIBRATO_DELAY_SECONDS) / VIBRATO_DELAY_SECONDS).clamp(0.0, 1.0);
        self.vibrato_turns += VIBRATO_HZ * frames as f64 / self.sample_rate;
        1.0 + depth * self.patch.vibrato_cents * CENT * sine(self.vibrato_turns)
    }

    fn move_filter(&mut self, level: f32) {
        let octaves = self.patch.cutoff_octaves * f64::from(level * self.velocity);
        self.filter.move_to(self.patch.cutoff_hz * exp2(octaves), self.sample_rate);
    }

    /// Adds the oscillators' next samples to `wave`.
    fn oscillate(&mut self, wave: &mut [f32], bend: f64) {
        let bent = |step: u32| (f64::from(step) * bend) as u32;
        for (phase, step) in self.phases.iter_mut().zip(self.steps).take(self.patch.unison) {
            add_table(wave, &self.table, phase, bent(step), 1.0);
        }
        if self.patch.sub_level > 0.0 {
            let step = bent(self.steps[0] / 2);
            add_table(wave, &self.sub_table, &mut self.sub_phase, step, self.patch.sub_level);
        }
        if self.patch.noise_level > 0.0 {
            for sample in wave {
                *sample += self.noise.next() * self.patch.noise_level;
            }
        }
    }

    /// Filters a sample, through the formants where there are some.
    fn filter(&mut self, sample: f32) -> f32 {
        let filtered = self.filter.next(sample).low;
        match &mut self.formants {
            None => filtered,
            Some([first, second]) => {
                filtered * 0.15 + first.next(filtered).band + second.next(filtered).band * 0.5
            }
        }
    }
}

fn add_table(wave: &mut [f32], table: &Wavetable, phase: &mut u32, step: u32, level: f32) {
    for sample in wave {
        *sample += table.at(*phase) * level;
        *phase = phase.wrapping_add(step);
    }
}

impl Voice for ToneVoice {
    fn render(&mut self, out: &mut [f32]) -> bool {
        for piece in out.chunks_mut(CONTROL_FRAMES) {
            let before = self.envelope.level();
            let after = self.envelope.advance(piece.len());
            self.move_filter(after);
            let bend = self.bend(piece.len());
            let wave = &mut [0.0; CONTROL_FRAMES][..piece.len()];
            self.oscillate(wave, bend);
            self.age_frames += piece.len() as f64;
            let slope = (after - before) / piece.len() as f32;
            let mut level = before;
            for (sample, wave) in piece.iter_mut().zip(wave) {
                level += slope;
                *sample = self.filter(*wave) * level * self.velocity;
            }
        }
        !self.envelope.has_ended()
    }
}
