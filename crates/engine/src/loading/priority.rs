//! How urgent the engine's threads are to the system. A refusal changes nothing but the margin.

/// Loaders go before ordinary programs: what they load is heard soon.
pub(crate) fn raise_loader() {
    renice(-10);
}

/// Building indexes goes after everything else.
pub(crate) fn lower_indexer() {
    renice(10);
}

/// Writing the cache takes only what nobody else wants, of cores and, by that, of disks.
#[cfg(target_os = "linux")]
pub(crate) fn lower_to_idle() {
    use thread_priority::{
        NormalThreadSchedulePolicy::Idle, ThreadPriority, ThreadSchedulePolicy::Normal,
        set_thread_priority_and_policy, thread_native_id,
    };
    renice(19);
    let priority = ThreadPriority::Min;
    if let Err(error) = set_thread_priority_and_policy(thread_native_id(), priority, Normal(Idle)) {
        tracing::debug!(?error, "thread is not idle");
    }
}

#[cfg(not(target_os = "linux"))]
pub(crate) fn lower_to_idle() {
    lower_indexer();
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
