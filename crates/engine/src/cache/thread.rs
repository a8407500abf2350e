//! The cache's thread: looks at what is open and wanted, makes room, and writes chunk after chunk.

mod pace;
mod removal;
mod room;
mod words;
mod worker;

use std::{
    collections::{BTreeSet, HashMap, HashSet},
    io,
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

use self::worker::{Done, Order, Worker};
use crate::{
    cache::{
        CachePolicy, CacheRefusal,
        books::{Books, ChunkRef},
        events::CacheView,
        folder::{CacheFolder, FoundStem},
        holds::Holds,
        plan,
        streaming::{StemKey, StreamingCache},
        wants::{Storages, WantedSong, WantedStem, Wanting},
        writer::{WriteError, worst_bytes},
    },
    control::EngineEvent,
    loading::{index::FileKey, stem::OpenStem},
    protocol::SongId,
};

/// How often it looks when it has nothing to do.
const TURN: Duration = Duration::from_millis(200);

/// How long it leaves a disk alone that refused a file, at first and at most.
const SHORTEST_REST: Duration = Duration::from_secs(1);
const LONGEST_REST: Duration = Duration::from_secs(60);

/// How often a folder that others have or that vanished is tried.
const RELOCK: Duration = Duration::from_secs(5);

/// Bytes of the limit for the lock, the order of songs, and a description that is being replaced.
const OVERHEAD_BYTES: u64 = 64 << 10;

/// Descriptions are saved when a part of their chunks, one in so many, is not in them yet: that of a
/// long stem would else be written more often than its sound. Chunks that are in none are written anew.
const CHUNKS_PER_UNSAVED: usize = 64;

/// Keeps the cache until the engine ends; `view` tells what plays and what is open.
pub(crate) fn run(cache: &StreamingCache, view: impl Fn() -> CacheView) {
    thread::scope(|scope| match Worker::start(scope, cache) {
        Ok(worker) => keep(cache, worker, view),
        Err(error) => tracing::error!(%error, "no thread to write the cache"),
    });
}

fn keep(cache: &StreamingCache, worker: Worker, view: impl Fn() -> CacheView) {
    let mut desk = Desk::open(cache, worker);
    while !cache.is_stopped() {
        let wish_count = cache.wish_count();
        let view = view();
        let has_written = desk.turn(&view, wish_count);
        // Files are closed here only if nobody else has them any more.
        drop(view);
        if !has_written && !cache.is_stopped() {
            thread::park_timeout(TURN);
        }
    }
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
    /// The chunk for which there was no room at the last try.
    without_room: Option<ChunkRef>,
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
            without_room: None,
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

    /// One look at everything, and at most one chunk; true when there may be more at once.
    fn turn(&mut self, view: &CacheView, wish_count: u64) -> bool {
        self.keep_lock();
        self.clear();
        self.drop_spoiled();
        self.note_played(view);
        self.tell_lost(view);
        let songs = self.wanted(view);
        self.note_holds(view, &songs);
        let next = self.plan(&songs);
        self.holds.quota = self.quota;
        let report = self.report(&songs, next, view.n_waiting);
        self.cache.state().set_report(report, wish_count);
        self.enforce_limit();
        self.cache.counters.sample(Instant::now(), self.books.total_bytes());
        let may_work = self.is_writer()
            && self.cache.may_write()
            && self.rests_until.is_none_or(|until| Instant::now() >= until);
        if !may_work {
            return false;
        }
        if self.check_content(&songs) {
            return true;
        }
        let Some((song, stem, number)) = next else {
            self.save_all();
            return false;
        };
        let stem = &songs[song].stems[stem];
        self.write(stem, number)
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
        if self.is_writer() {
            self.take_stock();
        }
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

    fn wanted(&mut self, view: &CacheView) -> Vec<WantedSong> {
        let telemetry = self.cache.counters.telemetry(1.0);
        let ratio = match telemetry.raw_bytes {
            0 => 1.0,
            raw => (telemetry.written_bytes as f64 / raw as f64).clamp(0.05, 1.0),
        };
        // Before anything is locked: it may wait.
        self.storages.look_at(view);
        let state = self.cache.state();
        let wanting = Wanting {
            state: &state,
            books: &self.books,
            policy: state.live.policy,
            engine_rate: self.cache.engine_rate,
            storages: &self.storages,
            ratio,
        };
        wanting.songs(view)
    }

    /// Shares the room out among the songs that are kept; the next chunk to write.
    fn plan(&mut self, songs: &[WantedSong]) -> Option<(usize, usize, u64)> {
        let live = self.cache.state().live;
        let most = match (live.policy, live.first_chunks) {
            (CachePolicy::Always, first) if first > 0 => Some(first),
            _ => None,
        };
        // A song that only plays gets what room there is.
        let needs: Vec<_> = songs.iter().map(|song| song.need.clone()).collect();
        let is_kept = |song: &&WantedSong| song.is_kept || song.is_in_use;
        let kept: Vec<_> = songs.iter().filter(is_kept).map(|song| song.need.clone()).collect();
        self.quota = plan::quota(&kept, self.room(songs), most);
        plan::next(&needs, self.quota)
            .filter(|(song, ..)| songs[*song].is_kept || songs[*song].is_in_use)
    }

    /// Compares what a stem's file is with what it was, once for each; true when it did so.
    fn check_content(&mut self, songs: &[WantedSong]) -> bool {
        let mut stems = songs.iter().flat_map(|song| &song.stems);
        let Some(stem) = stems.find(|stem| !self.checked.contains(&stem.key)) else { return false };
        self.checked.insert(stem.key.clone());
        // What its description promises and the folder does not have is written anew.
        for number in stem.disk.settled().0 {
            if self.books.bytes_of(&stem.key.0, &stem.key.1, number).is_none() {
                stem.disk.forget(number);
                *self.unsaved.entry(stem.key.clone()).or_default() += 1;
            }
        }
        let Some(content) = content_of(&stem.file) else { return true };
        match &stem.disk.metadata().source.content {
            Some(kept) if *kept != content => {
                self.remove_stem(&stem.key);
                self.checked.insert(stem.key.clone());
            }
            _ => {}
        }
        stem.disk.set_content(content);
        true
    }

    /// Writes a chunk; true when there may be more at once.
    fn write(&mut self, stem: &WantedStem, number: u64) -> bool {
        let metadata = stem.disk.metadata();
        let (frames, channels) = (metadata.frames_of(number), metadata.source.channels);
        let worst = worst_bytes(frames, channels, stem.coding.bits());
        let bytes = worst + 2 * (metadata.to_bytes().len() as u64 + 256);
        if !self.reserve(bytes) {
            self.rests_until = Some(Instant::now() + SHORTEST_REST);
            self.without_room = Some(stem.disk.chunk(number));
            self.save_all();
            return false;
        }
        self.without_room = None;
        let Done { written, times } = self.worker.write(Order {
            file: Arc::clone(&stem.file),
            disk: Arc::clone(&stem.disk),
            coding: stem.coding,
            chunk_frames: metadata.chunk_frames,
            number,
        });
        self.cache.counters.note_times(times);
        self.books.release(bytes);
        match written {
            Ok(chunk) => {
                let n_songs = self.books.n_songs();
                self.books.add(&stem.disk.chunk(number), chunk.bytes);
                if self.books.n_songs() != n_songs {
                    self.save_order();
                }
                let raw = frames * channels as u64 * u64::from(stem.coding.bits().div_ceil(8));
                self.cache.counters.note_written(chunk.bytes, frames, raw);
                stem.disk.add(number, chunk);
                *self.unsaved.entry(stem.key.clone()).or_default() += 1;
                self.rest = SHORTEST_REST;
                let n_chunks = stem.n_cached as usize;
                if self.unsaved[&stem.key] > n_chunks / CHUNKS_PER_UNSAVED {
                    self.save(&stem.key);
                }
                true
            }
            Err(WriteError::Stopped) => false,
            Err(WriteError::Source(error)) => {
                tracing::debug!(path = ?stem.file.path(), number, %error, "chunk is not cached");
                stem.disk.give_up(number);
                true
            }
            Err(WriteError::Disk(error)) => {
                self.failed(error);
                false
            }
            Err(error @ WriteError::Wrong) => {
                self.failed(io::Error::other(error));
                false
            }
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

fn content_of(file: &OpenStem) -> Option<String> {
    let source = file.source()?;
    FileKey::of(source).ok().map(FileKey::to_hex)
}
