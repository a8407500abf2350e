//! Files of given samples, and folders that vanish with the test.

use std::{
    fs::File,
    io::BufWriter,
    path::{Path, PathBuf},
};

use attacca_flac_writer::{FlacFile, FlacSettings};
use attacca_units::SampleRate;
use hound::{SampleFormat, WavSpec, WavWriter};
use tempfile::TempDir;

/// An empty folder that is deleted with all that is in it when this is dropped.
#[derive(Debug)]
pub struct TestFolder(TempDir);

impl TestFolder {
    /// Makes the folder.
    #[expect(clippy::new_without_default, reason = "it does something: it makes a folder")]
    pub fn new() -> TestFolder {
        let folder = tempfile::Builder::new().prefix("attacca-test-").tempdir();
        TestFolder(folder.expect("the system has room for a folder"))
    }

    /// The folder itself.
    pub fn root(&self) -> &Path {
        self.0.path()
    }

    /// The path of `name` in the folder; nothing is made there.
    pub fn path(&self, name: impl AsRef<Path>) -> PathBuf {
        self.0.path().join(name)
    }

    /// Makes the folder `name` inside, with those that it is in.
    pub fn make_folder(&self, name: impl AsRef<Path>) -> PathBuf {
        let path = self.path(name);
        std::fs::create_dir_all(&path).expect("a folder can be made inside");
        path
    }
}

/// Writes a FLAC file, in the place of a file that is there.
///
/// Shape: `interleaved[frame][channel]`, as integers of the settings' bits.
pub fn write_flac(path: &Path, settings: &FlacSettings, interleaved: &[i32]) {
    let mut file = FlacFile::create(path, settings).expect("the FLAC file can be made");
    file.write_interleaved(interleaved).expect("the FLAC file can be written");
    let summary = file.finish().expect("the FLAC file can be finished");
    assert_eq!(summary.n_clamped_samples, 0, "the samples do not fit their bits");
}

/// Writes an integer PCM WAV file, in the place of a file that is there.
///
/// Shape: `interleaved[frame][channel]`, as integers of the format's bits.
pub fn write_wav(path: &Path, format: WavFormat, interleaved: &[i32]) {
    let mut file = WavFile::create(path, format);
    file.write_interleaved(interleaved);
    file.finish();
}

/// Writes a 32-bit float WAV file, in the place of a file that is there.
///
/// Shape: `interleaved[frame][channel]`, full scale is 1.
pub fn write_wav_float(
    path: &Path,
    sample_rate: SampleRate,
    channel_count: usize,
    interleaved: &[f32],
) {
    let format = WavFormat { sample_rate, channel_count, bits_per_sample: 32 };
    let mut writer = WavWriter::create(path, format.spec(SampleFormat::Float))
        .expect("the WAV file can be made");
    for sample in interleaved {
        writer.write_sample(*sample).expect("the WAV file can be written");
    }
    writer.finalize().expect("the WAV file holds whole frames");
}

/// What a WAV file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WavFormat {
    /// Frames per second.
    pub sample_rate: SampleRate,
    /// Samples per frame.
    pub channel_count: usize,
    /// Bits of each sample: 8, 16, 24 or 32.
    pub bits_per_sample: u32,
}

impl WavFormat {
    fn spec(self, sample_format: SampleFormat) -> WavSpec {
        WavSpec {
            channels: self.channel_count as u16,
            sample_rate: self.sample_rate.hz(),
            bits_per_sample: self.bits_per_sample as u16,
            sample_format,
        }
    }
}

/// An integer PCM WAV file that is written piece by piece.
pub struct WavFile(WavWriter<BufWriter<File>>);

impl WavFile {
    /// Begins a file, in the place of a file that is there.
    pub fn create(path: &Path, format: WavFormat) -> WavFile {
        let writer = WavWriter::create(path, format.spec(SampleFormat::Int));
        WavFile(writer.expect("the WAV file can be made"))
    }

    /// Adds samples.
    ///
    /// Shape: `interleaved[frame][channel]`, as integers of the format's bits.
    pub fn write_interleaved(&mut self, interleaved: &[i32]) {
        for sample in interleaved {
            self.0.write_sample(*sample).expect("the WAV file can be written");
        }
    }

    /// Completes the file.
    pub fn finish(self) {
        self.0.finalize().expect("the WAV file holds whole frames");
    }
}

#[cfg(test)]
mod tests;
