//! The sounds, as numbers found by ear.

mod drums;

pub(crate) use drums::*;

use crate::synth::{EnvelopeSettings as Envelope, FmPatch, PluckPatch, Sound, TonePatch, Wave};

const PLAIN: TonePatch = TonePatch::PLAIN;

pub(crate) const BASS: Sound = Sound::Tone(&TonePatch {
    wave: Wave::Saw,
    sub_level: 0.6,
    envelope: Envelope::new(0.004, 0.35, 0.55, 0.05),
    cutoff_hz: 220.0,
    cutoff_octaves: 2.4,
    quality: 0.9,
    ..PLAIN
});
pub(crate) const SUB: Sound = Sound::Tone(&TonePatch {
    wave: Wave::Sine,
    envelope: Envelope::new(0.02, 0.6, 0.8, 0.12),
    cutoff_hz: 400.0,
    ..PLAIN
});
pub(crate) const PAD: Sound = Sound::Tone(&TonePatch {
    wave: Wave::Saw,
    unison: 3,
    detune_cents: 14.0,
    envelope: Envelope::new(0.7, 1.0, 0.85, 0.8),
    cutoff_hz: 420.0,
    cutoff_octaves: 1.6,
    ..PLAIN
});
pub(crate) const STRINGS: Sound = Sound::Tone(&TonePatch {
    wave: Wave::Bowed,
    unison: 3,
    detune_cents: 11.0,
    noise_level: 0.015,
    envelope: Envelope::new(0.22, 0.8, 0.85, 0.28),
    cutoff_hz: 1400.0,
    cutoff_octaves: 1.3,
    vibrato_cents: 7.0,
    ..PLAIN
});
pub(crate) const SOLO_STRINGS: Sound = Sound::Tone(&TonePatch {
    wave: Wave::Bowed,
    noise_level: 0.02,
    envelope: Envelope::new(0.1, 0.6, 0.85, 0.18),
    cutoff_hz: 1800.0,
    cutoff_octaves: 1.0,
    vibrato_cents: 14.0,
    ..PLAIN
});
pub(crate) const OOHS: Sound = Sound::Tone(&TonePatch {
    wave: Wave::Saw,
    unison: 2,
    detune_cents: 12.0,
    noise_level: 0.02,
    envelope: Envelope::new(0.18, 0.6, 0.9, 0.25),
    cutoff_hz: 1800.0,
    vibrato_cents: 10.0,
    formants: Some([380.0, 850.0]),
    ..PLAIN
});
pub(crate) const AAHS: Sound = Sound::Tone(&TonePatch {
    wave: Wave::Saw,
    unison: 3,
    detune_cents: 16.0,
    noise_level: 0.02,
    envelope: Envelope::new(0.2, 0.6, 0.9, 0.3),
    cutoff_hz: 3200.0,
    vibrato_cents: 9.0,
    formants: Some([740.0, 1180.0]),
    ..PLAIN
});
pub(crate) const LEAD: Sound = Sound::Tone(&TonePatch {
    wave: Wave::Saw,
    unison: 2,
    detune_cents: 9.0,
    envelope: Envelope::new(0.012, 0.4, 0.75, 0.14),
    cutoff_hz: 900.0,
    cutoff_octaves: 1.9,
    quality: 1.1,
    vibrato_cents: 16.0,
    ..PLAIN
});
pub(crate) const SOFT_LEAD: Sound = Sound::Tone(&TonePatch {
    wave: Wave::Triangle,
    noise_level: 0.05,
    envelope: Envelope::new(0.05, 0.5, 0.85, 0.12),
    cutoff_hz: 2600.0,
    vibrato_cents: 14.0,
    ..PLAIN
});
pub(crate) const REED: Sound = Sound::Tone(&TonePatch {
    wave: Wave::Reed,
    noise_level: 0.012,
    envelope: Envelope::new(0.05, 0.5, 0.9, 0.1),
    cutoff_hz: 1500.0,
    cutoff_octaves: 0.8,
    vibrato_cents: 6.0,
    ..PLAIN
});
pub(crate) const ORGAN: Sound = Sound::Tone(&TonePatch {
    wave: Wave::Organ,
    envelope: Envelope::new(0.008, 0.5, 0.95, 0.06),
    cutoff_hz: 4200.0,
    vibrato_cents: 5.0,
    ..PLAIN
});
pub(crate) const BRASS: Sound = Sound::Tone(&TonePatch {
    wave: Wave::Saw,
    unison: 2,
    detune_cents: 8.0,
    envelope: Envelope::new(0.06, 0.4, 0.8, 0.12),
    cutoff_hz: 450.0,
    cutoff_octaves: 2.2,
    vibrato_cents: 5.0,
    ..PLAIN
});
pub(crate) const SYNTH_PLUCK: Sound = Sound::Tone(&TonePatch {
    wave: Wave::Saw,
    unison: 2,
    detune_cents: 8.0,
    envelope: Envelope::new(0.003, 0.16, 0.0, 0.12),
    cutoff_hz: 500.0,
    cutoff_octaves: 2.8,
    quality: 1.2,
    ..PLAIN
});
pub(crate) const SQUARE_PLUCK: Sound = Sound::Tone(&TonePatch {
    wave: Wave::Square,
    envelope: Envelope::new(0.003, 0.2, 0.0, 0.15),
    cutoff_hz: 700.0,
    cutoff_octaves: 2.0,
    ..PLAIN
});
pub(crate) const STABS: Sound = Sound::Tone(&TonePatch {
    wave: Wave::Saw,
    unison: 3,
    detune_cents: 18.0,
    envelope: Envelope::new(0.004, 0.22, 0.1, 0.12),
    cutoff_hz: 700.0,
    cutoff_octaves: 2.4,
    ..PLAIN
});
pub(crate) const RISER: Sound = Sound::Tone(&TonePatch {
    wave: Wave::Sine,
    unison: 0,
    noise_level: 0.6,
    envelope: Envelope::new(4.0, 1.0, 1.0, 0.25),
    cutoff_hz: 250.0,
    cutoff_octaves: 5.0,
    quality: 1.6,
    ..PLAIN
});
pub(crate) const GUIDE: Sound = Sound::Tone(&TonePatch {
    wave: Wave::Triangle,
    envelope: Envelope::new(0.004, 0.15, 0.3, 0.05),
    cutoff_hz: 5000.0,
    ..PLAIN
});

pub(crate) const STEEL_GUITAR: Sound = Sound::Pluck(&PluckPatch {
    brightness: 0.7,
    damping: 0.32,
    ring_seconds: 3.2,
    release_seconds: 0.25,
});
pub(crate) const NYLON_GUITAR: Sound = Sound::Pluck(&PluckPatch {
    brightness: 0.35,
    damping: 0.45,
    ring_seconds: 2.2,
    release_seconds: 0.25,
});
pub(crate) const MUTED_GUITAR: Sound = Sound::Pluck(&PluckPatch {
    brightness: 0.5,
    damping: 0.45,
    ring_seconds: 0.5,
    release_seconds: 0.12,
});
pub(crate) const HARP: Sound = Sound::Pluck(&PluckPatch {
    brightness: 0.45,
    damping: 0.35,
    ring_seconds: 3.6,
    release_seconds: 2.5,
});
pub(crate) const MANDOLIN: Sound = Sound::Pluck(&PluckPatch {
    brightness: 0.9,
    damping: 0.22,
    ring_seconds: 1.2,
    release_seconds: 0.3,
});
pub(crate) const UPRIGHT_BASS: Sound = Sound::Pluck(&PluckPatch {
    brightness: 0.22,
    damping: 0.48,
    ring_seconds: 2.4,
    release_seconds: 0.18,
});

pub(crate) const ELECTRIC_PIANO: Sound = Sound::Fm(&FmPatch {
    ratio: 1.0,
    bend: 1.5,
    bend_seconds: 1.6,
    ring_seconds: 6.0,
    release_seconds: 0.28,
});
pub(crate) const PIANO: Sound = Sound::Fm(&FmPatch {
    ratio: 2.0,
    bend: 1.1,
    bend_seconds: 1.0,
    ring_seconds: 5.0,
    release_seconds: 0.25,
});
pub(crate) const BELLS: Sound = Sound::Fm(&FmPatch {
    ratio: 3.5,
    bend: 1.8,
    bend_seconds: 2.0,
    ring_seconds: 4.5,
    release_seconds: 2.0,
});
pub(crate) const GLOCKENSPIEL: Sound = Sound::Fm(&FmPatch {
    ratio: 5.4,
    bend: 0.7,
    bend_seconds: 0.4,
    ring_seconds: 4.0,
    release_seconds: 2.0,
});
pub(crate) const MARIMBA: Sound = Sound::Fm(&FmPatch {
    ratio: 4.0,
    bend: 0.9,
    bend_seconds: 0.12,
    ring_seconds: 1.0,
    release_seconds: 0.6,
});
pub(crate) const VIBRAPHONE: Sound = Sound::Fm(&FmPatch {
    ratio: 4.0,
    bend: 0.35,
    bend_seconds: 0.8,
    ring_seconds: 6.0,
    release_seconds: 1.0,
});
pub(crate) const KALIMBA: Sound = Sound::Fm(&FmPatch {
    ratio: 6.2,
    bend: 0.5,
    bend_seconds: 0.15,
    ring_seconds: 1.8,
    release_seconds: 0.8,
});
