//! How long a thread has worked, without what it waited.

use std::time::Duration;

/// A moment in a thread's work.
#[derive(Debug, Clone, Copy)]
pub(crate) struct WorkTime(#[cfg(unix)] Duration, #[cfg(not(unix))] std::time::Instant);

impl WorkTime {
    /// This thread's now.
    pub(crate) fn now() -> WorkTime {
        #[cfg(unix)]
        {
            use rustix::time::{ClockId, clock_gettime};
            let time = clock_gettime(ClockId::ThreadCPUTime);
            WorkTime(Duration::new(time.tv_sec as u64, time.tv_nsec as u32))
        }
        #[cfg(not(unix))]
        WorkTime(std::time::Instant::now())
    }

    /// Work of this thread since; with its waiting where the system does not tell them apart.
    pub(crate) fn elapsed(self) -> Duration {
        #[cfg(unix)]
        return WorkTime::now().0.saturating_sub(self.0);
        #[cfg(not(unix))]
        self.0.elapsed()
    }
}
