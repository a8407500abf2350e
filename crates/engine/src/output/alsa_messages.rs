//! ALSA's own messages: a dozen lines on standard error for every device that isn't there.

/// Does `ask`, and logs what ALSA has to say about it instead of letting it print.
///
/// Holds for the calling thread from now on; what it says after `ask` is logged by the next call.
#[cfg(target_os = "linux")]
pub(crate) fn logged<T>(ask: impl FnOnce() -> T) -> T {
    let messages = alsa::Output::local_error_handler();
    let answer = ask();
    if let Ok(messages) = messages {
        for message in messages.borrow().to_string().lines() {
            tracing::debug!(target: "alsa", "{message}");
        }
    }
    answer
}

/// Only Linux has ALSA.
#[cfg(not(target_os = "linux"))]
pub(crate) fn logged<T>(ask: impl FnOnce() -> T) -> T {
    ask()
}
