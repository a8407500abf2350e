//! Plucked strings: a rough period that circulates and dulls. Guitars, harps, mandolins.
//!
//! Source: Kevin Karplus and Alex Strong, Digital Synthesis of Plucked-String and Drum Timbres,
//! Computer Music Journal 7(2), 1983; tuned with an all-pass after Jaffe and Smith in the same issue.

use super::{Voice, VoiceStart};
use crate::{
    maths::{exp, hz_of_pitch},
    parts::Note,
    random::WhiteNoise,
};

/// How a plucked string sounds.
#[derive(Debug)]
pub(crate) struct PluckPatch {
    /// Of the pluck; 0 dull to 1 bright.
    pub(crate) brightness: f32,
    /// How fast the string dulls; 0 to 0.5.
    pub(crate) damping: f32,
    /// Seconds to -60 dB while it is held.
    pub(crate) ring_seconds: f64,
    /// Seconds to -60 dB once it is let go.
    pub(crate) release_seconds: f64,
}

pub(super) struct PluckVoice {
    string: Vec<f32>,
    at: usize,
    damping: f32,
    previous: f32,
    all_pass: f32,
    all_pass_input: f32,
    all_pass_output: f32,
    held_gain: f32,
    released_gain: f32,
    frames_to_release: u64,
    frames_to_end: u64,
    velocity: f32,
}

impl PluckVoice {
    pub(super) fn new(patch: &PluckPatch, note: &Note, start: VoiceStart) -> PluckVoice {
        let VoiceStart { sample_rate, dice, .. } = start;
        let period = sample_rate / hz_of_pitch(f64::from(note.pitch));
        // The filter in the loop delays by its damping; the all-pass takes up the rest.
        let remaining = period - f64::from(patch.damping);
        let length = ((remaining - 0.2) as usize).max(2);
        let fraction = remaining - length as f64;
        let gain_over = |seconds: f64| exp(-6.907_755 * period / (seconds * sample_rate)) as f32;
        let ring_frames = (patch.ring_seconds * sample_rate) as u64;
        let release_frames = (patch.release_seconds * sample_rate) as u64;
        PluckVoice {
            string: burst(length, patch.brightness * note.velocity.sqrt(), WhiteNoise::new(dice)),
            at: 0,
            damping: patch.damping,
            previous: 0.0,
            all_pass: ((1.0 - fraction) / (1.0 + fraction)) as f32,
            all_pass_input: 0.0,
            all_pass_output: 0.0,
            held_gain: gain_over(patch.ring_seconds),
            released_gain: gain_over(patch.release_seconds),
            frames_to_release: note.frames,
            frames_to_end: ring_frames.min(note.frames + release_frames),
            velocity: note.velocity,
        }
    }

    fn next(&mut self, gain: f32) -> f32 {
        let out = self.string[self.at];
        let dulled = out + (self.previous - out) * self.damping;
        self.previous = out;
        let tuned = self.all_pass * (dulled - self.all_pass_output) + self.all_pass_input;
        self.all_pass_input = dulled;
        self.all_pass_output = tuned;
        self.string[self.at] = tuned * gain;
        self.at += 1;
        if self.at == self.string.len() {
            self.at = 0;
        }
        out
    }
}

/// The string as it is let go: pulled into a triangle, and rough in the measure of the pluck.
///
/// Noise alone, as in the paper, has now and then next to nothing of the tone itself.
fn burst(length: usize, brightness: f32, mut noise: WhiteNoise) -> Vec<f32> {
    /// Where the finger is, as part of the string.
    const PLUCKED_AT: f32 = 0.28;
    let mut low = 0.0;
    let mut burst: Vec<f32> = (0..length)
        .map(|index| {
            let place = index as f32 / length as f32;
            let triangle = (place / PLUCKED_AT).min((1.0 - place) / (1.0 - PLUCKED_AT));
            low += (noise.next() - low) * (0.1 + 0.9 * brightness);
            triangle + low * brightness
        })
        .collect();
    let mean = burst.iter().sum::<f32>() / length as f32;
    for sample in &mut burst {
        *sample -= mean;
    }
    burst
}

impl Voice for PluckVoice {
    fn render(&mut self, out: &mut [f32]) -> bool {
        for sample in out.iter_mut() {
            let is_held = self.frames_to_release > 0;
            self.frames_to_release = self.frames_to_release.saturating_sub(1);
            let gain = if is_held { self.held_gain } else { self.released_gain };
            *sample = self.next(gain) * self.velocity;
        }
        self.frames_to_end = self.frames_to_end.saturating_sub(out.len() as u64);
        self.frames_to_end > 0
    }
}
