//! Levels: every stem against the others, and the sum below full scale.
//!
//! Stems are played one by one or all together at 0 dB, so what a mixing desk would do to the sum is
//! done to each of them: one gain for all, moving as a limiter's would.

use std::sync::Arc;

use crate::{
    maths::gain_of_db,
    song::{SectionKind, Song},
    stems::StemKind,
    synth::{StemSettings, StemSynth, WaveBank},
};

/// Of the sum of all stems, in dBFS: -1 dBFS less a little for rounding.
const CEILING_DBFS: f64 = -1.2;
/// RMS of the sum in a chorus, in dBFS; makes -18 to -14 LUFS over a song.
const CHORUS_RMS_DBFS: f64 = -13.5;
/// What a stem's level is found from: so much of what it plays.
const LISTENING_SECONDS: f64 = 6.0;
/// Frames whose power is one measurement: 43 ms at 48 kHz.
const MEASURED_FRAMES: usize = 2048;
/// 26 dB below its loudest, a stem counts as resting.
const RESTING_POWER: f64 = 0.0025;

/// The gains of the stems of a song, in their order.
pub(crate) fn stem_gains(
    song: &Song,
    kinds: &[&StemKind],
    stems: &[StemSettings],
    waves: &Arc<WaveBank>,
) -> Vec<f32> {
    use rayon::prelude::*;

    let measured: Vec<Measured> = stems.par_iter().map(|stem| measure(song, stem, waves)).collect();
    let wanted_power = |kind: &StemKind| {
        let gain = gain_of_db(kind.level_db);
        gain * gain
    };
    let in_chorus: f64 = kinds
        .iter()
        .zip(&measured)
        .filter(|(kind, _)| kind.plays.is_in(SectionKind::Chorus) && !kind.is_cue())
        .map(|(kind, measured)| wanted_power(kind) * measured.share_playing)
        .sum();
    let all = gain_of_db(CHORUS_RMS_DBFS) / in_chorus.max(wanted_power_of_least()).sqrt();
    kinds
        .iter()
        .zip(&measured)
        .map(|(kind, measured)| {
            if measured.power == 0.0 {
                return 0.0;
            }
            (gain_of_db(kind.level_db) * all / measured.power.sqrt()) as f32
        })
        .collect()
}

/// A song of one quiet stem is not made louder than this.
fn wanted_power_of_least() -> f64 {
    gain_of_db(-6.0) * gain_of_db(-6.0)
}

struct Measured {
    /// Mean square while it plays, both channels together.
    power: f64,
    /// How much of the time it does; 0 to 1.
    share_playing: f64,
}

/// Listens to the first notes of a stem from the first chorus on.
fn measure(song: &Song, stem: &StemSettings, waves: &Arc<WaveBank>) -> Measured {
    let is_chorus = |kind| kind == SectionKind::Chorus;
    let chorus = song.sections.iter().find(|section| is_chorus(section.kind));
    let from = chorus.map_or(0, |section| song.frame_at(section.first_bar, 0.0));
    let first = stem.notes.iter().find(|note| note.start >= from).or(stem.notes.first());
    let Some(first) = first else { return Measured { power: 0.0, share_playing: 0.0 } };
    let mut synth = StemSynth::new(stem, Arc::clone(waves), first.start);
    let count = (LISTENING_SECONDS * stem.sample_rate) as usize / MEASURED_FRAMES;
    let mut powers = Vec::with_capacity(count);
    let [mut left, mut right] = [[0.0; MEASURED_FRAMES]; 2];
    for _ in 0..count {
        synth.render(&mut left, &mut right);
        let power: f64 =
            left.iter().chain(&right).map(|sample| f64::from(*sample) * f64::from(*sample)).sum();
        powers.push(power / MEASURED_FRAMES as f64);
    }
    let loudest = powers.iter().copied().fold(0.0, f64::max);
    let playing: Vec<f64> =
        powers.iter().copied().filter(|power| *power > loudest * RESTING_POWER).collect();
    if playing.is_empty() {
        return Measured { power: 0.0, share_playing: 0.0 };
    }
    Measured {
        power: playing.iter().sum::<f64>() / playing.len() as f64,
        share_playing: playing.len() as f64 / count as f64,
    }
}

/// Keeps the sum of all stems below full scale by one gain for all of them.
///
/// The gain is straight between the ends of hops, and at both ends of a hop low enough for its
/// peak, so that no sample of it goes beyond. A hop is known one ahead: that is the look-ahead.
#[derive(Debug)]
pub(crate) struct Limiter {
    ceiling: f32,
    /// At the end of the last hop that was given a gain.
    gain: f32,
    rise_per_hop: f32,
}

/// Frames of a hop: 5 ms at 48 kHz.
pub(crate) const HOP_FRAMES: usize = 256;
/// Seconds in which the gain rises from nothing to 1.
const RELEASE_SECONDS: f64 = 0.6;

impl Limiter {
    pub(crate) fn new(sample_rate: f64) -> Limiter {
        Limiter {
            ceiling: gain_of_db(CEILING_DBFS) as f32,
            gain: 1.0,
            rise_per_hop: (HOP_FRAMES as f64 / sample_rate / RELEASE_SECONDS) as f32,
        }
    }

    /// The gains at the start and the end of each hop.
    ///
    /// `peaks` are those of the hops, and `next_peak` that of the hop that follows them.
    pub(crate) fn gains(&mut self, peaks: &[f32], next_peak: f32) -> Vec<[f32; 2]> {
        let following = peaks.iter().skip(1).copied().chain([next_peak]);
        peaks
            .iter()
            .zip(following)
            .map(|(here, next)| {
                let start = self.gain.min(self.allowed(*here));
                let end = (self.gain + self.rise_per_hop)
                    .min(1.0)
                    .min(self.allowed(*here))
                    .min(self.allowed(next));
                self.gain = end;
                [start, end]
            })
            .collect()
    }

    fn allowed(&self, peak: f32) -> f32 {
        if peak > self.ceiling { self.ceiling / peak } else { 1.0 }
    }
}

#[cfg(test)]
mod tests;
