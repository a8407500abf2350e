//! Answers: whether a stem's file answers what is asked of it.
//!
//! Runs on: loaders count, the schedule reads. A read that hangs in the system can so be told from a
//! loader that waits for a core, and a slow file from a dead one. What other threads read of the same
//! file, as to build its index, nobody waits for: it does not count.

use std::{
    cell::Cell,
    io,
    ops::Range,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
    time::{Duration, Instant},
};

use crate::loading::source::{ByteSource, FileState, SourceIdentity, SourceOpener};

thread_local! {
    static IS_LOADER: Cell<bool> = const { Cell::new(false) };
}

/// Lets count what this thread asks from now on: it is a loader's.
pub(crate) fn count_for_loader() {
    IS_LOADER.set(true);
}

/// What loaders asked of one stem's file, and what it has answered. Errors are answers.
#[derive(Debug, Default)]
pub(crate) struct Answers {
    asked: AtomicU64,
    answered: AtomicU64,
    /// Time that reads took, in nanoseconds, since it was asked for last.
    read_ns: AtomicU64,
}

impl Answers {
    /// Answers until now; `None` when nothing is asked that it owes an answer to.
    pub(crate) fn owed_since(&self) -> Option<u64> {
        // Both are only compared: one that is read a moment too early is right at the next look.
        let answered = self.answered.load(Relaxed);
        (self.asked.load(Relaxed) > answered).then_some(answered)
    }

    /// Time that reads took since the last call.
    pub(crate) fn take_read_time(&self) -> Duration {
        Duration::from_nanos(self.read_ns.swap(0, Relaxed))
    }

    fn note_read(&self, time: Duration) {
        if IS_LOADER.get() {
            let nanos = u64::try_from(time.as_nanos()).unwrap_or(u64::MAX);
            self.read_ns.fetch_add(nanos, Relaxed);
        }
    }

    fn ask<T>(&self, question: impl FnOnce() -> T) -> T {
        if !IS_LOADER.get() {
            return question();
        }
        self.asked.fetch_add(1, Relaxed);
        // Counted when it unwinds too.
        let _answered = CountOnDrop(&self.answered);
        question()
    }
}

struct CountOnDrop<'a>(&'a AtomicU64);

impl Drop for CountOnDrop<'_> {
    fn drop(&mut self) {
        self.0.fetch_add(1, Relaxed);
    }
}

/// Opens files whose answers are counted.
#[derive(Debug)]
pub(crate) struct CountingOpener<'a> {
    pub(crate) opener: &'a dyn SourceOpener,
    pub(crate) answers: Arc<Answers>,
}

impl SourceOpener for CountingOpener<'_> {
    fn open(&self, path: &Path) -> io::Result<Arc<dyn ByteSource>> {
        let source = self.answers.ask(|| self.opener.open(path))?;
        Ok(Arc::new(CountingSource { source, answers: Arc::clone(&self.answers) }))
    }
}

#[derive(Debug)]
struct CountingSource {
    source: Arc<dyn ByteSource>,
    answers: Arc<Answers>,
}

impl ByteSource for CountingSource {
    fn byte_count(&self) -> u64 {
        self.source.byte_count()
    }

    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        let begun = Instant::now();
        let answer = self.answers.ask(|| self.source.read_at(buffer, offset));
        self.answers.note_read(begun.elapsed());
        answer
    }

    fn will_need(&self, bytes: Range<u64>) {
        self.source.will_need(bytes);
    }

    fn identity(&self) -> SourceIdentity {
        self.source.identity()
    }

    fn look(&self) -> io::Result<Option<FileState>> {
        self.answers.ask(|| self.source.look())
    }
}

#[cfg(test)]
mod tests;
