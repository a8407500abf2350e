//! Watches how much memory the process takes.

use std::{
    fs, io,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
    thread::{self, JoinHandle},
    time::Duration,
};

use super::machine;

/// Time between two looks: shorter than any window takes to fill, and cheap enough.
const INTERVAL: Duration = Duration::from_millis(20);

/// Memory of this process that no file backs (RssAnon), in bytes; `None` where the system doesn't
/// say. Source: proc_pid_status(5).
pub(crate) fn anonymous_bytes() -> Option<u64> {
    bytes_of("RssAnon:")
}

/// The most memory that this process has had at once since it began, files and program included
/// (VmHWM), in bytes. Source: proc_pid_status(5).
pub(crate) fn peak_resident_bytes() -> Option<u64> {
    bytes_of("VmHWM:")
}

/// In MiB, with two decimals: more would be noise.
pub(crate) fn mib(bytes: u64) -> f64 {
    (bytes as f64 / f64::from(1 << 20) * 100.0).round() / 100.0
}

fn bytes_of(key: &str) -> Option<u64> {
    let text = fs::read_to_string("/proc/self/status").ok()?;
    let kib = text.lines().find_map(|line| line.strip_prefix(key))?;
    kib.trim().strip_suffix("kB")?.trim().parse::<u64>().ok().map(|kib| kib * 1024)
}

/// Looks at the memory again and again, on a thread of its own.
#[derive(Debug)]
pub(crate) struct MemoryWatch {
    thread: JoinHandle<Watched>,
    is_stopping: Arc<AtomicBool>,
}

/// What was seen.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Watched {
    /// The most that was taken at once, in bytes.
    pub(crate) peak: Option<u64>,
    /// Processor time that watching took.
    pub(crate) own_time: Duration,
}

impl MemoryWatch {
    /// # Errors
    /// When the system refuses a thread.
    pub(crate) fn start() -> io::Result<MemoryWatch> {
        let is_stopping = Arc::new(AtomicBool::new(false));
        let stop = Arc::clone(&is_stopping);
        let thread =
            thread::Builder::new().name("memory-watch".to_owned()).spawn(move || watch(&stop))?;
        Ok(MemoryWatch { thread, is_stopping })
    }

    pub(crate) fn stop(self) -> Watched {
        self.is_stopping.store(true, Relaxed);
        self.thread.join().unwrap_or(Watched { peak: None, own_time: Duration::ZERO })
    }
}

fn watch(is_stopping: &AtomicBool) -> Watched {
    let mut peak = None;
    while !is_stopping.load(Relaxed) {
        peak = peak.max(anonymous_bytes());
        thread::sleep(INTERVAL);
    }
    Watched { peak, own_time: machine::thread_time() }
}
