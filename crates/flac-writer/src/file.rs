//! A FLAC file that is either there as a whole or not at all.

use std::{
    io::{self, BufWriter, Seek, Write},
    path::{Path, PathBuf},
};

use tempfile::NamedTempFile;

use crate::{FlacError, FlacSettings, FlacSummary, FlacWriter};

/// Writes a FLAC file under a passing name beside its own, and renames it when it is complete.
///
/// Dropped before [`FlacFile::finish`], or killed at any moment, it leaves under its name what was
/// there before. (A kill may leave the passing file, whose name begins with `.flac-`.)
#[derive(Debug)]
pub struct FlacFile {
    path: PathBuf,
    writer: FlacWriter<PassingFile>,
}

impl FlacFile {
    /// Begins a file that is to be at `path`, whose folder exists.
    ///
    /// # Errors
    /// [`FlacError::Settings`], or [`FlacError::File`] when the folder takes no file.
    pub fn create(path: &Path, settings: &FlacSettings) -> Result<FlacFile, FlacError> {
        settings.check()?;
        let file = PassingFile::beside(path).map_err(|error| failed_at(path, error))?;
        let writer = FlacWriter::new(file, settings).map_err(|error| named(path, error))?;
        Ok(FlacFile { path: path.to_owned(), writer })
    }

    /// Adds frames; see [`FlacWriter::write_interleaved`].
    ///
    /// # Errors
    /// As there, with [`FlacError::File`] in the place of [`FlacError::Write`].
    pub fn write_interleaved(&mut self, interleaved: &[i32]) -> Result<(), FlacError> {
        self.writer.write_interleaved(interleaved).map_err(|error| named(&self.path, error))
    }

    /// Adds frames; see [`FlacWriter::write_planar`].
    ///
    /// # Errors
    /// As there, with [`FlacError::File`] in the place of [`FlacError::Write`].
    pub fn write_planar(&mut self, planes: &[&[i32]]) -> Result<(), FlacError> {
        self.writer.write_planar(planes).map_err(|error| named(&self.path, error))
    }

    /// Completes the file and puts it under its name, in the place of a file that is there.
    ///
    /// Afterwards it is on the disk: it survives a power cut.
    ///
    /// # Errors
    /// As [`FlacWriter::finish`], with [`FlacError::File`] in the place of [`FlacError::Write`].
    /// What was at the path before is still there, and the passing file is gone.
    pub fn finish(self) -> Result<FlacSummary, FlacError> {
        let FlacFile { path, writer } = self;
        let (file, summary) = writer.finish().map_err(|error| named(&path, error))?;
        file.persist(&path).map_err(|error| failed_at(&path, error))?;
        Ok(summary)
    }
}

/// A buffered temporary file in the folder of the file that it becomes.
#[derive(Debug)]
struct PassingFile(BufWriter<NamedTempFile>);

impl PassingFile {
    fn beside(path: &Path) -> io::Result<PassingFile> {
        let mut builder = tempfile::Builder::new();
        builder.prefix(".flac-");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            // As for any new file; the default of temporary files is for their owner alone.
            builder.permissions(std::fs::Permissions::from_mode(0o666));
        }
        Ok(PassingFile(BufWriter::new(builder.tempfile_in(folder_of(path))?)))
    }

    fn persist(self, path: &Path) -> io::Result<()> {
        let file = self.0.into_inner()?;
        file.as_file().sync_all()?;
        file.persist(path)?;
        sync_folder(folder_of(path))
    }
}

impl Write for PassingFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

impl Seek for PassingFile {
    fn seek(&mut self, position: io::SeekFrom) -> io::Result<u64> {
        self.0.seek(position)
    }
}

fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    }
}

/// Makes a rename in `folder` outlast a power cut.
#[cfg(unix)]
fn sync_folder(folder: &Path) -> io::Result<()> {
    std::fs::File::open(folder)?.sync_all()
}

/// Windows has no such call for folders; the file system's journal orders renames.
#[cfg(not(unix))]
fn sync_folder(_folder: &Path) -> io::Result<()> {
    Ok(())
}

fn failed_at(path: &Path, error: io::Error) -> FlacError {
    FlacError::File { path: path.to_owned(), error }
}

fn named(path: &Path, error: FlacError) -> FlacError {
    match error {
        FlacError::Write(error) => failed_at(path, error),
        other => other,
    }
}
