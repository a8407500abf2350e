//! What the figures were measured on, and the clocks that count processor time.

use std::{fs, thread, time::Duration};

use serde::Serialize;

/// The machine.
#[derive(Debug, Serialize)]
pub(crate) struct Machine {
    /// The processor's name.
    pub(crate) processor: String,
    /// Cores that this process may use.
    pub(crate) cores: usize,
    /// The system and its version.
    pub(crate) system: String,
    /// How the measured program was built.
    pub(crate) build: &'static str,
}

impl Machine {
    pub(crate) fn here() -> Machine {
        let release = fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
        let cpuinfo = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
        Machine {
            processor: model_in(&cpuinfo).unwrap_or(std::env::consts::ARCH).to_owned(),
            cores: thread::available_parallelism().map_or(1, |cores| cores.get()),
            system: format!("{} {}", std::env::consts::OS, release.trim()).trim().to_owned(),
            build: if cfg!(debug_assertions) { "debug" } else { "release" },
        }
    }
}

/// The first processor's name. Source: proc_cpuinfo(5).
fn model_in(cpuinfo: &str) -> Option<&str> {
    let line = cpuinfo.lines().find(|line| line.starts_with("model name"))?;
    line.split_once(':').map(|(_, name)| name.trim())
}

/// Processor time of all threads of this process; zero where it can't be measured.
pub(crate) fn process_time() -> Duration {
    clock::process()
}

/// Processor time of the calling thread; zero where it can't be measured.
pub(crate) fn thread_time() -> Duration {
    clock::thread()
}

#[cfg(unix)]
mod clock {
    //! The system's clocks of processor time.

    use std::time::Duration;

    use rustix::time::{ClockId, clock_gettime};

    pub(super) fn process() -> Duration {
        read(ClockId::ProcessCPUTime)
    }

    pub(super) fn thread() -> Duration {
        read(ClockId::ThreadCPUTime)
    }

    fn read(clock: ClockId) -> Duration {
        clock_gettime(clock).try_into().unwrap_or_default()
    }
}

#[cfg(not(unix))]
mod clock {
    //! No clocks.

    use std::time::Duration;

    pub(super) fn process() -> Duration {
        Duration::ZERO
    }

    pub(super) fn thread() -> Duration {
        Duration::ZERO
    }
}

#[cfg(test)]
mod tests;
