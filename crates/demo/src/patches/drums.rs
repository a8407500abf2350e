//! Drums and percussion, as numbers found by ear.

use crate::synth::{DrumPatch, NoiseBand, Sound};

const SILENT: DrumPatch = DrumPatch::SILENT;

pub(crate) const KICK: Sound = Sound::Drum(&DrumPatch {
    tone_level: 2.0,
    tone_hz: 48.0,
    drop_octaves: 2.0,
    drop_seconds: 0.022,
    tone_seconds: 0.5,
    noise_level: 0.12,
    noise_band: NoiseBand::Above(2500.0),
    noise_seconds: 0.02,
    ..SILENT
});
pub(crate) const KICK_SUB: Sound = Sound::Drum(&DrumPatch {
    tone_level: 2.0,
    tone_hz: 42.0,
    drop_octaves: 0.7,
    drop_seconds: 0.04,
    tone_seconds: 0.6,
    ..SILENT
});
pub(crate) const SNARE: Sound = Sound::Drum(&DrumPatch {
    tone_level: 0.9,
    tone_hz: 185.0,
    drop_octaves: 0.5,
    drop_seconds: 0.02,
    tone_seconds: 0.18,
    noise_level: 0.8,
    noise_band: NoiseBand::Above(1400.0),
    noise_seconds: 0.3,
    ..SILENT
});
pub(crate) const SNARE_ROOM: Sound = Sound::Drum(&DrumPatch {
    tone_level: 0.4,
    tone_hz: 180.0,
    noise_level: 0.7,
    noise_band: NoiseBand::Around(1200.0),
    noise_seconds: 0.5,
    ..SILENT
});
const HAT: DrumPatch = DrumPatch {
    noise_level: 0.5,
    metal_level: 0.5,
    noise_band: NoiseBand::Above(7500.0),
    noise_seconds: 0.1,
    ..SILENT
};
pub(crate) const HATS: Sound = Sound::Drum(&HAT);
pub(crate) const OPEN_HATS: Sound = Sound::Drum(&DrumPatch { noise_seconds: 0.6, ..HAT });
pub(crate) const TOMS: Sound = Sound::Drum(&DrumPatch {
    tone_level: 1.6,
    tone_hz: 110.0,
    drop_octaves: 0.6,
    drop_seconds: 0.05,
    tone_seconds: 0.55,
    noise_level: 0.12,
    noise_band: NoiseBand::Around(900.0),
    noise_seconds: 0.08,
    ..SILENT
});
pub(crate) const CRASH: Sound = Sound::Drum(&DrumPatch {
    noise_level: 0.6,
    metal_level: 0.5,
    noise_band: NoiseBand::Above(4200.0),
    noise_seconds: 2.6,
    ..SILENT
});
pub(crate) const RIDE: Sound = Sound::Drum(&DrumPatch {
    noise_level: 0.12,
    metal_level: 0.6,
    noise_band: NoiseBand::Above(5200.0),
    noise_seconds: 0.9,
    tone_level: 0.05,
    tone_hz: 3100.0,
    tone_seconds: 0.12,
    ..SILENT
});
pub(crate) const SHAKER: Sound = Sound::Drum(&DrumPatch {
    noise_level: 0.7,
    noise_band: NoiseBand::Above(5500.0),
    noise_seconds: 0.12,
    noise_attack: 0.018,
    ..SILENT
});
pub(crate) const TAMBOURINE: Sound = Sound::Drum(&DrumPatch {
    noise_level: 0.5,
    metal_level: 0.6,
    noise_band: NoiseBand::Above(6500.0),
    noise_seconds: 0.25,
    bursts: 2,
    ..SILENT
});
pub(crate) const CLAPS: Sound = Sound::Drum(&DrumPatch {
    noise_level: 1.2,
    noise_band: NoiseBand::Around(1350.0),
    noise_seconds: 0.28,
    bursts: 4,
    ..SILENT
});
pub(crate) const SNAPS: Sound = Sound::Drum(&DrumPatch {
    noise_level: 1.0,
    noise_band: NoiseBand::Around(2400.0),
    noise_seconds: 0.09,
    bursts: 2,
    ..SILENT
});
pub(crate) const RIM: Sound = Sound::Drum(&DrumPatch {
    tone_level: 0.9,
    tone_hz: 820.0,
    tone_seconds: 0.05,
    noise_level: 0.3,
    noise_band: NoiseBand::Around(1900.0),
    noise_seconds: 0.03,
    ..SILENT
});
const CONGA: DrumPatch = DrumPatch {
    tone_level: 1.2,
    tone_hz: 265.0,
    drop_octaves: 0.15,
    drop_seconds: 0.02,
    tone_seconds: 0.3,
    noise_level: 0.15,
    noise_band: NoiseBand::Around(1500.0),
    noise_seconds: 0.03,
    ..SILENT
};
pub(crate) const CONGAS: Sound = Sound::Drum(&CONGA);
pub(crate) const BONGOS: Sound = Sound::Drum(&DrumPatch {
    tone_hz: 430.0,
    tone_seconds: 0.16,
    noise_band: NoiseBand::Around(2400.0),
    ..CONGA
});
pub(crate) const COWBELL: Sound = Sound::Drum(&DrumPatch {
    tone_level: 0.5,
    tone_hz: 845.0,
    tone_seconds: 0.22,
    metal_level: 0.5,
    noise_band: NoiseBand::Around(1100.0),
    noise_seconds: 0.2,
    ..SILENT
});
pub(crate) const TRIANGLE: Sound = Sound::Drum(&DrumPatch {
    tone_level: 0.6,
    tone_hz: 4870.0,
    tone_seconds: 1.6,
    metal_level: 0.15,
    noise_band: NoiseBand::Above(7000.0),
    noise_seconds: 1.2,
    ..SILENT
});
pub(crate) const CLICK: Sound =
    Sound::Drum(&DrumPatch { tone_level: 1.0, tone_hz: 1050.0, tone_seconds: 0.06, ..SILENT });
