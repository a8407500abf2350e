//! The priority of threads that work in the background: nothing that sounds waits for them.

/// Lets the calling thread come after everything else, where each thread has a priority of its own.
#[cfg(target_os = "linux")]
pub(crate) fn lower() {
    if let Err(error) = rustix::process::nice(19) {
        tracing::debug!(%error, "the thread keeps its priority");
    }
}

#[cfg(not(target_os = "linux"))]
pub(crate) fn lower() {
    use thread_priority::{ThreadPriority, set_current_thread_priority};
    if let Err(error) = set_current_thread_priority(ThreadPriority::Min) {
        tracing::debug!(?error, "the thread keeps its priority");
    }
}
