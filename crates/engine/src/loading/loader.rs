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
use crossbeam_channel::{Receiver, Sender};

use crate::{
    cache::StreamingCache,
    control::{EngineEvent, IndexTelemetry},
    error::DecodeError,
    loading::{
        answers::count_for_loader,
        cache_thread::keep_cache,
        decoder::Damage,
        file_watch,
        index::{IndexCatalog, IndexFolder},
        indexer::Indexer,
        priority,
        samples::SampleBlock,
        schedule::{Closed, DecodeJob, Decoded, Job, JobDone, Progress, Schedule},
        source::SourceOpener,
        store::{ChunkStore, Opening, Origin, PartCost},
        system_memory::MemoryProbe,
        work_time::WorkTime,
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
    garbage: (Sender<Vec<Closed>>, Receiver<Vec<Closed>>),
    pub(crate) catalog: IndexCatalog,
    /// Chunks on disk, if the settings name a place.
    pub(crate) cache: Option<Arc<StreamingCache>>,
    pub(super) opener: Arc<dyn SourceOpener>,
    pub(crate) memory_probe: Arc<dyn MemoryProbe>,
    engine_rate: SampleRate,
    pub(super) is_shutting_down: AtomicBool,
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
            garbage: crossbeam_channel::unbounded(),
            catalog: IndexCatalog::default(),
            cache: StreamingCache::new(settings, events.clone()).map(Arc::new),
            events,
            opener: settings.opener.clone(),
            memory_probe: settings.memory_probe.clone(),
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
        schedule.set_time(Instant::now());
        schedule.service();
        self.pass_on(schedule);
    }

    fn lock(&self) -> MutexGuard<'_, Schedule> {
        // The schedule's methods leave it usable wherever they may panic.
        let mut schedule = self.schedule.lock().unwrap_or_else(PoisonError::into_inner);
        schedule.set_time(Instant::now());
        schedule
    }

    /// Gives the lock back, then tells the engine's owner and the indexer what they should know.
    fn pass_on(&self, mut schedule: MutexGuard<'_, Schedule>) {
        let events = schedule.take_events();
        let unindexed = schedule.take_unindexed();
        let garbage = schedule.take_garbage();
        self.indexer.set_busy(schedule.is_busy());
        if let Some(cache) = &self.cache {
            cache.set_may_write(schedule.may_write_cache());
            cache.set_playing(schedule.is_playing());
        }
        drop(schedule);
        if !garbage.is_empty() {
            self.throw_away(garbage);
        }
        for event in events {
            crate::control::log(&event, self.engine_rate);
            // A full queue has an owner who does not read it.
            let _ = self.events.try_send(event);
        }
        unindexed.into_iter().for_each(|stem| self.indexer.build(stem));
    }

    /// Looks at the machine's memory when it is time, each `interval` seconds; `looked` is when that was
    /// done last.
    fn look_at_memory(&self, interval: Option<f64>, looked: &mut Option<Instant>) {
        match (interval.map(Duration::from_secs_f64), *looked) {
            (None, None) => {}
            (None, Some(_)) => {
                *looked = None;
                self.with(|schedule| schedule.note_system_memory(None));
            }
            (Some(interval), Some(last)) if last.elapsed() < interval => {}
            (Some(_), _) => {
                *looked = Some(Instant::now());
                if let Some(memory) = self.memory_probe.look() {
                    self.with(|schedule| schedule.note_system_memory(Some(memory)));
                }
            }
        }
    }

    /// How stems are opened.
    fn opening(&self) -> Opening<'_> {
        Opening {
            store: self.cache.as_deref().map(|cache| cache as &dyn ChunkStore),
            opener: &*self.opener,
            catalog: &self.catalog,
            engine_rate: self.engine_rate,
        }
    }

    pub(super) fn throw_away(&self, garbage: Vec<Closed>) {
        // Both ends live as long as this does.
        let _ = self.garbage.0.send(garbage);
    }

    /// Drops files and lanes that nobody uses any more until the engine ends: closing a file hangs
    /// where reading it does, and must hold up nobody else.
    fn drop_garbage(&self) {
        while let Ok(garbage) = self.garbage.1.recv() {
            drop(garbage);
            if self.is_shutting_down.load(Relaxed) && self.garbage.1.is_empty() {
                return;
            }
        }
    }
}

/// The engine's threads; dropping it ends them.
#[derive(Debug)]
pub(crate) struct BackgroundChunkLoader {
    crew: Arc<Crew>,
}

/// The threads there are. Loaders that hang are replaced, so there may be more than are wanted.
#[derive(Debug)]
struct Crew {
    shared: Arc<Shared>,
    threads: Mutex<Threads>,
}

#[derive(Debug, Default)]
struct Threads {
    handles: Vec<JoinHandle<()>>,
    /// Loaders that were ever started.
    n_loaders: usize,
}

impl std::fmt::Debug for Shared {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Shared").finish_non_exhaustive()
    }
}

impl BackgroundChunkLoader {
    /// Starts the loaders that the schedule wants, the file watch, the thread that closes files, and
    /// the service thread, which also calls `drain` at each turn.
    ///
    /// # Errors
    /// When the system refuses a thread; none runs then.
    pub(crate) fn start(
        shared: Arc<Shared>,
        mut drain: impl FnMut() + Send + 'static,
    ) -> io::Result<BackgroundChunkLoader> {
        let crew = Arc::new(Crew { shared, threads: Mutex::default() });
        let loader = BackgroundChunkLoader { crew: Arc::clone(&crew) };
        loader.crew.start_loaders()?;
        let watched = Arc::clone(&crew.shared);
        loader.crew.spawn("file-watch".to_owned(), move || file_watch::watch_files(&watched))?;
        let closing = Arc::clone(&crew.shared);
        loader.crew.spawn("file-closer".to_owned(), move || closing.drop_garbage())?;
        if let Some(cache) = crew.shared.cache.clone() {
            let shared = Arc::clone(&crew.shared);
            loader.crew.spawn("cache-planner".to_owned(), move || keep_cache(&shared, &cache))?;
        }
        loader.crew.clone().spawn("engine-service".to_owned(), move || {
            let mut looked = None;
            while !crew.shared.is_shutting_down.load(Relaxed) {
                let interval = crew.shared.with(|schedule| {
                    schedule.service();
                    schedule.settings().live.memory_look_seconds
                });
                crew.shared.look_at_memory(interval, &mut looked);
                if let Err(error) = crew.start_loaders() {
                    tracing::error!(%error, "no thread to replace a loader that hangs");
                }
                drain();
                thread::park_timeout(SERVICE_INTERVAL);
            }
        })?;
        Ok(loader)
    }
}

impl Crew {
    /// Starts the loaders that are missing: at first all, later those that hang in a file.
    fn start_loaders(&self) -> io::Result<()> {
        while let Some(n_stuck) = self.shared.lock().start_loader() {
            let shared = self.shared.clone();
            let number = self.next_number();
            if n_stuck > 0 {
                tracing::warn!(number, n_stuck, "a loader hangs, another one takes its place");
            }
            self.spawn(format!("stem-loader-{number}"), move || load(&shared))
                .inspect_err(|_| self.shared.lock().loader_not_started())?;
        }
        Ok(())
    }

    fn spawn(&self, name: String, run: impl FnOnce() + Send + 'static) -> io::Result<()> {
        let run = move || {
            priority::raise_loader();
            run();
        };
        let handle = thread::Builder::new().name(name).spawn(run)?;
        let mut threads = self.threads();
        threads.handles.retain(|handle| !handle.is_finished());
        threads.handles.push(handle);
        Ok(())
    }

    fn next_number(&self) -> usize {
        let mut threads = self.threads();
        threads.n_loaders += 1;
        threads.n_loaders - 1
    }

    fn threads(&self) -> MutexGuard<'_, Threads> {
        self.threads.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for BackgroundChunkLoader {
    fn drop(&mut self) {
        let shared = &self.crew.shared;
        shared.is_shutting_down.store(true, Relaxed);
        shared.indexer.stop();
        if let Some(cache) = &shared.cache {
            cache.stop();
        }
        // The lock makes sure that a loader either sees the flag or already waits.
        drop(shared.lock());
        shared.work.notify_all();
        // Nothing to drop, but to see the flag for.
        shared.throw_away(Vec::new());
        // A loader whose read never returns must not keep the program from ending.
        let deadline = Instant::now() + Duration::from_millis(500);
        // The service thread may add to them until it has ended.
        while let Some(handle) = { self.crew.threads().handles.pop() } {
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
    count_for_loader();
    let mut schedule = shared.lock();
    while !shared.is_shutting_down.load(Relaxed) && !schedule.dismiss_loader() {
        let Some((id, job)) = schedule.next_job() else {
            schedule = shared.work.wait(schedule).unwrap_or_else(PoisonError::into_inner);
            schedule.set_time(Instant::now());
            continue;
        };
        shared.pass_on(schedule);
        let done = run(job, shared);
        schedule = shared.lock();
        match schedule.complete(id, done) {
            Progress::Opened => shared.work.notify_all(),
            Progress::Delivered => shared.progress.notify_all(),
            Progress::Part => {}
        }
    }
    shared.pass_on(schedule);
}

fn run(job: Job, shared: &Shared) -> JobDone {
    match job {
        Job::Open { stem, location, answers } => {
            tracing::debug!(?stem, path = ?location.path, track = location.track, "opens");
            let open = || shared.opening().open(stem, location, answers);
            let file = catch_unwind(AssertUnwindSafe(open));
            JobDone::Opened(file.unwrap_or(Err(crate::error::OpenError::Panicked)))
        }
        Job::OpenStored { stem, answers } => {
            tracing::debug!(?stem, "opens from the cache");
            let open = || shared.opening().open_stored(stem, answers);
            JobDone::OpenedStored(catch_unwind(AssertUnwindSafe(open)).ok().flatten())
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
    let DecodeJob { stem, slab, mut lane, kind: (format, channel_count), block } = job;
    let mut block =
        block.unwrap_or_else(|| SampleBlock::silent(format, channel_count, SLAB_FRAMES));
    let start = Slab::start_of(slab);
    let frames = FrameCount(SLAB_FRAMES as u64);
    let (begun, worked) = (Instant::now(), WorkTime::now());
    let decoded = catch_unwind(AssertUnwindSafe(|| {
        let decoded = lane.decode(start, &mut block);
        let (work, all) = (worked.elapsed(), begun.elapsed());
        let cost = PartCost { frames: frames.0, work, all };
        lane.tell_store(decoded.as_ref().map(|()| cost).map_err(|damage| &damage.error));
        // Looked at last: what was read before the file changed is right. What came from the store is
        // of no file, and one that hangs must not hold it up.
        let change = match lane.origin() {
            Origin::Source => lane.stem().change_in_place(),
            Origin::Store => None,
        };
        (decoded, change)
    }));
    let micros = begun.elapsed().as_micros() as u64;
    tracing::trace!(song = ?stem.song, stem = stem.stem, slab, micros, "decoded");
    let useless = |error| Err(Damage { at: start, frames, error });
    let (lane, result) = match decoded {
        Ok((_, Some(change))) => (Some(lane), useless(DecodeError::Changed(change))),
        Ok((result, None)) => (Some(lane), result),
        // Whatever state the lane is in, and whatever is in the block, is not used.
        Err(_) => (None, useless(DecodeError::Panicked)),
    };
    JobDone::Decoded(Decoded { lane, part: Part { start, block }, result })
}
