//! What may hang in the system, on threads of its own: asking, opening and closing devices.

use std::{sync::Arc, thread};

use crossbeam_channel::{Receiver, bounded};

use super::{
    OutputError,
    backend::{Backend, OpenDevice, OpenRequest},
};

/// Opens a device on a thread of its own. Its answer comes through the receiver; a device that nobody
/// waits for any more is closed again.
///
/// # Errors
/// When the system refuses a thread.
pub(crate) fn open(
    backend: Arc<dyn Backend>,
    request: OpenRequest,
) -> Result<Receiver<Result<OpenDevice, OutputError>>, OutputError> {
    let (sender, opened) = bounded(1);
    thread::Builder::new()
        .name("output-open".to_owned())
        .spawn(move || {
            // Without a receiver the device is dropped here.
            let _ = sender.send(backend.open(&request));
        })
        .map_err(OutputError::Thread)?;
    Ok(opened)
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
