//! An import under way: the threads, and the order in which songs come.

use std::{
    collections::BTreeMap,
    num::NonZero,
    panic::{AssertUnwindSafe, catch_unwind},
    path::Path,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
    thread,
};

use crossbeam_channel::Sender;
use rayon::{ThreadPool, ThreadPoolBuilder, prelude::*};

use crate::{
    LibraryError, NewSong, UnixSeconds,
    import::{
        ImportEvent, ImportFailure, ImportSettings,
        find::{FoundSong, Search},
        read::{song_of, stems_of},
    },
    priority,
};

/// An import that is about to begin.
pub(super) struct Run {
    settings: ImportSettings,
    pool: ThreadPool,
    teller: Teller,
}

/// Tells what happens, while somebody listens.
struct Teller {
    events: Sender<ImportEvent>,
    is_cancelled: Arc<AtomicBool>,
    /// Songs that are read before those in front of them.
    waiting: Mutex<Waiting>,
}

/// Songs by their places; `None` is one that has no stems.
#[derive(Default)]
struct Waiting {
    next: usize,
    songs: BTreeMap<usize, Option<NewSong>>,
}

impl Run {
    pub(super) fn new(
        settings: ImportSettings,
        events: Sender<ImportEvent>,
        is_cancelled: Arc<AtomicBool>,
    ) -> Result<Run, LibraryError> {
        let cores = thread::available_parallelism().map_or(1, NonZero::get);
        // One core is left to what plays.
        let threads = settings.threads.unwrap_or(cores - 1).max(1);
        let pool = ThreadPoolBuilder::new()
            .num_threads(threads)
            .thread_name(|index| format!("import-{index}"))
            .start_handler(|_| priority::lower())
            .build()
            .map_err(|error| LibraryError::StartThread(std::io::Error::other(error)))?;
        let teller = Teller { events, is_cancelled, waiting: Mutex::default() };
        Ok(Run { settings, pool, teller })
    }

    pub(super) fn run(self) {
        priority::lower();
        let songs = self.look();
        let files_found = songs.iter().map(|song| song.files.len()).sum();
        self.teller.tell(ImportEvent::Found { files_found });
        let (teller, now) = (&self.teller, self.settings.now);
        self.pool.install(|| {
            songs.par_iter().enumerate().for_each(|(place, found)| {
                teller.song(place, read(found, now, teller));
            });
        });
        let is_cancelled = teller.is_cancelled();
        // Nobody may listen any more.
        let _ = teller.events.send(ImportEvent::Ended { is_cancelled });
    }

    fn look(&self) -> Vec<FoundSong> {
        let mut goes_on = |files_found| {
            self.teller.tell(ImportEvent::Looking { files_found });
            !self.teller.is_cancelled()
        };
        let mut search = Search::new(&mut goes_on);
        search.look(&self.settings.paths);
        search.failures.into_iter().for_each(|failure| self.teller.fail(failure));
        search.songs
    }
}

/// Reads the files of a song, all at once; `None` when none can be.
fn read(found: &FoundSong, now: UnixSeconds, teller: &Teller) -> Option<NewSong> {
    let read = found.files.par_iter().map(|path| {
        if teller.is_cancelled() {
            return Vec::new();
        }
        let stems = guarded(path, stems_of).unwrap_or_else(|failure| {
            teller.fail(failure);
            Vec::new()
        });
        teller.tell(ImportEvent::Read { path: path.clone() });
        stems
    });
    let stems: Vec<_> = read.collect::<Vec<_>>().into_iter().flatten().collect();
    // A song that lost its last stems to a cancellation is not stored half.
    if teller.is_cancelled() { None } else { song_of(found, stems, now) }
}

/// What `read` makes of a file; one on which a decoder panics can't be read, and the others can.
fn guarded<T>(
    path: &Path,
    read: impl FnOnce(&Path) -> Result<T, ImportFailure>,
) -> Result<T, ImportFailure> {
    catch_unwind(AssertUnwindSafe(|| read(path))).unwrap_or_else(|_| {
        Err(ImportFailure { path: path.to_owned(), reason: "a decoder failed".to_owned() })
    })
}

impl Teller {
    fn is_cancelled(&self) -> bool {
        self.is_cancelled.load(Relaxed)
    }

    fn tell(&self, event: ImportEvent) {
        if self.events.send(event).is_err() {
            // Nobody listens any more.
            self.is_cancelled.store(true, Relaxed);
        }
    }

    fn fail(&self, failure: ImportFailure) {
        self.tell(ImportEvent::Failed(failure));
    }

    /// Tells of the song at a place once those in front of it are told.
    fn song(&self, place: usize, song: Option<NewSong>) {
        // No call leaves it half changed.
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.songs.insert(place, song);
        let mut next = waiting.next;
        while let Some(song) = waiting.songs.remove(&next) {
            next += 1;
            // Sent under the lock, so that another thread's songs do not overtake these.
            song.into_iter().for_each(|song| self.tell(ImportEvent::Song(Box::new(song))));
        }
        waiting.next = next;
    }
}

#[cfg(test)]
mod tests;
