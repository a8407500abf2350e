//! Open files: a set has thousands of stems, and systems let a program have a thousand files open.
//! Files that were not read for longest are closed, and opened again when they are read next.
//!
//! Runs on: loader threads, index threads.

use std::{
    fs::File,
    io,
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, OnceLock, PoisonError, RwLock, RwLockReadGuard, Weak,
        atomic::{AtomicU64, AtomicUsize, Ordering::Relaxed},
    },
};

use crate::loading::source::{FileState, SourceIdentity};

/// Descriptors that the rest of the program may need: devices, pipes, logs, libraries. Of a limit
/// below four times this, a quarter.
const RESERVED: usize = 128;

/// Files closed at a time, as a part of the limit: choosing them takes a look at every file.
const CLOSED_PART: usize = 16;

/// As many as any set needs; some systems refuse to go to "unlimited".
const WANTED_LIMIT: u64 = 10_240;

/// The files that are open, and how many may be.
#[derive(Debug)]
pub(super) struct OpenFiles {
    limit: usize,
    descriptors: Arc<AtomicUsize>,
    /// Counts reads, to tell which file was read last.
    clock: AtomicU64,
    files: Mutex<Vec<Weak<PooledFile>>>,
}

/// A file that is open, or will be again when it is read.
#[derive(Debug)]
pub(super) struct PooledFile {
    path: PathBuf,
    identity: SourceIdentity,
    /// Readers do not exclude each other: one of them may run at idle priority, and be suspended with it.
    descriptor: RwLock<Option<Arc<Descriptor>>>,
    last_read: AtomicU64,
    pool: Arc<OpenFiles>,
}

/// An open file, counted.
#[derive(Debug)]
pub(super) struct Descriptor {
    pub(super) file: File,
    count: Arc<AtomicUsize>,
}

impl OpenFiles {
    /// The files of this process. The first call raises the process's limit of open files as far as
    /// the system lets it.
    pub(super) fn of_process() -> Arc<OpenFiles> {
        static FILES: OnceLock<Arc<OpenFiles>> = OnceLock::new();
        FILES.get_or_init(|| Arc::new(OpenFiles::with_limit(limit_of_process()))).clone()
    }

    pub(super) fn with_limit(limit: usize) -> OpenFiles {
        OpenFiles {
            limit: limit.max(1),
            descriptors: Arc::default(),
            clock: AtomicU64::new(0),
            files: Mutex::default(),
        }
    }

    /// Opens the file at `path`.
    ///
    /// # Errors
    /// What the system says.
    pub(super) fn open(self: &Arc<Self>, path: &Path) -> io::Result<Arc<PooledFile>> {
        let descriptor = self.descriptor(path)?;
        let file = Arc::new(PooledFile {
            path: path.to_path_buf(),
            identity: FileState::of(&descriptor.file.metadata()?).identity,
            descriptor: RwLock::new(Some(Arc::new(descriptor))),
            last_read: AtomicU64::new(self.tick()),
            pool: Arc::clone(self),
        });
        let mut files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        // Before it grows: an engine that runs for long opens and closes without end.
        if files.len() == files.capacity() {
            files.retain(|file| file.strong_count() > 0);
        }
        files.push(Arc::downgrade(&file));
        Ok(file)
    }

    /// Descriptors in use.
    #[cfg(test)]
    pub(super) fn descriptors(&self) -> usize {
        self.descriptors.load(Relaxed)
    }

    fn descriptor(&self, path: &Path) -> io::Result<Descriptor> {
        if self.descriptors.load(Relaxed) >= self.limit {
            self.close_some();
        }
        let file = match File::open(path) {
            // The rest of the program has more open than was reserved for it.
            Err(error) if is_out_of_descriptors(&error) => {
                self.close_some();
                File::open(path)?
            }
            opened => opened?,
        };
        self.descriptors.fetch_add(1, Relaxed);
        Ok(Descriptor { file, count: Arc::clone(&self.descriptors) })
    }

    /// Closes those of the files that were not read for longest.
    fn close_some(&self) {
        let mut open: Vec<Arc<PooledFile>> = {
            let mut files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
            files.retain(|file| file.strong_count() > 0);
            files.iter().filter_map(Weak::upgrade).filter(|file| file.is_open()).collect()
        };
        open.sort_by_key(|file| file.last_read.load(Relaxed));
        for file in open.iter().take(self.limit.div_ceil(CLOSED_PART)) {
            file.close();
        }
    }

    fn tick(&self) -> u64 {
        self.clock.fetch_add(1, Relaxed)
    }
}

impl PooledFile {
    /// What the file was when it was opened first.
    pub(super) fn identity(&self) -> SourceIdentity {
        self.identity
    }

    /// What it is now, or what would be read if it is closed.
    ///
    /// # Errors
    /// What the system says.
    pub(super) fn look(&self) -> io::Result<FileState> {
        let descriptor = self.held().clone();
        let metadata = match descriptor {
            Some(descriptor) => descriptor.file.metadata()?,
            None => std::fs::metadata(&self.path)?,
        };
        Ok(FileState::of(&metadata))
    }

    /// The open file; it stays open as long as the answer is held.
    ///
    /// # Errors
    /// When the file was closed and can't be opened again, or is another one now.
    pub(super) fn descriptor(&self) -> io::Result<Arc<Descriptor>> {
        self.last_read.store(self.pool.tick(), Relaxed);
        if let Some(descriptor) = &*self.held() {
            return Ok(Arc::clone(descriptor));
        }
        // Without the lock: opening may take long, and may have to close others. Two threads that
        // come here at once open the file twice, and one of the two is closed again.
        let descriptor = self.pool.descriptor(&self.path)?;
        if FileState::of(&descriptor.file.metadata()?).identity != self.identity {
            return Err(io::Error::other("the file was replaced while it was closed"));
        }
        let descriptor = Arc::new(descriptor);
        self.hold(Some(Arc::clone(&descriptor)));
        Ok(descriptor)
    }

    fn is_open(&self) -> bool {
        self.held().is_some()
    }

    /// Closes the file as soon as nobody reads it.
    fn close(&self) {
        drop(self.hold(None));
    }

    fn held(&self) -> RwLockReadGuard<'_, Option<Arc<Descriptor>>> {
        self.descriptor.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes another descriptor; the one that was held, which is closed without the lock.
    fn hold(&self, descriptor: Option<Arc<Descriptor>>) -> Option<Arc<Descriptor>> {
        let mut held = self.descriptor.write().unwrap_or_else(PoisonError::into_inner);
        std::mem::replace(&mut *held, descriptor)
    }
}

impl Drop for Descriptor {
    fn drop(&mut self) {
        self.count.fetch_sub(1, Relaxed);
    }
}

#[cfg(unix)]
fn is_out_of_descriptors(error: &io::Error) -> bool {
    use rustix::io::Errno;
    let code = error.raw_os_error();
    [Errno::MFILE, Errno::NFILE].iter().any(|errno| code == Some(errno.raw_os_error()))
}

#[cfg(not(unix))]
fn is_out_of_descriptors(_error: &io::Error) -> bool {
    false
}

/// Files that may be open at once, after the process's limit is raised as far as it goes.
#[cfg(unix)]
fn limit_of_process() -> usize {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

    let limit = getrlimit(Resource::Nofile);
    let wanted = limit.maximum.map_or(WANTED_LIMIT, |maximum| maximum.min(WANTED_LIMIT));
    let mut current = limit.current.unwrap_or(WANTED_LIMIT);
    if current < wanted {
        let raised = Rlimit { current: Some(wanted), maximum: limit.maximum };
        match setrlimit(Resource::Nofile, raised) {
            Ok(()) => current = wanted,
            Err(error) => tracing::warn!(%error, wanted, "the limit of open files stays"),
        }
    }
    let current = current.min(WANTED_LIMIT) as usize;
    current - RESERVED.min(current / 4)
}

/// Other systems have no such limit.
#[cfg(not(unix))]
fn limit_of_process() -> usize {
    WANTED_LIMIT as usize
}

#[cfg(test)]
mod tests;
