//! Builds frame indexes in the background, in a pool of its own that goes after everything else.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
    thread,
    time::{Duration, Instant},
};

use rayon::{ThreadPool, ThreadPoolBuilder};

use crate::loading::{index::IndexBuilder, index::IndexProgress, priority, stem::OpenStem};

/// How long it stands aside when loaders are at work.
const PAUSE: Duration = Duration::from_millis(2);

/// What a step of the index may take; on a slower disk it rests three times as long as it read.
const STEP: Duration = Duration::from_millis(5);

/// The pool.
#[derive(Debug)]
pub(crate) struct Indexer {
    /// `None` when the system refuses threads: files are then sought without an index.
    pool: Option<ThreadPool>,
    flags: Arc<Flags>,
}

#[derive(Debug, Default)]
struct Flags {
    is_busy: AtomicBool,
    is_stopped: AtomicBool,
}

impl Indexer {
    pub(crate) fn new() -> Indexer {
        let cores = thread::available_parallelism().map_or(1, |cores| cores.get());
        let pool = ThreadPoolBuilder::new()
            .num_threads((cores - 1).clamp(1, 4))
            .thread_name(|number| format!("indexer-{number}"))
            .start_handler(|_| priority::lower_indexer())
            // Without it, the pool ends the program.
            .panic_handler(|_| tracing::error!("building a frame index failed"))
            .build()
            .inspect_err(|error| tracing::warn!(%error, "no threads to build frame indexes"))
            .ok();
        Indexer { pool, flags: Arc::default() }
    }

    /// Says whether loaders are at work; it stands aside while they are.
    pub(crate) fn set_busy(&self, is_busy: bool) {
        self.flags.is_busy.store(is_busy, Relaxed);
    }

    /// Lets every build end at its next step.
    pub(crate) fn stop(&self) {
        self.flags.is_stopped.store(true, Relaxed);
    }

    /// Builds the index of a stem's file, if it needs one that nobody has built yet.
    pub(crate) fn build(&self, stem: Arc<OpenStem>) {
        let Some(pool) = &self.pool else { return };
        let flags = self.flags.clone();
        pool.spawn(move || {
            if let Some(builder) = stem.index_builder() {
                run(builder, &flags);
            }
        });
    }
}

fn run(mut builder: IndexBuilder, flags: &Flags) {
    while !flags.is_stopped.load(Relaxed) {
        if flags.is_busy.load(Relaxed) {
            thread::sleep(PAUSE);
        }
        let started = Instant::now();
        match builder.step() {
            Ok(IndexProgress::Unfinished) => {}
            Ok(IndexProgress::Finished) => return,
            Err(error) => {
                // The lanes meet the same error where it matters, and report it there.
                tracing::debug!(%error, "frame index not built");
                return;
            }
        }
        let taken = started.elapsed();
        if taken > STEP {
            thread::sleep(taken * 3);
        }
    }
}
