//! A WAV file that appears only when it is complete.

use std::{
    fs::{self, File},
    io::{self, BufWriter},
    path::{Path, PathBuf},
};

use attacca_engine::output::offline::OFFLINE_CHANNELS;
use attacca_units::{FrameCount, SampleRate};
use hound::{WavSpec, WavWriter};
use tempfile::NamedTempFile;

use super::{ExistingFile, ExportError, quantise::Quantiser};

/// Bytes of a WAV file that are not audio, at most: 68 of the longest header that is written.
const MAX_HEADER_BYTES: u64 = 128;

/// How samples are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WavFormat {
    /// 16-bit integers, dithered unless the mix is exact without.
    Int16,
    /// 24-bit integers.
    Int24,
    /// 32-bit floating point: everything that the engine renders.
    Float32,
}

impl WavFormat {
    fn bits(self) -> u16 {
        match self {
            WavFormat::Int16 => 16,
            WavFormat::Int24 => 24,
            WavFormat::Float32 => 32,
        }
    }
}

/// A stereo WAV file under a temporary name. Dropping it unfinished removes it.
pub(crate) struct WavFile {
    path: PathBuf,
    temporary: NamedTempFile,
    writer: WavWriter<BufWriter<File>>,
    /// `None` for floating point.
    quantiser: Option<Quantiser>,
}

impl WavFile {
    /// Begins a file that will be `path` and hold `frame_count` frames.
    ///
    /// # Errors
    /// When it would be too long, or can't be made.
    pub(crate) fn create(
        path: &Path,
        format: WavFormat,
        sample_rate: SampleRate,
        frame_count: FrameCount,
        is_dithered: bool,
    ) -> Result<WavFile, ExportError> {
        let bytes_per_frame = OFFLINE_CHANNELS as u64 * u64::from(format.bits()) / 8;
        let byte_count = frame_count.0.saturating_mul(bytes_per_frame);
        if byte_count.saturating_add(MAX_HEADER_BYTES) > u64::from(u32::MAX) {
            return Err(ExportError::TooLong { byte_count });
        }
        let spec = WavSpec {
            channels: OFFLINE_CHANNELS as u16,
            sample_rate: sample_rate.hz(),
            bits_per_sample: format.bits(),
            sample_format: match format {
                WavFormat::Float32 => hound::SampleFormat::Float,
                _ => hound::SampleFormat::Int,
            },
        };
        let temporary = temporary_beside(path)
            .map_err(|source| ExportError::Create { path: path.into(), source })?;
        let write_error = |source| ExportError::Write { path: path.into(), source };
        let handle = temporary.as_file().try_clone().map_err(write_error)?;
        let writer = WavWriter::new(BufWriter::new(handle), spec)
            .map_err(|error| write_error(io_error(error)))?;
        let quantiser = (format != WavFormat::Float32)
            .then(|| Quantiser::new(u32::from(format.bits()), is_dithered));
        Ok(WavFile { path: path.into(), temporary, writer, quantiser })
    }

    /// Appends frames.
    ///
    /// Shape: interleaved stereo.
    ///
    /// # Errors
    /// When the system fails to write.
    pub(crate) fn write(&mut self, samples: &[f32]) -> Result<(), ExportError> {
        let written = match &mut self.quantiser {
            None => samples.iter().try_for_each(|sample| self.writer.write_sample(*sample)),
            Some(quantiser) => samples.chunks_exact(OFFLINE_CHANNELS).try_for_each(|frame| {
                let [left, right] = quantiser.quantise([frame[0], frame[1]]);
                self.writer.write_sample(left)?;
                self.writer.write_sample(right)
            }),
        };
        written.map_err(|error| self.write_error(io_error(error)))
    }

    /// Frames that were cut off so far.
    pub(crate) fn clipped_frames(&self) -> u64 {
        self.quantiser.as_ref().map_or(0, Quantiser::clipped_frames)
    }

    /// Completes the file, waits until it is on the disk, and gives it its name.
    ///
    /// # Errors
    /// When the system fails to write, or a file of that name has appeared that is to be kept.
    pub(crate) fn finish(self, existing: ExistingFile) -> Result<(), ExportError> {
        let WavFile { path, temporary, writer, .. } = self;
        let write_error = |source| ExportError::Write { path: path.clone(), source };
        writer.finalize().map_err(|error| write_error(io_error(error)))?;
        temporary.as_file().sync_all().map_err(write_error)?;
        let persisted = match existing {
            ExistingFile::Replace => temporary.persist(&path),
            ExistingFile::Keep => temporary.persist_noclobber(&path),
        };
        persisted.map_err(|failure| match failure.error.kind() {
            io::ErrorKind::AlreadyExists => ExportError::Exists { path: path.clone() },
            _ => write_error(failure.error),
        })?;
        sync_folder(&path).map_err(write_error)
    }

    fn write_error(&self, source: io::Error) -> ExportError {
        ExportError::Write { path: self.path.clone(), source }
    }
}

/// A new file in the folder of `path`, so that renaming it to `path` moves no bytes.
fn temporary_beside(path: &Path) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".attacca-render-").suffix(".partial");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // What any new file gets; temporary ones are private otherwise.
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(folder_of(path))
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Waits until the file's name is on the disk too.
#[cfg(unix)]
fn sync_folder(path: &Path) -> io::Result<()> {
    File::open(folder_of(path))?.sync_all()
}

/// Other systems can't open a folder to wait for it.
#[cfg(not(unix))]
fn sync_folder(_path: &Path) -> io::Result<()> {
    Ok(())
}

fn io_error(error: hound::Error) -> io::Error {
    match error {
        hound::Error::IoError(error) => error,
        other => io::Error::other(other),
    }
}

#[cfg(test)]
mod tests;
