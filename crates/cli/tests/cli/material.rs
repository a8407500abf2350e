//! Songs for the tests.

use std::{
    fs,
    path::{Path, PathBuf},
};

use attacca_flac_writer::FlacSettings;
use attacca_test_support::{
    files::{TestFolder, WavFormat, write_flac, write_wav},
    noise::Noise,
};
use attacca_units::SampleRate;

/// 16-bit stereo at 48 kHz.
pub(crate) const FORMAT: WavFormat =
    WavFormat { sample_rate: SampleRate::HZ_48000, channel_count: 2, bits_per_sample: 16 };

/// Stems of the usual song.
pub(crate) const STEMS: [&str; 3] = ["01 Drums.wav", "02 Bass DI.wav", "03 Click.wav"];

/// A set of song folders with [`STEMS`] of `seconds` each.
pub(crate) fn set(titles: &[&str], seconds: f64) -> TestFolder {
    let folder = TestFolder::new();
    for (number, title) in titles.iter().enumerate() {
        let song = folder.make_folder(format!("{} {title}", number + 1));
        for (stem, name) in STEMS.iter().enumerate() {
            write_noise(&song.join(name), FORMAT, seconds, stem as u64);
        }
    }
    folder
}

/// A WAV file of noise at an eighth of full scale, so that eight of them do not clip.
pub(crate) fn write_noise(path: &Path, format: WavFormat, seconds: f64, seed: u64) {
    let mut noise = Noise::new(seed);
    let frames = format.sample_rate.frames_in(seconds).0 as usize;
    let samples: Vec<i32> = (0..frames * format.channel_count)
        .map(|_| noise.integer(format.bits_per_sample - 3))
        .collect();
    write_wav(path, format, &samples);
}

/// A FLAC file of 24-bit noise at full scale; returns its path.
pub(crate) fn write_flac_noise(path: &Path, seconds: f64) -> PathBuf {
    let mut noise = Noise::new(24);
    let frames = FORMAT.sample_rate.frames_in(seconds).0 as usize;
    let samples: Vec<i32> = (0..2 * frames).map(|_| noise.integer(24)).collect();
    let settings = FlacSettings {
        sample_rate: FORMAT.sample_rate,
        channel_count: 2,
        bits_per_sample: 24,
        block_frames: FlacSettings::DEFAULT_BLOCK_FRAMES,
        seek_point_count: FlacSettings::DEFAULT_SEEK_POINT_COUNT,
    };
    write_flac(path, &settings, &samples);
    path.to_owned()
}

/// Cuts a file off in its middle.
pub(crate) fn truncate(path: &Path) {
    let bytes = fs::read(path).expect("the file is there");
    fs::write(path, &bytes[..bytes.len() / 2]).expect("the file can be written");
}

/// The path of a song of `set`.
pub(crate) fn song(set: &TestFolder, number: usize, title: &str) -> PathBuf {
    set.path(format!("{number} {title}"))
}
