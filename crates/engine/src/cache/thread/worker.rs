//! The thread that does what may wait for a stem's storage, one thing after the other: it finds out what
//! holds files and what they are, and decodes, encodes and writes chunks when nobody else wants the core.
//!
//! It takes no lock that another thread waits for: whoever holds one at idle priority holds up all.

use std::{
    io,
    panic::{AssertUnwindSafe, catch_unwind},
    path::PathBuf,
    sync::Arc,
    thread::{self, Scope},
    time::Duration,
};

use crossbeam_channel::{Receiver, Sender, bounded};

use super::pace::Pace;
use crate::{
    cache::{
        coding::Coding,
        disk_stem::DiskStem,
        metadata::ChunkMetadata,
        storage_kind::{StorageKind, storage_kind},
        streaming::StreamingCache,
        writer::{ChunkJob, ChunkWriter, WriteError, WriteTimes},
    },
    error::DecodeError,
    loading::{index::FileKey, priority, stem::OpenStem},
};

/// Something to do.
pub(super) enum Task {
    /// Find out what holds the file at this path.
    Storage(PathBuf),
    /// Read what the file is.
    Content(Arc<OpenStem>),
    /// Write a chunk.
    Chunk(Order),
}

/// What came of it, with the files that were used for it: they are closed elsewhere.
pub(super) enum Done {
    Storage(StorageKind),
    /// The hash of its ends, if they could be read.
    Content(Arc<OpenStem>, Option<String>),
    Chunk(Order, Written),
}

/// A chunk that is to be written.
pub(super) struct Order {
    pub(super) file: Arc<OpenStem>,
    pub(super) disk: Arc<DiskStem>,
    pub(super) coding: Coding,
    pub(super) chunk_frames: u64,
    pub(super) number: u64,
}

/// What became of one.
pub(super) struct Written {
    pub(super) chunk: Result<ChunkMetadata, WriteError>,
    pub(super) times: WriteTimes,
}

/// The thread, as long as it is wanted.
pub(super) struct Worker {
    tasks: Sender<Task>,
    done: Receiver<Done>,
}

impl Worker {
    /// Starts the thread, which ends with the worker. It wakes the one that calls this.
    ///
    /// # Errors
    /// When the system refuses a thread.
    pub(super) fn start<'scope, 'cache>(
        scope: &'scope Scope<'scope, 'cache>,
        cache: &'cache StreamingCache,
    ) -> io::Result<Worker> {
        let (tasks, to_do) = bounded::<Task>(1);
        let (results, done) = bounded(1);
        let planner = thread::current();
        let work = move || {
            priority::lower_to_idle();
            let mut writer = ChunkWriter::default();
            for task in to_do {
                if results.send(run(cache, &mut writer, task)).is_err() {
                    return;
                }
                planner.unpark();
            }
        };
        thread::Builder::new().name("cache-writer".to_owned()).spawn_scoped(scope, work)?;
        Ok(Worker { tasks, done })
    }

    /// Has something done; false when it has still something else to do.
    pub(super) fn begin(&self, task: Task) -> bool {
        self.tasks.try_send(task).is_ok()
    }

    /// What was done since the last call.
    pub(super) fn done(&self) -> Option<Done> {
        self.done.try_recv().ok()
    }

    /// The same, and waits for it.
    pub(super) fn done_within(&self, time: Duration) -> Option<Done> {
        self.done.recv_timeout(time).ok()
    }
}

fn run(cache: &StreamingCache, writer: &mut ChunkWriter, task: Task) -> Done {
    match task {
        Task::Storage(path) => Done::Storage(storage_kind(&path)),
        Task::Content(file) => {
            // A file that panics does so as its chunks are written, too, and is given up there.
            let read = || file.source().and_then(|source| FileKey::of(source).ok());
            let content = catch_unwind(AssertUnwindSafe(read)).ok().flatten();
            Done::Content(file, content.map(FileKey::to_hex))
        }
        Task::Chunk(order) => {
            let written = catch_unwind(AssertUnwindSafe(|| write(cache, writer, &order)));
            let written = written.unwrap_or_else(|_| {
                // Whatever state it is in is not used.
                *writer = ChunkWriter::default();
                let chunk = Err(WriteError::Source(DecodeError::Panicked));
                Written { chunk, times: WriteTimes::default() }
            });
            Done::Chunk(order, written)
        }
    }
}

fn write(cache: &StreamingCache, writer: &mut ChunkWriter, order: &Order) -> Written {
    let pace = Pace::new(cache);
    let chunk = writer.write(&ChunkJob {
        stem: &order.file,
        coding: order.coding,
        engine_rate: cache.engine_rate,
        chunk_frames: order.chunk_frames,
        number: order.number,
        folder: &order.disk.folder,
        pace: &|| !order.disk.is_replaced() && pace.step(),
    });
    Written { chunk, times: std::mem::take(&mut writer.times) }
}
