//! Files that are slow, fail, stall or end early, as a test says while the engine reads them.
//!
//! [`faulty_files`] makes the pair: a [`FaultyOpener`] for the engine, and a [`FaultControl`] for
//! the test. Faults concern the files whose path contains a given text.

use std::{
    collections::BTreeMap,
    io,
    ops::Range,
    path::{Path, PathBuf},
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use attacca_engine::loading::source::{
    ByteSource, FileOpener, FileState, SourceIdentity, SourceOpener,
};

/// What is wrong with a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Opening fails so.
    OpenError(io::ErrorKind),
    /// Opening does not return until the fault is cleared.
    StallOpen,
    /// Every read takes this much longer.
    Delay(Duration),
    /// Every read fails so.
    ReadError(io::ErrorKind),
    /// Every read that begins at this byte or behind it fails.
    ReadErrorFrom(u64),
    /// Reads do not return until the fault is cleared.
    Stall,
    /// Every read gives at most this many bytes, at least one.
    ShortReads(usize),
    /// Every read panics.
    Panic,
    /// The file ends after this many bytes, for reads at once, for its length when it is opened.
    EndsAt(u64),
}

/// What was read of some files.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct ReadCounts {
    /// Files opened.
    pub opens: u64,
    /// Reads begun.
    pub reads: u64,
    /// Bytes read.
    pub bytes: u64,
}

/// Ordinary files through which faults can be made; no fault at first.
pub fn faulty_files() -> (FaultControl, FaultyOpener) {
    let shared = Arc::new(Shared::default());
    (FaultControl(Arc::clone(&shared)), FaultyOpener(shared))
}

/// The test's side: turns faults on and off.
///
/// When it is dropped all faults are cleared, so that no thread stalls past its test.
#[derive(Debug)]
pub struct FaultControl(Arc<Shared>);

impl FaultControl {
    /// Adds a fault to the files whose path contains `path_part`; "" means all.
    ///
    /// It holds from the next call on for files that are open too. Several faults of a file add up,
    /// in the order in which they were set.
    pub fn set(&self, path_part: &str, fault: Fault) {
        self.add(path_part, fault, u64::MAX);
    }

    /// As [`FaultControl::set`], for the next `times` calls alone: those that stall then do so until
    /// the fault is cleared, and later ones go through.
    pub fn set_times(&self, path_part: &str, fault: Fault, times: u64) {
        self.add(path_part, fault, times);
    }

    fn add(&self, path_part: &str, fault: Fault, times_left: u64) {
        let path_part = path_part.to_owned();
        self.0.lock().faults.push(SetFault { path_part, fault, times_left });
    }

    /// Clears the faults that were set for exactly `path_part`; their stalled reads go on.
    pub fn clear(&self, path_part: &str) {
        self.0.lock().faults.retain(|set| set.path_part != path_part);
        self.0.changed.notify_all();
    }

    /// Clears every fault; stalled reads go on.
    pub fn clear_all(&self) {
        self.0.lock().faults.clear();
        self.0.changed.notify_all();
    }

    /// What was read so far of the files whose path contains `path_part`.
    pub fn counts(&self, path_part: &str) -> ReadCounts {
        let state = self.0.lock();
        let counts = state.counts.iter().filter(|(path, _)| contains(path, path_part));
        counts.fold(ReadCounts::default(), |sum, (_, counts)| ReadCounts {
            opens: sum.opens + counts.opens,
            reads: sum.reads + counts.reads,
            bytes: sum.bytes + counts.bytes,
        })
    }

    /// Reads and openings that are stalled now.
    pub fn n_stalled(&self) -> usize {
        self.0.lock().n_stalled
    }

    /// Waits until at least `count` reads and openings are stalled; false when `limit` passes first.
    pub fn wait_for_stalled(&self, count: usize, limit: Duration) -> bool {
        let state = self.0.lock();
        let waited = self.0.changed.wait_timeout_while(state, limit, |s| s.n_stalled < count);
        !waited.unwrap_or_else(PoisonError::into_inner).1.timed_out()
    }
}

impl Drop for FaultControl {
    fn drop(&mut self) {
        self.clear_all();
    }
}

/// The engine's side: opens files that have the faults the test has set.
#[derive(Debug)]
pub struct FaultyOpener(Arc<Shared>);

impl SourceOpener for FaultyOpener {
    fn open(&self, path: &Path) -> io::Result<Arc<dyn ByteSource>> {
        self.0.count(path, |counts| counts.opens += 1);
        for fault in self.0.strike(path, Call::Open) {
            match fault {
                Fault::OpenError(kind) => return Err(injected(kind)),
                stall => self.0.stall(path, stall),
            }
        }
        let inner = FileOpener.open(path)?;
        let mut identity = inner.identity();
        identity.byte_count = identity.byte_count.min(self.0.end_of(path));
        let shared = Arc::clone(&self.0);
        Ok(Arc::new(FaultySource { inner, identity, path: path.to_owned(), shared }))
    }

    fn look(&self, path: &Path) -> io::Result<Option<FileState>> {
        FileOpener.look(path)
    }
}

#[derive(Debug)]
struct FaultySource {
    inner: Arc<dyn ByteSource>,
    identity: SourceIdentity,
    path: PathBuf,
    shared: Arc<Shared>,
}

impl ByteSource for FaultySource {
    fn byte_count(&self) -> u64 {
        self.identity.byte_count
    }

    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        self.shared.count(&self.path, |counts| counts.reads += 1);
        let mut length = buffer.len();
        for fault in self.shared.strike(&self.path, Call::Read) {
            match fault {
                Fault::Delay(delay) => std::thread::sleep(delay),
                Fault::ReadError(kind) => return Err(injected(kind)),
                Fault::ReadErrorFrom(byte) if offset >= byte => {
                    return Err(injected(io::ErrorKind::Other));
                }
                Fault::Stall => self.shared.stall(&self.path, fault),
                Fault::ShortReads(limit) => length = length.min(limit.max(1)),
                Fault::Panic => panic!("injected panic while {} is read", self.path.display()),
                Fault::ReadErrorFrom(_)
                | Fault::EndsAt(_)
                | Fault::OpenError(_)
                | Fault::StallOpen => {}
            }
        }
        let left = self.shared.end_of(&self.path).saturating_sub(offset);
        length = length.min(usize::try_from(left).unwrap_or(usize::MAX));
        let count = self.inner.read_at(&mut buffer[..length], offset)?;
        self.shared.count(&self.path, |counts| counts.bytes += count as u64);
        Ok(count)
    }

    fn will_need(&self, bytes: Range<u64>) {
        self.inner.will_need(bytes);
    }

    fn identity(&self) -> SourceIdentity {
        self.identity
    }

    fn look(&self) -> io::Result<Option<FileState>> {
        self.inner.look()
    }
}

#[derive(Debug, Default)]
struct Shared {
    state: Mutex<State>,
    /// Signalled when faults are cleared and when a read stalls.
    changed: Condvar,
}

#[derive(Debug, Default)]
struct State {
    faults: Vec<SetFault>,
    counts: BTreeMap<PathBuf, ReadCounts>,
    n_stalled: usize,
}

#[derive(Debug)]
struct SetFault {
    path_part: String,
    fault: Fault,
    /// Calls that it still strikes.
    times_left: u64,
}

/// What a fault strikes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Call {
    Open,
    Read,
}

impl Fault {
    fn strikes(self, call: Call) -> bool {
        let strikes_open = matches!(self, Fault::OpenError(_) | Fault::StallOpen);
        strikes_open == (call == Call::Open)
    }
}

impl State {
    fn faults_of(&self, path: &Path) -> impl Iterator<Item = Fault> {
        self.faults.iter().filter(|set| contains(path, &set.path_part)).map(|set| set.fault)
    }
}

impl Shared {
    /// No call leaves the state half changed, so a panic elsewhere does not spoil it.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The faults that strike a call.
    fn strike(&self, path: &Path, call: Call) -> Vec<Fault> {
        let mut state = self.lock();
        let of_path = state.faults.iter_mut().filter(|set| contains(path, &set.path_part));
        let striking = of_path.filter(|set| set.fault.strikes(call) && set.times_left > 0);
        striking
            .map(|set| {
                set.times_left = set.times_left.saturating_sub(1);
                set.fault
            })
            .collect()
    }

    /// Bytes after which the file is said to end.
    fn end_of(&self, path: &Path) -> u64 {
        let state = self.lock();
        let ends = state.faults_of(path).filter_map(|fault| match fault {
            Fault::EndsAt(end) => Some(end),
            _ => None,
        });
        ends.min().unwrap_or(u64::MAX)
    }

    fn count(&self, path: &Path, add: impl FnOnce(&mut ReadCounts)) {
        add(self.lock().counts.entry(path.to_owned()).or_default());
    }

    /// Waits until `stall` is cleared.
    fn stall(&self, path: &Path, stall: Fault) {
        let mut state = self.lock();
        state.n_stalled += 1;
        self.changed.notify_all();
        let is_stalled = |state: &mut State| state.faults_of(path).any(|fault| fault == stall);
        let waited = self.changed.wait_while(state, is_stalled);
        waited.unwrap_or_else(PoisonError::into_inner).n_stalled -= 1;
    }
}

fn contains(path: &Path, part: &str) -> bool {
    path.to_string_lossy().contains(part)
}

fn injected(kind: io::ErrorKind) -> io::Error {
    io::Error::new(kind, "injected by a test")
}

#[cfg(test)]
mod tests;
