//! The thread that measures: one song at a time, and little while a song plays.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed},
    },
    thread,
    time::{Duration, Instant},
};

use crossbeam_channel::Sender;

use crate::{
    SongDetail, priority,
    waves::{
        WaveEvent,
        measure::{Measured, measure},
        queue::Queue,
        store::{Key, WaveStore, key_of_mix, key_of_stem},
    },
};

/// While a song plays, how many times longer it rests than it works: a twentieth of a core is no danger for the loaders.
const REST_WHILE_PLAYING: u32 = 19;

/// The longest rest, so that it soon sees that the song has ended, or that it is to stop.
const LONGEST_REST: Duration = Duration::from_millis(200);

pub(super) struct Worker {
    pub(super) store: WaveStore,
    pub(super) queue: Arc<Queue>,
    pub(super) is_playing: Arc<AtomicBool>,
    pub(super) held_bytes: Arc<AtomicUsize>,
    pub(super) events: Sender<WaveEvent>,
}

impl Worker {
    /// Measures songs until the queue is closed.
    pub(super) fn run(mut self) {
        priority::lower();
        while let Some(song) = self.queue.pop() {
            let id = song.song.id;
            let Some(failures) = self.make(&song) else { continue };
            if self.events.send(WaveEvent { song: id, failures }).is_err() {
                return;
            }
        }
    }

    /// Makes the waves that are not there; `None` when it was stopped.
    fn make(&mut self, song: &SongDetail) -> Option<Vec<(std::path::PathBuf, String)>> {
        let is_kept = |key: &Key| self.store.load(key).is_some();
        let stems = song.stems.iter().map(|stem| key_of_stem(&stem.file));
        if stems.chain([key_of_mix(song)]).all(|key| is_kept(&key)) {
            return Some(Vec::new());
        }
        let mut began = Instant::now();
        let mut pause = || {
            self.rest(began.elapsed());
            began = Instant::now();
            !self.queue.is_closed()
        };
        // A decoder of others that panics costs this song its waves.
        let held_bytes = &*self.held_bytes;
        let mut work = || measure(song, &is_kept, &mut pause, held_bytes);
        let measured = catch_unwind(AssertUnwindSafe(&mut work));
        held_bytes.store(0, Relaxed);
        let Measured { waves, failures } = match measured {
            Ok(measured) => measured?,
            Err(_) => {
                let path = song.song.folder.clone();
                let failures = vec![(path, "a decoder failed".to_owned())];
                Measured { failures, ..Measured::default() }
            }
        };
        if let Err(error) = self.store.keep(&waves) {
            tracing::warn!("waves can't be kept: {error}");
        }
        Some(failures)
    }

    fn rest(&self, worked: Duration) {
        // Relaxed: the flag is read alone.
        if self.is_playing.load(Relaxed) {
            thread::sleep((worked * REST_WHILE_PLAYING).min(LONGEST_REST));
        }
    }
}
