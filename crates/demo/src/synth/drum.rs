//! Drums and percussion: a falling tone, filtered noise, and metal.

use std::sync::Arc;

use super::{
    CONTROL_FRAMES, Voice, VoiceStart,
    filter::StateVariableFilter,
    wavetable::{Wave, Wavetable, phase_step},
};
use crate::{
    maths::{exp, exp2},
    parts::Note,
    random::WhiteNoise,
};

/// How a drum is made. Times are seconds to -60 dB.
#[derive(Debug)]
pub(crate) struct DrumPatch {
    pub(crate) tone_level: f32,
    /// Where the tone comes to rest.
    pub(crate) tone_hz: f64,
    /// Octaves above that at which it begins.
    pub(crate) drop_octaves: f64,
    /// To a third of the drop.
    pub(crate) drop_seconds: f64,
    pub(crate) tone_seconds: f64,
    pub(crate) noise_level: f32,
    pub(crate) noise_band: NoiseBand,
    pub(crate) noise_seconds: f64,
    /// Seconds over which the noise comes in.
    pub(crate) noise_attack: f32,
    /// Level of six clashing square waves, which are in the noise's band.
    pub(crate) metal_level: f32,
    /// Hands clapping one after the other.
    pub(crate) bursts: u32,
}

impl DrumPatch {
    /// Nothing, to be changed field by field.
    pub(crate) const SILENT: DrumPatch = DrumPatch {
        tone_level: 0.0,
        tone_hz: 100.0,
        drop_octaves: 0.0,
        drop_seconds: 0.03,
        tone_seconds: 0.3,
        noise_level: 0.0,
        noise_band: NoiseBand::Above(5000.0),
        noise_seconds: 0.1,
        noise_attack: 0.0,
        metal_level: 0.0,
        bursts: 1,
    };
}

/// What of the noise is heard.
#[derive(Debug, Clone, Copy)]
pub(crate) enum NoiseBand {
    /// What is above so many Hz.
    Above(f64),
    /// What is around so many Hz.
    Around(f64),
}

/// Frequencies that have no common measure, as those of a cymbal.
const METAL_HZ: [f64; 6] = [523.1, 1345.7, 1712.3, 2391.9, 3511.3, 4627.7];
/// Between two clapping hands.
const BURST_SECONDS: f32 = 0.011;
/// 80 dB below full.
const INAUDIBLE: f32 = 1e-4;

pub(super) struct DrumVoice {
    patch: &'static DrumPatch,
    sample_rate: f64,
    sine: Arc<Wavetable>,
    tone_phase: u32,
    tone_hz: f64,
    tone_level: f32,
    tone_decay: f32,
    noise: WhiteNoise,
    filter: StateVariableFilter,
    noise_level: f32,
    noise_decay: f32,
    metal: [Oscillator; METAL_HZ.len()],
    age_frames: f32,
    velocity: f32,
}

#[derive(Debug, Clone, Copy)]
struct Oscillator {
    phase: u32,
    step: u32,
}

impl DrumVoice {
    pub(super) fn new(patch: &'static DrumPatch, note: &Note, start: VoiceStart) -> DrumVoice {
        let VoiceStart { sample_rate, waves, dice } = start;
        let ratio = exp2(f64::from(note.pitch) / 12.0);
        let decay = |seconds: f64| exp(-6.907_755 / (seconds * sample_rate)) as f32;
        let (NoiseBand::Above(band_hz) | NoiseBand::Around(band_hz)) = patch.noise_band;
        // No two strokes are the same.
        let band_hz = band_hz * ratio * (1.0 + 0.03 * dice.bipolar());
        DrumVoice {
            patch,
            sample_rate,
            sine: waves.table(Wave::Sine, patch.tone_hz),
            tone_phase: 0,
            tone_hz: patch.tone_hz * ratio,
            tone_level: patch.tone_level,
            tone_decay: decay(patch.tone_seconds),
            noise: WhiteNoise::new(dice),
            filter: StateVariableFilter::new(band_hz, 1.2, sample_rate),
            noise_level: 1.0,
            noise_decay: decay(patch.noise_seconds),
            metal: METAL_HZ.map(|hz| Oscillator {
                phase: (dice.unit() * 4_294_967_295.0) as u32,
                step: phase_step(hz * ratio, sample_rate),
            }),
            age_frames: 0.0,
            velocity: note.velocity,
        }
    }

    /// How far above its rest the tone is now, as a factor.
    fn drop(&self) -> f64 {
        let seconds = f64::from(self.age_frames) / self.sample_rate;
        exp2(self.patch.drop_octaves * exp(-seconds / self.patch.drop_seconds))
    }

    fn noise_and_metal(&mut self) -> f32 {
        let mut sum = self.noise.next() * self.patch.noise_level;
        if self.patch.metal_level > 0.0 {
            let mut clash = 0.0;
            for oscillator in &mut self.metal {
                clash += if oscillator.phase < 1 << 31 { 1.0 } else { -1.0 };
                oscillator.phase = oscillator.phase.wrapping_add(oscillator.step);
            }
            sum += clash * self.patch.metal_level / 6.0;
        }
        let bands = self.filter.next(sum);
        match self.patch.noise_band {
            NoiseBand::Above(_) => bands.high,
            NoiseBand::Around(_) => bands.band,
        }
    }

    /// How far the noise has come in, and which hand claps.
    fn noise_gate(&self) -> f32 {
        let seconds = self.age_frames / self.sample_rate as f32;
        if seconds < self.patch.noise_attack {
            return seconds / self.patch.noise_attack;
        }
        let burst = seconds / BURST_SECONDS;
        if burst < (self.patch.bursts - 1) as f32 { 1.0 - (burst - burst.floor()) } else { 1.0 }
    }
}

impl Voice for DrumVoice {
    fn render(&mut self, out: &mut [f32]) -> bool {
        for piece in out.chunks_mut(CONTROL_FRAMES) {
            let tone_step = phase_step(self.tone_hz * self.drop(), self.sample_rate);
            let gate = self.noise_gate() * self.noise_level;
            for sample in piece.iter_mut() {
                let mut sum = 0.0;
                if self.tone_level > INAUDIBLE {
                    sum += self.sine.at(self.tone_phase) * self.tone_level;
                    self.tone_phase = self.tone_phase.wrapping_add(tone_step);
                    self.tone_level *= self.tone_decay;
                }
                if self.noise_level > INAUDIBLE {
                    sum += self.noise_and_metal() * gate;
                }
                *sample = sum * self.velocity;
            }
            // Between looks the noise level stands; 32 frames of it are inaudible steps.
            for _ in 0..piece.len() {
                self.noise_level *= self.noise_decay;
            }
            self.age_frames += piece.len() as f32;
        }
        let has_noise = self.patch.noise_level + self.patch.metal_level > 0.0;
        self.tone_level > INAUDIBLE || (has_noise && self.noise_level > INAUDIBLE)
    }
}
