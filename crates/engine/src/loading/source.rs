//! Where bytes come from: files, and what tests put in their place.
//!
//! Runs on: loader threads, index threads. Reads name their offset, so that one open file serves
//! every lane at once.

mod open_files;

use std::{fmt, fs::Metadata, io, ops::Range, path::Path, sync::Arc};

use open_files::{OpenFiles, PooledFile};

/// The bytes of one stem's file.
pub trait ByteSource: Send + Sync + fmt::Debug {
    /// Bytes in the file when it was opened.
    fn byte_count(&self) -> u64;

    /// Reads up to `buffer.len()` bytes from `offset` on; 0 at and past the end.
    ///
    /// # Errors
    /// What the system says. The source can be read again.
    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize>;

    /// Says that `bytes` will be read soon. A hint: it neither fails nor waits for the bytes.
    fn will_need(&self, bytes: Range<u64>);

    /// Says what tells this file's present content from another's.
    fn identity(&self) -> SourceIdentity;

    /// Looks at the open file as it is now; `None` when it can't be looked at.
    ///
    /// # Errors
    /// What the system says.
    fn look(&self) -> io::Result<Option<FileState>> {
        Ok(None)
    }
}

/// What tells one version of a file from another without reading it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct SourceIdentity {
    /// Bytes in the file.
    pub byte_count: u64,
    /// Nanoseconds from 1970 to the last change of the file; 0 where the system does not say.
    pub modified_ns: u128,
}

/// What a look at a file tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileState {
    /// Its length and its last change.
    pub identity: SourceIdentity,
    /// The system's numbers of its device and of the file there: what tells it from another one of
    /// the same name. `None` where the system has none.
    pub number: Option<(u64, u64)>,
}

/// Opens the files of stems.
pub trait SourceOpener: Send + Sync + fmt::Debug {
    /// Opens the file at `path` for reading.
    ///
    /// # Errors
    /// What the system says when the file is absent, unreadable or not a file.
    fn open(&self, path: &Path) -> io::Result<Arc<dyn ByteSource>>;

    /// Looks at what is at `path` now; `None` when it can't be looked at.
    ///
    /// # Errors
    /// What the system says, as when nothing is there.
    fn look(&self, _path: &Path) -> io::Result<Option<FileState>> {
        Ok(None)
    }
}

/// Fills `buffer` from `offset` on, or as much of it as the file has; returns the bytes read.
///
/// # Errors
/// Those of [`ByteSource::read_at`], except interruptions, which are retried.
pub fn read_full(source: &dyn ByteSource, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
    let mut filled = 0;
    while filled < buffer.len() {
        match source.read_at(&mut buffer[filled..], offset + filled as u64) {
            Ok(0) => break,
            Ok(count) => filled += count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(filled)
}

/// Opens ordinary files: as many as there are, of which the process has as many open as the system
/// lets it. The first one raises the process's limit of open files as far as it goes.
#[derive(Debug, Default, Clone, Copy)]
pub struct FileOpener;

impl SourceOpener for FileOpener {
    fn open(&self, path: &Path) -> io::Result<Arc<dyn ByteSource>> {
        // Before it is opened: opening a pipe would wait for somebody to write to it.
        if !std::fs::metadata(path)?.is_file() {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "not a regular file"));
        }
        Ok(Arc::new(FileSource(OpenFiles::of_process().open(path)?)))
    }

    fn look(&self, path: &Path) -> io::Result<Option<FileState>> {
        Ok(Some(FileState::of(&std::fs::metadata(path)?)))
    }
}

impl FileState {
    fn of(metadata: &Metadata) -> FileState {
        let modified_ns = metadata
            .modified()
            .ok()
            .and_then(|time| time.duration_since(std::time::UNIX_EPOCH).ok())
            .map_or(0, |age| age.as_nanos());
        let identity = SourceIdentity { byte_count: metadata.len(), modified_ns };
        FileState { identity, number: number_of(metadata) }
    }
}

#[cfg(unix)]
fn number_of(metadata: &Metadata) -> Option<(u64, u64)> {
    use std::os::unix::fs::MetadataExt;
    Some((metadata.dev(), metadata.ino()))
}

#[cfg(not(unix))]
fn number_of(_metadata: &Metadata) -> Option<(u64, u64)> {
    None
}

#[derive(Debug)]
struct FileSource(Arc<PooledFile>);

impl ByteSource for FileSource {
    fn byte_count(&self) -> u64 {
        self.0.identity().byte_count
    }

    #[cfg(unix)]
    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        std::os::unix::fs::FileExt::read_at(&self.0.descriptor()?.file, buffer, offset)
    }

    #[cfg(windows)]
    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        std::os::windows::fs::FileExt::seek_read(&self.0.descriptor()?.file, buffer, offset)
    }

    #[cfg(target_os = "linux")]
    fn will_need(&self, bytes: Range<u64>) {
        let Some(length) = std::num::NonZeroU64::new(bytes.end.saturating_sub(bytes.start)) else {
            return;
        };
        let Ok(descriptor) = self.0.descriptor() else { return };
        // A refused hint costs nothing but the hint.
        let _ = rustix::fs::fadvise(
            &descriptor.file,
            bytes.start,
            Some(length),
            rustix::fs::Advice::WillNeed,
        );
    }

    #[cfg(not(target_os = "linux"))]
    fn will_need(&self, _bytes: Range<u64>) {}

    fn identity(&self) -> SourceIdentity {
        self.0.identity()
    }

    fn look(&self) -> io::Result<Option<FileState>> {
        self.0.look().map(Some)
    }
}

#[cfg(test)]
mod tests;
