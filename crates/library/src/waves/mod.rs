//! Waves: how loud each part of a song and of its stems is, measured in the background.
//!
//! They are kept in a file of their own, `waves.sqlite`, which may be deleted at any time. A wave belongs to the bytes that
//! were measured: a file that changes gets a new one. One thread, `waves`, measures a song at a time, of lowest priority.

mod bins;
mod measure;
mod queue;
mod store;
mod worker;

use std::{
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed},
    },
    thread::{self, JoinHandle},
};

use attacca_session::chain;
use crossbeam_channel::{Receiver, unbounded};

use crate::{LibraryError, SongDetail, SongId, StemFile};

use queue::Queue;
use store::WaveStore;

/// Bins of a song's waves, at most: as many as a wide display has columns.
pub const BIN_COUNT: usize = 2048;

/// How loud each part is.
#[derive(Debug, Clone, PartialEq)]
pub struct Wave {
    /// The length of a part, seconds.
    pub seconds_per_bin: f64,
    /// The highest sample of each part, of both channels: 255 is full scale or above.
    pub peak: Vec<u8>,
    /// The root of the mean square of each part, of both channels: 255 is full scale or above.
    pub rms: Vec<u8>,
}

/// The waves of one song are there, or can't be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaveEvent {
    /// The song.
    pub song: SongId,
    /// Files that could not be measured, and why; their stems have no wave, and the mix lacks them.
    pub failures: Vec<(PathBuf, String)>,
}

/// The waves that are kept, and the thread that makes them. Dropping it stops the thread.
#[derive(Debug)]
pub struct Waves {
    /// What was made.
    pub events: Receiver<WaveEvent>,
    queue: Arc<Queue>,
    held_bytes: Arc<AtomicUsize>,
    store: Mutex<WaveStore>,
    thread: Option<JoinHandle<()>>,
}

impl Waves {
    /// Opens the waves of the library in `folder`. While `is_playing` is true it works a twentieth of the time.
    ///
    /// # Errors
    /// When the system refuses a thread or memory. A folder that can't be written is none: the waves are kept in memory then.
    pub fn start(folder: &Path, is_playing: Arc<AtomicBool>) -> Result<Waves, LibraryError> {
        let [store, store_of_worker] = open_both(folder).or_else(|error| {
            tracing::warn!("waves are measured anew at each start: {}", chain(&error));
            WaveStore::in_memory()
        })?;
        let (sender, events) = unbounded();
        let queue = Arc::new(Queue::default());
        let held_bytes = Arc::new(AtomicUsize::new(0));
        let worker = worker::Worker {
            store: store_of_worker,
            queue: Arc::clone(&queue),
            is_playing,
            held_bytes: Arc::clone(&held_bytes),
            events: sender,
        };
        let thread = thread::Builder::new().name("waves".to_owned());
        let thread = thread.spawn(move || worker.run()).map_err(LibraryError::StartThread)?;
        Ok(Waves { events, queue, held_bytes, store: Mutex::new(store), thread: Some(thread) })
    }

    /// Asks for a song's waves, before all that was asked for earlier. Those that are there cost nothing; a
    /// [`WaveEvent`] follows in any case.
    pub fn want(&self, song: &SongDetail) {
        self.queue.push_first(song.clone());
    }

    /// As [`Waves::want`], after all that was asked for earlier.
    pub fn want_later(&self, song: &SongDetail) {
        self.queue.push_last(song.clone());
    }

    /// Songs that were asked for and are not measured yet, the one under way left aside.
    pub fn n_waiting(&self) -> usize {
        self.queue.len()
    }

    /// Bytes of memory that measuring holds now: nothing between songs.
    pub fn held_bytes(&self) -> usize {
        // Relaxed: the figure is read alone.
        self.held_bytes.load(Relaxed)
    }

    /// The wave of a song: of its stems that are not for the band alone, at 0 dB and muted or not. `None` while it is not made.
    pub fn of_song(&self, song: &SongDetail) -> Option<Wave> {
        self.load(&store::key_of_mix(song))
    }

    /// The wave of a stem; `None` while it is not made.
    pub fn of_stem(&self, file: &StemFile) -> Option<Wave> {
        self.load(&store::key_of_stem(file))
    }

    fn load(&self, key: &store::Key) -> Option<Wave> {
        // Reading leaves nothing half changed.
        let store = self.store.lock().unwrap_or_else(PoisonError::into_inner);
        store.load(key)
    }
}

/// A connection for those who ask, and one for the thread.
fn open_both(folder: &Path) -> Result<[WaveStore; 2], LibraryError> {
    Ok([WaveStore::open(folder)?, WaveStore::open(folder)?])
}

impl Drop for Waves {
    fn drop(&mut self) {
        self.queue.close();
        if let Some(thread) = self.thread.take() {
            // A panic there was printed, and harms nothing here.
            let _ = thread.join();
        }
    }
}
