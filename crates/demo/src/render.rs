//! A song as its stems' files: rendered, levelled and encoded in step.
//!
//! Runs on: rayon's threads, a stem on each.

use std::{path::Path, sync::Arc};

use attacca_flac_writer::{FlacError, FlacFile, FlacSettings};
use rayon::prelude::*;

use crate::{
    DemoError, DemoSettings,
    mix::{HOP_FRAMES, Limiter, stem_gains},
    parts,
    song::Song,
    stems::{self, StemKind, StemPlan},
    synth::{StemSettings, StemSynth, WaveBank},
};

/// Frames that all stems are taken on by at once: a third of a second at 48 kHz, and whole hops.
const STRETCH_FRAMES: usize = 64 * HOP_FRAMES;

/// A song on its way to disk: all stems in step.
pub(crate) struct Rendering {
    stems: Vec<StemRendering>,
    limiter: Limiter,
    position: u64,
    frame_count: u64,
}

/// One stem on its way to disk.
struct StemRendering {
    synth: StemSynth,
    gain: f32,
    /// Where the stem ends; the song may go on.
    end: u64,
    full_scale: f32,
    file: FlacFile,
    /// The stretch that waits for the peaks of the next one.
    waiting: Stretch,
    rendered: Stretch,
    interleaved: Vec<i32>,
}

/// Planar stereo samples of one stem.
#[derive(Default)]
struct Stretch {
    left: Vec<f32>,
    right: Vec<f32>,
}

impl Rendering {
    /// Opens the files in `folder` and finds the levels of the stems.
    ///
    /// # Errors
    /// [`DemoError::Stem`] when a file can't be made.
    pub(crate) fn begin(
        song: &Song,
        settings: &DemoSettings,
        waves: &Arc<WaveBank>,
        folder: &Path,
    ) -> Result<Rendering, DemoError> {
        let plans = stems::plan(settings.stems_per_song);
        let kinds: Vec<&StemKind> = plans.iter().map(|plan| plan.kind).collect();
        let synths: Vec<StemSettings> =
            plans.iter().map(|plan| stem_settings(song, plan)).collect();
        let gains = stem_gains(song, &kinds, &synths, waves);
        let digits = plans.len().to_string().len().max(2);
        let flac = FlacSettings::new(settings.sample_rate, 2, settings.bits_per_sample);
        let mut stems = Vec::with_capacity(plans.len());
        for (index, plan) in plans.iter().enumerate() {
            let name = format!("{:0digits$} {}.flac", index + 1, plan.name());
            stems.push(StemRendering {
                synth: StemSynth::new(&synths[index], Arc::clone(waves), 0),
                gain: gains[index],
                end: stem_end(song, plan.kind, &synths[index]),
                full_scale: (1_u32 << (settings.bits_per_sample - 1)) as f32,
                file: FlacFile::create(&folder.join(name), &flac)?,
                waiting: Stretch::default(),
                rendered: Stretch::default(),
                interleaved: Vec::new(),
            });
        }
        let limiter = Limiter::new(f64::from(settings.sample_rate.hz()));
        let mut rendering =
            Rendering { stems, limiter, position: 0, frame_count: song.frame_count };
        rendering.render_next();
        Ok(rendering)
    }

    /// How much of the song is on disk; 0 to 1.
    pub(crate) fn done(&self) -> f64 {
        self.position as f64 / self.frame_count as f64
    }

    /// Brings the next stretch to disk; false when that was the last.
    pub(crate) fn go_on(&mut self) -> Result<bool, DemoError> {
        let start = self.position;
        self.stems.iter_mut().for_each(StemRendering::keep_waiting);
        let peaks = self.peaks(|stem| &stem.waiting);
        let frame_count = (self.frame_count - start).min(STRETCH_FRAMES as u64);
        self.position += frame_count;
        self.render_next();
        let next_peak = self.peaks(|stem| &stem.rendered).first().copied().unwrap_or(0.0);
        let gains = self.limiter.gains(&peaks, next_peak);
        self.stems.par_iter_mut().try_for_each(|stem| stem.write(start, &gains))?;
        Ok(self.position < self.frame_count)
    }

    /// Completes the files.
    pub(crate) fn finish(self) -> Result<(), DemoError> {
        let finish = |stem: StemRendering| stem.file.finish().map(|_| ());
        Ok(self.stems.into_par_iter().try_for_each(finish)?)
    }

    fn render_next(&mut self) {
        let frame_count = (self.frame_count - self.position).min(STRETCH_FRAMES as u64) as usize;
        let end_of_song = self.frame_count;
        let start = self.position;
        self.stems.par_iter_mut().for_each(|stem| stem.render(start, frame_count, end_of_song));
    }

    /// The largest sample of the sum in every hop.
    fn peaks(&self, stretch_of: impl Fn(&StemRendering) -> &Stretch) -> Vec<f32> {
        let mut sums = [vec![0.0; STRETCH_FRAMES], vec![0.0; STRETCH_FRAMES]];
        let mut frame_count = 0;
        for stem in &self.stems {
            let stretch = stretch_of(stem);
            frame_count = stretch.left.len();
            for (sums, samples) in sums.iter_mut().zip([&stretch.left, &stretch.right]) {
                for (sum, sample) in sums.iter_mut().zip(samples) {
                    *sum += sample;
                }
            }
        }
        let peak = |samples: &[f32]| samples.iter().fold(0.0_f32, |peak, s| peak.max(s.abs()));
        let [left, right] = sums.map(|mut sum| {
            sum.truncate(frame_count);
            sum
        });
        left.chunks(HOP_FRAMES)
            .zip(right.chunks(HOP_FRAMES))
            .map(|(left, right)| peak(left).max(peak(right)))
            .collect()
    }
}

impl StemRendering {
    fn keep_waiting(&mut self) {
        std::mem::swap(&mut self.waiting, &mut self.rendered);
    }

    /// Renders the frames from `start` on, faded out where the stem or the song ends.
    fn render(&mut self, start: u64, frame_count: usize, end_of_song: u64) {
        /// 85 ms at 48 kHz: what still rings is not cut.
        const FADE_FRAMES: u64 = 4096;
        let Stretch { left, right } = &mut self.rendered;
        left.resize(frame_count, 0.0);
        right.resize(frame_count, 0.0);
        self.synth.render(left, right);
        for sample in left.iter_mut().chain(right.iter_mut()) {
            *sample *= self.gain;
        }
        let end = self.end.min(end_of_song);
        let untouched = end.saturating_sub(start + FADE_FRAMES) as usize;
        for frame in untouched..frame_count {
            let to_end = end.saturating_sub(start + frame as u64);
            let gain = to_end as f32 / FADE_FRAMES as f32;
            left[frame] *= gain.min(1.0);
            right[frame] *= gain.min(1.0);
        }
    }

    /// Writes the waiting stretch, which begins at `start`, with the gains of its hops.
    fn write(&mut self, start: u64, gains: &[[f32; 2]]) -> Result<(), FlacError> {
        let left = self.waiting.left.chunks(HOP_FRAMES);
        let right = self.waiting.right.chunks(HOP_FRAMES);
        self.interleaved.clear();
        for ((left, right), [from, to]) in left.zip(right).zip(gains) {
            let slope = (to - from) / HOP_FRAMES as f32;
            for (frame, (left, right)) in left.iter().zip(right).enumerate() {
                let gain = (from + slope * frame as f32) * self.full_scale;
                self.interleaved.extend([left, right].map(|sample| round(sample * gain)));
            }
        }
        let frames_left = self.end.saturating_sub(start);
        let samples_left = usize::try_from(frames_left).unwrap_or(usize::MAX).saturating_mul(2);
        self.interleaved.truncate(samples_left);
        self.file.write_interleaved(&self.interleaved)
    }
}

/// The nearest integer; the system's function for it takes a fiftieth of the whole time.
fn round(sample: f32) -> i32 {
    (sample + 0.5_f32.copysign(sample)) as i32
}

fn stem_settings(song: &Song, plan: &StemPlan) -> StemSettings {
    let kind = plan.kind;
    let random = song.random.about(kind.name, plan.take as u64);
    // Further takes of a kind lean to alternate sides.
    let side = if plan.take.is_multiple_of(2) { 0.5 } else { -0.5 };
    let pan = if plan.take == 1 { kind.pan } else { side - kind.pan * 0.5 };
    StemSettings {
        sound: kind.sound,
        space: kind.space,
        pan,
        notes: parts::notes(kind.part, kind.plays, song, &random).into(),
        echo_seconds: 3.0 * song.frames_per_step() / f64::from(song.sample_rate.hz()),
        sample_rate: f64::from(song.sample_rate.hz()),
        random,
    }
}

/// Cues end with their last sound, as those that people record do; all else with the song.
fn stem_end(song: &Song, kind: &StemKind, stem: &StemSettings) -> u64 {
    /// A cue has died away by then.
    const AFTER_LAST_CUE_SECONDS: f64 = 1.0;
    let last = stem.notes.last().map(|note| note.start + note.frames);
    match last {
        Some(last) if kind.is_cue() => {
            (last + (AFTER_LAST_CUE_SECONDS * stem.sample_rate) as u64).min(song.frame_count)
        }
        _ => song.frame_count,
    }
}
