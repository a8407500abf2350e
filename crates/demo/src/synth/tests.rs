//! Voices are in tune, end, and rooms fall silent.

use std::sync::Arc;

use super::{effects::Effects, *};
use crate::{maths::hz_of_pitch, patches as p};

const RATE: f64 = 48_000.0;

fn note(pitch: f32, seconds: f64) -> Note {
    Note { start: 0, frames: (seconds * RATE) as u64, pitch, velocity: 0.8, pan: 0.0 }
}

fn voice(sound: Sound, note: &Note) -> Box<dyn Voice> {
    let waves = WaveBank::new();
    let mut dice = Random::new(1);
    sound.start(note, VoiceStart { sample_rate: RATE, waves: &waves, dice: &mut dice })
}

/// How much of a tone of `hz` is in `samples`: one line of a windowed Fourier transform.
fn strength(samples: &[f32], hz: f64) -> f64 {
    let length = samples.len() as f64;
    let [mut real, mut imaginary] = [0.0; 2];
    for (index, sample) in samples.iter().enumerate() {
        let turns = std::f64::consts::TAU * index as f64;
        let window = 0.5 - 0.5 * (turns / length).cos();
        let angle = turns * hz / RATE;
        real += f64::from(*sample) * window * angle.cos();
        imaginary += f64::from(*sample) * window * angle.sin();
    }
    real.hypot(imaginary) / length
}

#[test]
fn voices_are_in_tune() {
    for (name, sound) in [
        ("bass", p::BASS),
        ("sub", p::SUB),
        ("steel guitar", p::STEEL_GUITAR),
        ("nylon guitar", p::NYLON_GUITAR),
        ("harp", p::HARP),
        ("mandolin", p::MANDOLIN),
        ("electric piano", p::ELECTRIC_PIANO),
        ("marimba", p::MARIMBA),
        ("organ", p::ORGAN),
    ] {
        for pitch in [36.0, 48.0, 57.0, 64.0, 72.0, 81.0_f32] {
            let mut samples = vec![0.0; 24_000];
            voice(sound, &note(pitch, 2.0)).render(&mut samples);
            let cents_off = |cents: f64| hz_of_pitch(f64::from(pitch) + cents / 100.0);
            let strengths: Vec<(i32, f64)> = (-60..=60)
                .step_by(3)
                .map(|cents| (cents, strength(&samples, cents_off(f64::from(cents)))))
                .collect();
            let best = strengths.iter().max_by(|a, b| a.1.total_cmp(&b.1)).unwrap();
            assert!(best.0.abs() <= 6, "{name} at {pitch} is {} cents off", best.0);
            assert!(best.1 > 1e-4, "{name} at {pitch} is silent");
        }
    }
}

#[test]
fn oscillators_make_no_tones_that_are_not_theirs() {
    // A saw at 3 kHz: its harmonics stand at 3, 6, … 15 kHz; mirrored ones would stand between.
    let waves = WaveBank::new();
    let hz = 3010.0;
    let table = waves.table(Wave::Saw, hz);
    let step = wavetable::phase_step(hz, RATE);
    let samples: Vec<f32> = (0..8192_u32).map(|n| table.at(n.wrapping_mul(step))).collect();
    let fundamental = strength(&samples, hz);
    for mirrored in 8..=31 {
        let alias = f64::from(mirrored) * hz % RATE;
        let alias = alias.min(RATE - alias);
        let is_own = (alias / hz - (alias / hz).round()).abs() < 0.02;
        if !is_own {
            let level = 20.0 * (strength(&samples, alias) / fundamental).log10();
            assert!(level < -70.0, "{alias} Hz at {level} dB");
        }
    }
}

#[test]
fn every_voice_of_every_stem_ends() {
    for kind in &crate::stems::STEM_KINDS {
        let mut voice = voice(kind.sound, &note(60.0, 0.2));
        let mut samples = vec![0.0; 48_000];
        let mut peak = 0.0_f32;
        let lasts = (0..30).take_while(|_| {
            let goes_on = voice.render(&mut samples);
            peak = samples.iter().fold(peak, |peak, sample| peak.max(sample.abs()));
            goes_on
        });
        let seconds = lasts.count();
        assert!(seconds < 15, "{} goes on after {seconds} s", kind.name);
        assert!(peak > 0.001 && peak < 8.0, "{} has a peak of {peak}", kind.name);
    }
}

#[test]
fn stem_falls_wholly_silent_after_its_last_note() {
    for kind in &crate::stems::STEM_KINDS {
        let settings = StemSettings {
            sound: kind.sound,
            space: kind.space,
            pan: kind.pan,
            notes: Arc::new([note(60.0, 0.2)]),
            echo_seconds: 0.4,
            sample_rate: RATE,
            random: Random::new(2),
        };
        let mut synth = StemSynth::new(&settings, Arc::new(WaveBank::new()), 0);
        let [mut left, mut right] = [vec![0.0; 48_000], vec![0.0; 48_000]];
        let is_silent = (0..40).any(|_| {
            synth.render(&mut left, &mut right);
            left.iter().chain(&right).all(|sample| *sample == 0.0)
        });
        assert!(is_silent, "{} still sounds after 40 s", kind.name);
    }
}

#[test]
fn note_begins_at_its_frame_however_stretches_are_cut() {
    let mut late = note(60.0, 0.2);
    late.start = 10_007;
    let settings = StemSettings {
        sound: p::ELECTRIC_PIANO,
        space: Space { room: 0.0, room_seconds: 1.0, echo: 0.0, has_chorus: false },
        pan: 0.0,
        notes: Arc::new([late]),
        echo_seconds: 0.4,
        sample_rate: RATE,
        random: Random::new(2),
    };
    for stretch in [1000, 4096, 16_384] {
        let mut synth = StemSynth::new(&settings, Arc::new(WaveBank::new()), 0);
        let mut all = Vec::new();
        while all.len() < 16_384 {
            let [mut left, mut right] = [vec![0.0; stretch], vec![0.0; stretch]];
            synth.render(&mut left, &mut right);
            all.extend(left);
        }
        let first = all.iter().position(|sample| *sample != 0.0).unwrap();
        // A sine begins at zero, so its second sample is the first that sounds.
        assert!((10_007..10_010).contains(&first), "it sounds at {first}");
    }
}

#[test]
fn room_falls_by_sixty_db_in_its_time() {
    for seconds in [0.5, 1.1, 2.4] {
        let space = Space { room: 1.0, room_seconds: seconds, echo: 0.0, has_chorus: false };
        let mut effects = Effects::new(space, 0.4, RATE);
        let mut burst: Vec<f32> = noise(4800);
        burst.resize((RATE * (seconds + 0.3)) as usize, 0.0);
        let [mut left, mut right] = [burst.clone(), burst];
        effects.apply(&mut left, &mut right);
        let power = |from: f64| {
            let from = (from * RATE) as usize;
            left[from..from + 2400].iter().map(|s| f64::from(s * s)).sum::<f64>()
        };
        let fall_db = 10.0 * (power(0.15) / power(0.15 + seconds)).log10();
        // Treble falls faster than the name says, bass does not.
        assert!((50.0..95.0).contains(&fall_db), "{fall_db} dB in {seconds} s");
    }
}

fn noise(count: usize) -> Vec<f32> {
    let mut dice = Random::new(3);
    (0..count).map(|_| dice.bipolar() as f32).collect()
}
