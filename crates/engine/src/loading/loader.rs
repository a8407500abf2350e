//! BackgroundChunkLoader: the threads that do the schedule's jobs, and the one that keeps it in
//! line with the audio thread.

use std::{
    io,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc, Condvar, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use attacca_units::{FrameCount, SampleRate};
use crossbeam_channel::Sender;

use crate::{
    control::{EngineEvent, IndexTelemetry},
    error::DecodeError,
    loading::{
        decoder::Damage,
        index::{IndexCatalog, IndexFolder},
        indexer::Indexer,
        priority,
        samples::SampleBlock,
        schedule::{DecodeJob, Job, JobDone, Progress, Schedule},
        source::SourceOpener,
        stem::OpenStem,
    },
    protocol::slab::{Part, Slab},
    settings::{EngineSettings, SERVICE_INTERVAL, SLAB_FRAMES},
};

/// What the caller's threads, the loaders and the service thread share. The audio thread holds it
/// only so that nothing is freed while it may still have it.
pub(crate) struct Shared {
    schedule: Mutex<Schedule>,
    /// There may be jobs.
    work: Condvar,
    /// A slab was completed.
    progress: Condvar,
    events: Sender<EngineEvent>,
    indexer: Indexer,
    pub(crate) catalog: IndexCatalog,
    opener: Arc<dyn SourceOpener>,
    engine_rate: SampleRate,
    is_shutting_down: AtomicBool,
}

impl Shared {
    pub(crate) fn new(
        schedule: Schedule,
        events: Sender<EngineEvent>,
        settings: &EngineSettings,
    ) -> Shared {
        let engine_rate = settings.engine_rate;
        let index_folder = settings.index_folder.clone().map(IndexFolder::new);
        Shared {
            schedule: Mutex::new(schedule),
            work: Condvar::new(),
            progress: Condvar::new(),
            indexer: Indexer::new(index_folder, events.clone(), engine_rate),
            events,
            catalog: IndexCatalog::default(),
            opener: settings.opener.clone(),
            engine_rate,
            is_shutting_down: AtomicBool::new(false),
        }
    }

    /// Does something with the schedule, then passes on what came of it.
    pub(crate) fn with<T>(&self, act: impl FnOnce(&mut Schedule) -> T) -> T {
        let mut schedule = self.lock();
        let result = act(&mut schedule);
        let has_work = schedule.has_work();
        self.pass_on(schedule);
        if has_work {
            self.work.notify_all();
        }
        result
    }

    /// Where frame indexes came from.
    pub(crate) fn indexes(&self) -> IndexTelemetry {
        self.indexer.telemetry()
    }

    /// Waits until a slab was completed, at most for `timeout`.
    pub(crate) fn wait_for_progress(&self, timeout: Duration) {
        let mut schedule = self.lock();
        schedule.service();
        if schedule.has_work() {
            self.work.notify_all();
        }
        let waited = self.progress.wait_timeout(schedule, timeout);
        let (mut schedule, _) = waited.unwrap_or_else(PoisonError::into_inner);
        schedule.service();
        self.pass_on(schedule);
    }

    fn lock(&self) -> MutexGuard<'_, Schedule> {
        // The schedule's methods leave it usable wherever they may panic.
        self.schedule.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Gives the lock back, then tells the engine's owner and the indexer what they should know.
    fn pass_on(&self, mut schedule: MutexGuard<'_, Schedule>) {
        let events = schedule.take_events();
        let unindexed = schedule.take_unindexed();
        let garbage = schedule.take_garbage();
        self.indexer.set_busy(schedule.is_busy());
        drop(schedule);
        drop(garbage);
        for event in events {
            crate::control::log(&event, self.engine_rate);
            // A full queue has an owner who does not read it.
            let _ = self.events.try_send(event);
        }
        unindexed.into_iter().for_each(|stem| self.indexer.build(stem));
    }
}

/// The engine's threads; dropping it ends them.
#[derive(Debug)]
pub(crate) struct BackgroundChunkLoader {
    shared: Arc<Shared>,
    threads: Vec<JoinHandle<()>>,
}

impl std::fmt::Debug for Shared {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Shared").finish_non_exhaustive()
    }
}

impl BackgroundChunkLoader {
    /// Starts `loader_count` loaders and the service thread, which also calls `drain` at each turn.
    ///
    /// # Errors
    /// When the system refuses a thread; none runs then.
    pub(crate) fn start(
        shared: Arc<Shared>,
        loader_count: usize,
        mut drain: impl FnMut() + Send + 'static,
    ) -> io::Result<BackgroundChunkLoader> {
        let mut loader = BackgroundChunkLoader { shared, threads: Vec::new() };
        for number in 0..loader_count.max(2) {
            let shared = loader.shared.clone();
            loader.spawn(format!("stem-loader-{number}"), move || load(&shared))?;
        }
        let shared = loader.shared.clone();
        loader.spawn("engine-service".to_owned(), move || {
            while !shared.is_shutting_down.load(Relaxed) {
                shared.with(Schedule::service);
                drain();
                thread::park_timeout(SERVICE_INTERVAL);
            }
        })?;
        Ok(loader)
    }

    fn spawn(&mut self, name: String, run: impl FnOnce() + Send + 'static) -> io::Result<()> {
        let run = move || {
            priority::raise_loader();
            run();
        };
        self.threads.push(thread::Builder::new().name(name).spawn(run)?);
        Ok(())
    }
}

impl Drop for BackgroundChunkLoader {
    fn drop(&mut self) {
        self.shared.is_shutting_down.store(true, Relaxed);
        self.shared.indexer.stop();
        // The lock makes sure that a loader either sees the flag or already waits.
        drop(self.shared.lock());
        self.shared.work.notify_all();
        // A loader whose read never returns must not keep the program from ending.
        let deadline = Instant::now() + Duration::from_millis(500);
        for handle in self.threads.drain(..) {
            handle.thread().unpark();
            while !handle.is_finished() && Instant::now() < deadline {
                thread::sleep(Duration::from_millis(1));
            }
            if handle.is_finished() {
                // A panic was reported when it happened.
                let _ = handle.join();
            }
        }
    }
}

fn load(shared: &Shared) {
    let mut schedule = shared.lock();
    while !shared.is_shutting_down.load(Relaxed) {
        let Some(job) = schedule.next_job() else {
            schedule = shared.work.wait(schedule).unwrap_or_else(PoisonError::into_inner);
            continue;
        };
        shared.pass_on(schedule);
        let done = run(job, shared);
        schedule = shared.lock();
        match schedule.complete(done) {
            Progress::Opened => shared.work.notify_all(),
            Progress::Delivered => shared.progress.notify_all(),
            Progress::Part => {}
        }
    }
}

fn run(job: Job, shared: &Shared) -> JobDone {
    match job {
        Job::Open { song, stem, path } => {
            let open = || OpenStem::open(&path, &*shared.opener, &shared.catalog);
            let file = catch_unwind(AssertUnwindSafe(open))
                .unwrap_or(Err(crate::error::OpenError::Panicked));
            JobDone::Opened { song, stem, file }
        }
        Job::Decode(job) => decode(job),
        Job::Hint { stems, frames } => {
            tracing::debug!(stems = stems.len(), from = frames.start.0, "reads ahead");
            let hint = || stems.iter().for_each(|stem| stem.will_need(frames.clone()));
            if catch_unwind(AssertUnwindSafe(hint)).is_err() {
                tracing::error!("asking for bytes ahead failed");
            }
            JobDone::Hinted
        }
    }
}

fn decode(job: DecodeJob) -> JobDone {
    let DecodeJob { song, stem, slab, mut lane, kind: (format, channel_count), block } = job;
    let mut block =
        block.unwrap_or_else(|| SampleBlock::silent(format, channel_count, SLAB_FRAMES));
    let start = Slab::start_of(slab);
    let begun = Instant::now();
    let decoded = catch_unwind(AssertUnwindSafe(|| lane.decode(start, &mut block)));
    let micros = begun.elapsed().as_micros() as u64;
    tracing::trace!(song = ?song, stem, slab, micros, "decoded");
    let (lane, result) = match decoded {
        Ok(result) => (Some(lane), result),
        Err(_) => {
            // Whatever state the lane is in, and whatever is in the block, is not used.
            block = SampleBlock::silent(format, channel_count, SLAB_FRAMES);
            let frames = FrameCount(SLAB_FRAMES as u64);
            (None, Err(Damage { at: start, frames, error: DecodeError::Panicked }))
        }
    };
    JobDone::Decoded { song, stem, slab, lane, part: Part { start, block }, result }
}
