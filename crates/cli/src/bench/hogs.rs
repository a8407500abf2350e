//! Busy loops beside the engine.

use std::{
    io,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
    thread::{self, JoinHandle},
};

/// Threads that never rest. Dropping them stops them.
#[derive(Debug)]
pub(crate) struct Hogs {
    threads: Vec<JoinHandle<()>>,
    is_stopping: Arc<AtomicBool>,
}

impl Hogs {
    /// One for every core of this machine.
    ///
    /// # Errors
    /// When the system refuses a thread.
    pub(crate) fn one_per_core() -> io::Result<Hogs> {
        let is_stopping = Arc::new(AtomicBool::new(false));
        let cores = thread::available_parallelism().map_or(1, |cores| cores.get());
        let mut hogs = Hogs { threads: Vec::new(), is_stopping };
        for core in 0..cores {
            hogs.threads.push(hog(core, Arc::clone(&hogs.is_stopping))?);
        }
        Ok(hogs)
    }

    pub(crate) fn count(&self) -> usize {
        self.threads.len()
    }

    /// Stops them and says how many there were.
    pub(crate) fn stop(mut self) -> usize {
        let count = self.count();
        self.join();
        count
    }

    fn join(&mut self) {
        self.is_stopping.store(true, Relaxed);
        for thread in self.threads.drain(..) {
            // It can't panic.
            let _ = thread.join();
        }
    }
}

impl Drop for Hogs {
    fn drop(&mut self) {
        self.join();
    }
}

fn hog(core: usize, is_stopping: Arc<AtomicBool>) -> io::Result<JoinHandle<()>> {
    thread::Builder::new().name(format!("hog-{core}")).spawn(move || {
        let mut work = 1_u64;
        while !is_stopping.load(Relaxed) {
            for _ in 0..10_000 {
                work = std::hint::black_box(work.wrapping_mul(6_364_136_223_846_793_005));
            }
        }
    })
}
