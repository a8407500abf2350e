//! A sound in which every place is found again, behind lossy encoders and at other rates too.
//!
//! Short chirps at random times over a soft tone, other ones in each channel, none above 5 kHz. It is a
//! function of time: at any rate it is the same sound. A [`LandmarkMap`] says how much later than in
//! that function a stretch of decoded samples is, to half a frame.

use std::{f64::consts::TAU, ops::Range, path::Path};

use attacca_units::SampleRate;

use crate::{
    files::{WavFormat, write_wav},
    noise::Noise,
};

/// How long a chirp lasts, in seconds.
const CHIRP_SECONDS: f64 = 0.03;

/// Where a chirp begins and ends, in Hz: what an encoder of 64 kbit/s keeps.
const CHIRP_HZ: Range<f64> = 300.0..5_000.0;

/// The tone of each channel, in Hz.
const TONE_HZ: [f64; 2] = [330.0, 440.0];

/// How far a stretch is searched around where it should be, in halves of a frame. What is further off
/// is [unlike](Lateness::likeness) all that is there.
const REACH: i64 = 32;

/// The sound at `rate`, as long as `seconds`. Shape: `[channel][frame]`, full scale 1.
pub fn landmarks(rate: SampleRate, seconds: f64) -> [Vec<f32>; 2] {
    [0, 1].map(|channel| {
        let hz = f64::from(rate.hz());
        let tone = |frame: u64| 0.15 * (TAU * TONE_HZ[channel] * frame as f64 / hz).sin();
        let mut plane: Vec<f64> = (0..rate.frames_in(seconds).0).map(tone).collect();
        let mut random = Noise::new(channel as u64 + 1);
        let mut begin = 0.0;
        while begin < seconds {
            add_chirp(&mut plane, hz, begin);
            // Too far apart for two to overlap, too irregular for two stretches to be alike.
            begin += CHIRP_SECONDS + random.below(100) as f64 / 1000.0;
        }
        plane.into_iter().map(|sample| sample as f32).collect()
    })
}

/// Adds a chirp that begins at `begin` seconds.
fn add_chirp(plane: &mut [f64], hz: f64, begin: f64) {
    let first = (begin * hz).ceil() as usize;
    let slope = (CHIRP_HZ.end - CHIRP_HZ.start) / CHIRP_SECONDS;
    for (frame, sample) in plane.iter_mut().enumerate().skip(first) {
        let time = frame as f64 / hz - begin;
        if time >= CHIRP_SECONDS {
            return;
        }
        let envelope = (TAU / 2.0 * time / CHIRP_SECONDS).sin().powi(2);
        *sample += 0.6 * envelope * (TAU * (CHIRP_HZ.start + slope / 2.0 * time) * time).sin();
    }
}

/// Writes the sound as a stereo WAV file of `bits`, 16 or 24.
pub fn write_landmarks(path: &Path, rate: SampleRate, bits: u32, seconds: f64) {
    let [left, right] = landmarks(rate, seconds);
    let full_scale = f64::from(1 << (bits - 1));
    let samples = left.iter().zip(&right).flat_map(|(left, right)| [*left, *right]);
    let samples: Vec<i32> =
        samples.map(|sample| (f64::from(sample) * full_scale).round() as i32).collect();
    let format = WavFormat { sample_rate: rate, channel_count: 2, bits_per_sample: bits };
    write_wav(path, format, &samples);
}

/// What tells where stretches of the sound are, at one rate.
#[derive(Debug, Clone)]
pub struct LandmarkMap {
    /// The sound at twice the rate: every frame, and the halves between them.
    halves: [Vec<f32>; 2],
}

/// How much later a stretch is than where it was looked for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Lateness {
    /// In halves of a frame; negative when it is early.
    pub half_frames: i64,
    /// How much it is like the sound there: 1 when it is the same but for its level, 0 for anything else.
    pub likeness: f64,
}

impl LandmarkMap {
    /// The map of the sound of `seconds` for stretches at `rate`.
    pub fn new(rate: SampleRate, seconds: f64) -> LandmarkMap {
        let twice = SampleRate::new(2 * rate.hz()).expect("a rate is not zero");
        LandmarkMap { halves: landmarks(twice, seconds) }
    }

    /// How much later than `at`, in halves of a frame, the frames of `planes` are, of which there are two
    /// or one, (left + right) / 2. What is beyond the sound's ends is silent.
    pub fn lateness(&self, planes: &[&[f32]], at: i64) -> Lateness {
        let at_shift = |shift: i64| self.likeness(planes, at - shift);
        let shifts = (-REACH..=REACH).map(|shift| (shift, at_shift(shift)));
        let best = shifts.max_by(|a, b| a.1.total_cmp(&b.1)).expect("there are shifts");
        Lateness { half_frames: best.0, likeness: best.1 }
    }

    /// The correlation of `planes` with the sound from half frame `at` on.
    fn likeness(&self, planes: &[&[f32]], at: i64) -> f64 {
        let (mut product, mut theirs, mut ours) = (0.0, 0.0, 0.0);
        for (channel, plane) in planes.iter().enumerate() {
            for (frame, sample) in plane.iter().enumerate() {
                let half = at + 2 * frame as i64;
                let expected = match planes.len() {
                    1 => (self.at(0, half) + self.at(1, half)) / 2.0,
                    _ => self.at(channel, half),
                };
                product += sample * expected;
                theirs += sample * sample;
                ours += expected * expected;
            }
        }
        f64::from(product) / f64::from(theirs * ours).sqrt().max(f64::MIN_POSITIVE)
    }

    fn at(&self, channel: usize, half: i64) -> f32 {
        usize::try_from(half)
            .ok()
            .and_then(|half| self.halves[channel].get(half))
            .map_or(0.0, |s| *s)
    }
}

#[cfg(test)]
mod tests;
