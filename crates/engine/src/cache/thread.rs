//! The cache's thread: looks at what is open and wanted, makes room, and has chunk after chunk written.
//!
//! It waits for nobody: what may wait for a stem's storage, the worker does. So what gives way gives way,
//! and what is lost is told, also while a share hangs.

mod pace;
mod planned;
mod removal;
mod room;
mod words;
mod worker;
mod writing;

use std::{
    collections::{BTreeSet, HashMap, HashSet},
    io,
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

use self::{planned::Planned, worker::Worker, writing::Writing};
use crate::{
    cache::{
        CachePolicy, CacheRefusal,
        books::{Books, ChunkRef},
        events::CacheView,
        folder::{CacheFolder, FoundStem},
        holds::Holds,
        streaming::{StemKey, StreamingCache},
        visits::{VisitTurn, Visits},
        wants::Storages,
    },
    control::EngineEvent,
    loading::stem::OpenStem,
    protocol::SongId,
};

/// How often it looks when it has nothing to do.
const TURN: Duration = Duration::from_millis(200);

/// How long it leaves a disk alone that refused a file, at first and at most.
const SHORTEST_REST: Duration = Duration::from_secs(1);
const LONGEST_REST: Duration = Duration::from_secs(60);

/// How long it waits at its end for the chunk that is being written: it ends at its next small step, unless
/// its file hangs.
const LAST_WAIT: Duration = Duration::from_millis(200);

/// How often it is asked how much is free on the disk, for people.
const DISK_LOOK: Duration = Duration::from_secs(1);

/// How long the worker may be at one thing before it is taken to hang.
const LONGEST_TASK: Duration = Duration::from_secs(30);

/// How often a folder that others have or that vanished is tried.
const RELOCK: Duration = Duration::from_secs(5);

/// Bytes of the limit for the lock, the order of songs, and a description that is being replaced.
const OVERHEAD_BYTES: u64 = 64 << 10;

/// Descriptions are saved when a part of their chunks, one in so many, is not in them yet: that of a
/// long stem would else be written more often than its sound. Chunks that are in none are written anew.
const CHUNKS_PER_UNSAVED: usize = 64;

/// Keeps the cache until the engine ends; `view` tells what plays and what is open, and has the song that
/// it is given opened for the cache; `close` closes a file that nobody else has any more, which may take
/// long.
pub(crate) fn run(
    cache: &StreamingCache,
    view: impl Fn(Option<SongId>) -> CacheView,
    close: impl Fn(Arc<OpenStem>),
) {
    thread::scope(|scope| match Worker::start(scope, cache) {
        Ok(worker) => keep(cache, worker, view, close),
        Err(error) => tracing::error!(%error, "no thread to write the cache"),
    });
}

fn keep(
    cache: &StreamingCache,
    worker: Worker,
    view: impl Fn(Option<SongId>) -> CacheView,
    close: impl Fn(Arc<OpenStem>),
) {
    let mut desk = Desk::open(cache, worker);
    while !cache.is_stopped() {
        let wish_count = cache.wish_count();
        let view = view(desk.visits.now);
        desk.turn(&view, wish_count);
        let files = view.into_files().chain(desk.used.drain(..));
        files.filter_map(Arc::into_inner).for_each(|file| close(Arc::new(file)));
        if !cache.is_stopped() {
            thread::park_timeout(TURN);
        }
    }
    desk.take_last();
    desk.drop_spoiled();
    desk.save_all();
    desk.save_order();
}

/// What the thread has at hand.
struct Desk<'a> {
    cache: &'a StreamingCache,
    folder: CacheFolder,
    books: Books,
    worker: Worker,
    storages: Storages,
    /// Chunks that their descriptions do not have yet, or have still.
    unsaved: HashMap<StemKey, usize>,
    /// Stems whose content was compared with what is kept.
    checked: HashSet<StemKey>,
    /// Stems that were said to be lost.
    said_lost: BTreeSet<(SongId, usize)>,
    playing: Option<SongId>,
    quota: u64,
    holds: Holds,
    visits: Visits,
    /// Nothing is left to do in the songs that are open.
    is_idle: bool,
    /// What is to be done, as long as nothing changes.
    planned: Option<Planned>,
    /// What the worker does now.
    writing: Option<Writing>,
    /// Since when it has done that.
    writing_since: Instant,
    /// Files that the worker has read.
    used: Vec<Arc<OpenStem>>,
    /// The chunk for which there was no room at the last try.
    without_room: Option<ChunkRef>,
    /// Bytes that were free on the disk, and when.
    disk_free: Option<(Instant, u64)>,
    rest: Duration,
    rests_until: Option<Instant>,
    locked_at: Instant,
    has_complained: bool,
}

impl<'a> Desk<'a> {
    fn open(cache: &'a StreamingCache, worker: Worker) -> Desk<'a> {
        let mut desk = Desk {
            cache,
            folder: CacheFolder::open(cache.path()),
            books: Books::new(),
            worker,
            storages: Storages::default(),
            unsaved: HashMap::new(),
            checked: HashSet::new(),
            said_lost: BTreeSet::new(),
            playing: None,
            quota: 0,
            holds: Holds::default(),
            visits: Visits::default(),
            is_idle: false,
            planned: None,
            writing: None,
            writing_since: Instant::now(),
            used: Vec::new(),
            without_room: None,
            disk_free: None,
            rest: SHORTEST_REST,
            rests_until: None,
            locked_at: Instant::now(),
            has_complained: false,
        };
        desk.take_stock();
        desk
    }

    fn is_writer(&self) -> bool {
        self.folder.refusal().is_none()
    }

    /// Looks through the folder: what is whole counts, what is not is removed.
    fn take_stock(&mut self) {
        self.books = Books::new();
        self.planned = None;
        self.visits.begin_anew();
        self.abandon_writing();
        self.unsaved.clear();
        self.checked.clear();
        if let Some(refusal) = self.folder.refusal() {
            let kind = match refusal {
                CacheRefusal::InUse => io::ErrorKind::WouldBlock,
                CacheRefusal::Denied(error) => error.kind(),
            };
            self.complain(io::Error::new(kind, refusal.to_string()));
        }
        let found = self.folder.scan().unwrap_or_default();
        let whole = found.into_iter().filter_map(|found| match self.is_writer() {
            true => self.folder.tidy(found),
            false => Some(found),
        });
        let whole: Vec<_> = whole.collect();
        self.reconcile(&whole);
        let mut order = self.folder.order();
        order.retain(|song| whole.iter().any(|found| found.song == *song));
        for found in whole {
            self.books.set_other(&found.song, &found.stem, found.metadata_bytes);
            for (number, bytes) in found.chunks {
                let (song, stem) = (found.song.clone(), found.stem.clone());
                self.books.add(&ChunkRef { song, stem, number }, bytes);
            }
        }
        order.iter().for_each(|song| self.books.touch(song));
    }

    /// What is known of stems is what is found of them from now on.
    fn reconcile(&self, whole: &[FoundStem]) {
        let stems: Vec<_> = self.cache.state().stems.values().cloned().collect();
        for stem in stems {
            let found = whole.iter().find(|f| (&f.song, &f.stem) == (&stem.song, &stem.name));
            stem.reconcile(found.and_then(|found| found.metadata.as_ref().ok()));
        }
    }

    /// One look at everything, and at most one thing to do; true when there may be more at once.
    fn turn(&mut self, view: &CacheView, wish_count: u64) {
        self.take_done();
        self.keep_lock();
        self.clear();
        self.drop_spoiled();
        self.note_played(view);
        self.tell_lost(view);
        let planned = self.planned(view, wish_count);
        self.enforce_limit();
        self.cache.counters.sample(Instant::now(), self.books.total_bytes());
        self.is_idle = false;
        self.work(&planned);
        let n_visits = self.visit(view);
        self.look_at_disk();
        self.publish(&planned, view.n_waiting + n_visits, wish_count);
        self.planned = Some(planned);
    }

    /// Gets the lock again when the folder vanished, or when another program had it.
    fn keep_lock(&mut self) {
        if self.locked_at.elapsed() < RELOCK {
            return;
        }
        self.locked_at = Instant::now();
        if self.folder.is_locked() {
            return;
        }
        self.folder = CacheFolder::open(self.cache.path());
        self.planned = None;
        if self.is_writer() {
            self.take_stock();
        }
    }

    fn look_at_disk(&mut self) {
        if self.disk_free.is_none_or(|(at, _)| at.elapsed() >= DISK_LOOK) {
            let free_bytes = self.folder.free_bytes().ok();
            self.disk_free = free_bytes.map(|bytes| (Instant::now(), bytes));
        }
    }

    /// Goes on with the visits; how many are left.
    fn visit(&mut self, view: &CacheView) -> usize {
        let state = self.cache.state();
        let is_off = state.live.policy == CachePolicy::Off;
        let mut kept = view.kept.clone();
        kept.extend(&state.pinned);
        drop(state);
        if is_off || !self.is_writer() {
            kept.clear();
        }
        let turn = VisitTurn {
            kept: &kept,
            is_idle: self.is_idle,
            is_stuck: self.is_stuck(),
            wish_count: self.cache.large_wish_count(),
            at: Instant::now(),
        };
        self.visits.go_on(view, turn)
    }

    fn note_played(&mut self, view: &CacheView) {
        let playing = view.playhead.map(|(song, _)| song).filter(|_| view.is_playing);
        if playing.is_none() || playing == self.playing {
            return;
        }
        self.playing = playing;
        let name =
            playing.and_then(|id| Some(self.cache.state().songs.get(id.0 as usize)?.name.clone()));
        self.books.touch(&name.unwrap_or_default());
        self.save_order();
    }

    fn save_order(&self) {
        if self.is_writer()
            && let Err(error) = self.folder.write_order(&self.books.order())
        {
            tracing::debug!(%error, "the order of the cache's songs is not kept");
        }
    }

    /// Leaves a disk alone for a while that refused something.
    fn failed(&mut self, error: io::Error) {
        self.rests_until = Some(Instant::now() + self.rest);
        self.rest = (self.rest * 2).min(LONGEST_REST);
        self.complain(error);
    }

    /// Says once that nothing is written.
    fn complain(&mut self, error: io::Error) {
        if !std::mem::replace(&mut self.has_complained, true) {
            let (path, error) = (self.cache.path().to_owned(), Arc::new(error));
            self.cache.say(EngineEvent::CacheFailed { path, error });
        }
    }
}

#[cfg(test)]
mod tests;
