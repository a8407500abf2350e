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
