//! How urgent the engine's threads are to the system. A refusal changes nothing but the margin.

/// Loaders go before ordinary programs: what they load is heard soon.
pub(crate) fn raise_loader() {
    renice(-10);
}

/// Building indexes goes after everything else.
pub(crate) fn lower_indexer() {
    renice(10);
}

/// On Linux the nice value is the thread's own.
#[cfg(target_os = "linux")]
fn renice(increment: i32) {
    if let Err(error) = rustix::process::nice(increment) {
        tracing::debug!(increment, %error, "thread keeps its priority");
    }
}

#[cfg(not(target_os = "linux"))]
fn renice(increment: i32) {
    use thread_priority::{ThreadPriority, set_current_thread_priority};
    let percent = if increment < 0 { 75u8 } else { 10 };
    let wanted = percent.try_into().map(ThreadPriority::Crossplatform);
    if wanted.is_ok_and(|priority| set_current_thread_priority(priority).is_err()) {
        tracing::debug!(increment, "thread keeps its priority");
    }
}
