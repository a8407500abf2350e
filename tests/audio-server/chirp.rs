//! A song whose pitch tells the place in it, at any rate and through any resampler.
//!
//! Its pitch rises evenly. The pitch of a tenth of a second is found from its zero crossings, to
//! within a few milliseconds of the song.

use std::{f64::consts::TAU, path::Path};

use attacca_engine::{MultiTrackEngine, SongId, SongSource, StemMix, StemSource};
use attacca_test_support::files::{TestFolder, write_wav_float};
use attacca_units::SampleRate;

const FILE: &str = "chirp.wav";

/// In Hz, at the song's start.
const FIRST_PITCH: f64 = 500.0;

/// In Hz per second: 20 ms of the song are 1 Hz.
const RISE: f64 = 50.0;

/// Longer than any test plays it on the slowest machine.
const SONG_SECONDS: u32 = 180;

/// Windows in a second of a recording.
const WINDOWS_PER_SECOND: usize = 10;

/// Below it nothing is heard; the song is at 0.5.
const SILENCE: f32 = 0.05;

/// How far windows of one sound may be apart, in seconds of the song: a resampler's delay changes
/// nothing, a lost quantum spoils its own window.
const AGREEMENT_SECONDS: f64 = 0.03;

/// Writes the song into `folder`.
pub(crate) fn write(folder: &TestFolder) {
    let samples: Vec<f32> = (0..SONG_SECONDS * 48_000).map(|n| sample(n, 48_000)).collect();
    write_wav_float(&folder.path(FILE), SampleRate::HZ_48000, 1, &samples);
}

/// Makes the song in `folder` known.
pub(crate) fn add(engine: &MultiTrackEngine, folder: &Path) -> SongId {
    let stems = vec![StemSource { location: folder.join(FILE).into(), mix: StemMix::default() }];
    engine.add_song(SongSource { stems })
}

fn sample(n: u32, rate: u32) -> f32 {
    let seconds = f64::from(n) / f64::from(rate);
    let cycles = FIRST_PITCH * seconds + RISE * seconds * seconds / 2.0;
    (0.5 * (TAU * cycles).sin()) as f32
}

/// Which second of the song is heard at the beginning of a recording of interleaved stereo at `rate`,
/// or would be, by what is heard later on in it.
///
/// `None` unless half a second at least is heard, most of which is in its place at its pace.
pub(crate) fn second_at_start(recorded: &[f32], rate: u32) -> Option<f64> {
    let left: Vec<f32> = recorded.chunks_exact(2).map(|frame| frame[0]).collect();
    let window = rate as usize / WINDOWS_PER_SECOND;
    let mut starts: Vec<f64> = left
        .chunks_exact(window)
        .enumerate()
        .filter_map(|(index, samples)| start_by(samples, index * window, rate))
        .collect();
    starts.sort_by(f64::total_cmp);
    let median = *starts.get(starts.len() / 2)?;
    let agree = starts.iter().filter(|start| (**start - median).abs() < AGREEMENT_SECONDS).count();
    let is_sound = agree >= WINDOWS_PER_SECOND / 2 && 2 * agree > starts.len();
    is_sound.then_some(median)
}

/// What is heard at the recording's start by `samples`, which begin at its frame `first`. `None` when
/// they are not all sound.
fn start_by(samples: &[f32], first: usize, rate: u32) -> Option<f64> {
    let is_silent = |part: &[f32]| part.iter().all(|sample| sample.abs() < SILENCE);
    if samples.chunks(samples.len() / 10).any(is_silent) {
        return None;
    }
    let rising: Vec<f64> = samples
        .windows(2)
        .enumerate()
        .filter(|(_, pair)| pair[0] < 0.0 && pair[1] >= 0.0)
        .map(|(at, pair)| at as f64 + f64::from(pair[0] / (pair[0] - pair[1])))
        .collect();
    let (begin, end) = (*rising.first()?, *rising.last()?);
    let seconds = |frames: f64| frames / f64::from(rate);
    let pitch = (rising.len() - 1) as f64 / seconds(end - begin);
    // Of an even rise the mean pitch is that in the middle.
    Some((pitch - FIRST_PITCH) / RISE - seconds(first as f64 + (begin + end) / 2.0))
}

#[cfg(test)]
mod tests;
