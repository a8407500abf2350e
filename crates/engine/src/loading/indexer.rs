//! Gives stems their frame indexes in the background, in a pool of its own that goes after
//! everything else: reads them from their folder, or builds them and keeps them there.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering::Relaxed},
    },
    thread,
    time::{Duration, Instant},
};

use attacca_units::SampleRate;
use crossbeam_channel::Sender;
use rayon::{ThreadPool, ThreadPoolBuilder};

use crate::{
    control::{EngineEvent, IndexTelemetry},
    loading::{
        index::{FileKey, IndexBuilder, IndexFolder, IndexProgress},
        priority,
        stem::OpenStem,
    },
};

/// How long it stands aside when loaders are at work.
const PAUSE: Duration = Duration::from_millis(2);

/// What a step of the index may take; on a slower disk it rests three times as long as it read.
const STEP: Duration = Duration::from_millis(5);

/// The pool.
#[derive(Debug)]
pub(crate) struct Indexer {
    /// `None` when the system refuses threads: files are then sought without an index.
    pool: Option<ThreadPool>,
    bench: Arc<Bench>,
}

/// What the pool's threads share.
#[derive(Debug)]
struct Bench {
    folder: Option<IndexFolder>,
    events: Sender<EngineEvent>,
    engine_rate: SampleRate,
    is_busy: AtomicBool,
    is_stopped: AtomicBool,
    has_complained: AtomicBool,
    built: AtomicU64,
    loaded: AtomicU64,
}

impl Indexer {
    /// A pool that keeps indexes in `folder`, if there is one, and complains to `events`.
    pub(crate) fn new(
        folder: Option<IndexFolder>,
        events: Sender<EngineEvent>,
        engine_rate: SampleRate,
    ) -> Indexer {
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
        let bench = Bench {
            folder,
            events,
            engine_rate,
            is_busy: AtomicBool::new(false),
            is_stopped: AtomicBool::new(false),
            has_complained: AtomicBool::new(false),
            built: AtomicU64::new(0),
            loaded: AtomicU64::new(0),
        };
        Indexer { pool, bench: Arc::new(bench) }
    }

    /// Says whether loaders are at work; it stands aside while they are.
    pub(crate) fn set_busy(&self, is_busy: bool) {
        self.bench.is_busy.store(is_busy, Relaxed);
    }

    /// Lets every build end at its next step.
    pub(crate) fn stop(&self) {
        self.bench.is_stopped.store(true, Relaxed);
    }

    /// Finds or builds the index of a stem's file, if it needs one that nobody has built yet.
    pub(crate) fn build(&self, stem: Arc<OpenStem>) {
        let Some(pool) = &self.pool else { return };
        let bench = self.bench.clone();
        pool.spawn(move || {
            if let Some(builder) = stem.index_builder() {
                bench.finish(builder);
            }
        });
    }

    /// What it did so far.
    pub(crate) fn telemetry(&self) -> IndexTelemetry {
        IndexTelemetry {
            built: self.bench.built.load(Relaxed),
            loaded: self.bench.loaded.load(Relaxed),
        }
    }
}

impl Bench {
    fn finish(&self, mut builder: IndexBuilder) {
        self.stand_aside();
        let kept = self.kept(&builder);
        if kept.as_ref().is_some_and(|(folder, key)| builder.load(folder, key)) {
            self.loaded.fetch_add(1, Relaxed);
            return;
        }
        if self.run(&mut builder) == IndexProgress::Unfinished {
            return;
        }
        self.built.fetch_add(1, Relaxed);
        self.stand_aside();
        if let Some((folder, key)) = kept.filter(|_| !self.is_stopped.load(Relaxed))
            && let Err(error) = builder.store(folder, &key)
        {
            self.complain(folder, error);
        }
    }

    /// Where and under what the index of the builder's file is kept.
    fn kept(&self, builder: &IndexBuilder) -> Option<(&IndexFolder, FileKey)> {
        let folder = self.folder.as_ref()?;
        // Whatever can't be read now, lanes meet where it matters, and report it there.
        Some((folder, builder.key().ok()?))
    }

    fn stand_aside(&self) {
        if self.is_busy.load(Relaxed) {
            thread::sleep(PAUSE);
        }
    }

    fn run(&self, builder: &mut IndexBuilder) -> IndexProgress {
        while !self.is_stopped.load(Relaxed) {
            self.stand_aside();
            let started = Instant::now();
            match builder.step() {
                Ok(IndexProgress::Unfinished) => {}
                Ok(IndexProgress::Finished) => return IndexProgress::Finished,
                Err(error) => {
                    // The lanes meet the same error where it matters, and report it there.
                    tracing::debug!(%error, "frame index not built");
                    return IndexProgress::Unfinished;
                }
            }
            let taken = started.elapsed();
            if taken > STEP {
                thread::sleep(taken * 3);
            }
        }
        IndexProgress::Unfinished
    }

    /// Tells the engine's owner, once, that indexes are not kept.
    fn complain(&self, folder: &IndexFolder, error: std::io::Error) {
        if self.has_complained.swap(true, Relaxed) {
            return;
        }
        let path = folder.path().to_path_buf();
        let event = EngineEvent::IndexFolderFailed { path, error: Arc::new(error) };
        crate::control::log(&event, self.engine_rate);
        // A full queue has an owner who does not read it.
        let _ = self.events.try_send(event);
    }
}
