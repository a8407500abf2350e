//! What may hang in the system, on threads of its own: asking, opening and closing devices.

use std::{sync::Arc, thread};

use crossbeam_channel::{Receiver, bounded};

use super::{
    OutputError,
    backend::{Backend, OpenDevice, OpenRequest},
};

/// Opens devices, each on a thread of its own, and knows how many of these there are.
pub(crate) struct Opener {
    backend: Arc<dyn Backend>,
    /// Shared with every thread that opens a device.
    thread: Arc<()>,
}

impl Opener {
    pub(crate) fn new(backend: Arc<dyn Backend>) -> Opener {
        Opener { backend, thread: Arc::new(()) }
    }

    /// Opens a device. Its answer comes through the receiver; a device that nobody waits for any more
    /// is closed again, on the same thread.
    ///
    /// # Errors
    /// When the system refuses a thread.
    pub(crate) fn open(
        &self,
        request: OpenRequest,
    ) -> Result<Receiver<Result<OpenDevice, OutputError>>, OutputError> {
        // Without room for the answer: the device is handed over or not, and is never left in between,
        // where a thread that must not wait would close it.
        let (sender, opened) = bounded(0);
        let (backend, thread) = (Arc::clone(&self.backend), Arc::clone(&self.thread));
        thread::Builder::new()
            .name("output-open".to_owned())
            .spawn(move || {
                // Without a receiver the device is dropped here.
                drop(sender.send(backend.open(&request)));
                drop(thread);
            })
            .map_err(OutputError::Thread)?;
        Ok(opened)
    }

    /// Threads that open a device or wait to hand it over.
    pub(crate) fn running(&self) -> usize {
        Arc::strong_count(&self.thread) - 1
    }
}

/// Closes a stream on a thread of its own; the receiver ends when it is closed.
///
/// Without a thread to be had it is closed at once.
pub(crate) fn close(stream: Box<dyn Send>) -> Receiver<()> {
    let (sender, closed) = bounded(1);
    let close = move || {
        drop(stream);
        drop(sender);
    };
    // A closure that could not be spawned is dropped, and the stream with it.
    let _ = thread::Builder::new().name("output-close".to_owned()).spawn(close);
    closed
}

/// Asks the system something on a thread of its own. Its answer comes through the receiver.
///
/// # Errors
/// When the system refuses a thread.
pub(crate) fn ask<T: Send + 'static>(
    question: impl FnOnce() -> T + Send + 'static,
) -> Result<Receiver<T>, OutputError> {
    let (sender, answer) = bounded(1);
    thread::Builder::new()
        .name("output-ask".to_owned())
        .spawn(move || {
            // Nobody may wait for it any more.
            let _ = sender.send(question());
        })
        .map_err(OutputError::Thread)?;
    Ok(answer)
}
