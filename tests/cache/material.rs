//! Sound files to cache.

use std::path::{Path, PathBuf};

use attacca_flac_writer::FlacSettings;
use attacca_test_support::{
    files::{TestFolder, WavFormat, write_flac, write_wav, write_wav_float},
    landmarks::write_landmarks,
    noise::Noise,
    reference::run_line,
};
use attacca_units::SampleRate;

/// Music-like stereo of `frames`: tones, noise, a silent stretch. Shape: `[frame][channel]`.
pub(crate) fn music(bits: u32, channel_count: usize, frames: usize) -> Vec<i32> {
    let mut noise = Noise::new(u64::from(bits));
    let full = f64::from(((1u64 << (bits - 1)) - 1) as u32);
    let sample = |frame: usize, channel: usize, noise: &mut Noise| {
        let envelope = [0.9, 0.3, 0.0, 0.6][frame / 20_000 % 4];
        let tone = (frame as f64 * (0.01 + 0.003 * channel as f64)).sin();
        ((tone * 0.9 + f64::from(noise.float()) * 0.05) * envelope * full) as i32
    };
    (0..frames * channel_count)
        .map(|at| sample(at / channel_count, at % channel_count, &mut noise))
        .collect()
}

/// A FLAC file called `name` of [`music`].
pub(crate) fn flac(folder: &TestFolder, name: &str, bits: u32, frames: usize) -> PathBuf {
    let path = folder.path(name);
    let settings = FlacSettings::new(SampleRate::HZ_48000, 2, bits);
    write_flac(&path, &settings, &music(bits, 2, frames));
    path
}

/// A WAV file called `name` of these samples.
pub(crate) fn wav(
    folder: &TestFolder,
    name: &str,
    bits: u32,
    channels: usize,
    frames: usize,
) -> PathBuf {
    let path = folder.path(name);
    let sample_rate = SampleRate::HZ_48000;
    let format = WavFormat { sample_rate, channel_count: channels, bits_per_sample: bits };
    write_wav(&path, format, &music(bits, channels, frames));
    path
}

/// A WAV file of floats up to `peak`.
pub(crate) fn wav_float(folder: &TestFolder, name: &str, peak: f32, frames: usize) -> PathBuf {
    let path = folder.path(name);
    let samples: Vec<f32> =
        music(24, 2, frames).iter().map(|s| *s as f32 / 8_388_608.0 * peak / 0.9).collect();
    write_wav_float(&path, SampleRate::HZ_48000, 2, &samples);
    path
}

/// A file made by `command`, in which IN and OUT stand for files, of a sound of `seconds` at `rate` Hz.
pub(crate) fn coded(
    folder: &TestFolder,
    (name, rate, command): (&str, u32, &str),
    seconds: f64,
) -> PathBuf {
    let (source, path) = (folder.path("source.wav"), folder.path(name));
    write_landmarks(&source, SampleRate::new(rate).unwrap(), 16, seconds);
    run_line(command, &[("IN", &source), ("OUT", &path)]);
    path
}

/// True when the reference decoder finds nothing wrong with the file.
pub(crate) fn is_sound_flac(path: &Path) -> bool {
    let status = std::process::Command::new("flac").args(["-t", "-s"]).arg(path).status();
    status.expect("this test needs flac: Debian package flac").success()
}
