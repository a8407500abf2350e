//! Real-time priority of the thread that asks for it.

use std::fmt;

use thread_priority::{ThreadPriority, ThreadPriorityValue};

/// Our priority among real-time threads (Linux: 1 to 99): below the audio servers (20 and more by
/// their defaults) and the kernel's interrupt threads (50), which must go on feeding the device.
const FIFO_PRIORITY: u8 = 10;

/// Whether the audio thread goes before all ordinary threads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RealtimePriority {
    /// It does.
    Granted,
    /// The system refuses it: under load the sound may break up. The user can be given the right,
    /// on Linux by the group `audio` or `realtime`, or by the service rtkit.
    Refused {
        /// The system's words.
        reason: String,
    },
    /// Nobody asked for it, because the device is another program's, which keeps its own time.
    NotAsked,
}

impl fmt::Display for RealtimePriority {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            RealtimePriority::Granted => f.write_str("granted"),
            RealtimePriority::Refused { reason } => write!(f, "refused ({reason})"),
            RealtimePriority::NotAsked => f.write_str("left to the device's program"),
        }
    }
}

/// Asks the system for real-time priority of the calling thread. One system call.
pub(crate) fn ask_for_current_thread() -> Result<(), thread_priority::Error> {
    let priority = ThreadPriorityValue::try_from(FIFO_PRIORITY)
        .map_or(ThreadPriority::Min, ThreadPriority::Crossplatform);
    set_fifo(priority)
}

#[cfg(unix)]
fn set_fifo(priority: ThreadPriority) -> Result<(), thread_priority::Error> {
    use thread_priority::{
        RealtimeThreadSchedulePolicy, ThreadSchedulePolicy, set_thread_priority_and_policy,
        thread_native_id,
    };
    let policy = ThreadSchedulePolicy::Realtime(RealtimeThreadSchedulePolicy::Fifo);
    set_thread_priority_and_policy(thread_native_id(), priority, policy)
}

/// Without scheduling policies: the highest priority there is.
#[cfg(not(unix))]
fn set_fifo(_priority: ThreadPriority) -> Result<(), thread_priority::Error> {
    ThreadPriority::Max.set_for_current()
}

impl From<Result<(), thread_priority::Error>> for RealtimePriority {
    fn from(answer: Result<(), thread_priority::Error>) -> RealtimePriority {
        match answer {
            Ok(()) => RealtimePriority::Granted,
            Err(error) => RealtimePriority::Refused { reason: error.to_string() },
        }
    }
}

/// A thread, as the system names it.
#[cfg(target_os = "linux")]
pub(crate) type ThreadId = rustix::thread::Pid;

/// The calling thread. One short system call.
#[cfg(target_os = "linux")]
pub(crate) fn current_thread() -> ThreadId {
    rustix::thread::gettid()
}

/// Whether a thread of this process has real-time priority, asked for by whomever.
///
/// Reads a file, so not for the audio thread itself.
#[cfg(target_os = "linux")]
pub(crate) fn of_thread(thread: ThreadId) -> RealtimePriority {
    let path = format!("/proc/self/task/{}/stat", thread.as_raw_nonzero());
    let policy = std::fs::read_to_string(path).ok().and_then(|stat| policy_in(&stat));
    match policy {
        Some(SCHED_FIFO | SCHED_RR) => RealtimePriority::Granted,
        _ => RealtimePriority::NotAsked,
    }
}

/// Source: `include/uapi/linux/sched.h`.
#[cfg(target_os = "linux")]
const SCHED_FIFO: u32 = 1;
#[cfg(target_os = "linux")]
const SCHED_RR: u32 = 2;

/// The scheduling policy, field 41. The name, field 2, is in brackets and may hold anything.
/// Source: proc_pid_stat(5).
#[cfg(target_os = "linux")]
fn policy_in(stat: &str) -> Option<u32> {
    let (_, after_name) = stat.rsplit_once(')')?;
    after_name.split_ascii_whitespace().nth(41 - 3)?.parse().ok()
}

/// Elsewhere the device's library asks on behalf of every audio thread, and says so when it is
/// refused.
#[cfg(not(target_os = "linux"))]
pub(crate) type ThreadId = ();

#[cfg(not(target_os = "linux"))]
pub(crate) fn current_thread() -> ThreadId {}

#[cfg(not(target_os = "linux"))]
pub(crate) fn of_thread(_thread: ThreadId) -> RealtimePriority {
    RealtimePriority::Granted
}

#[cfg(all(test, target_os = "linux"))]
mod tests;
