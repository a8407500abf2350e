//! What the watch over an output shows to the stream's owner.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::{
    DeviceStatus, LossReason, OutputCounters, OutputState, backend::OpenDevice,
    stream_state::StreamState, supervisor::Beginning,
};

/// What the watch shows to the stream's owner. Never locked by an audio thread.
pub(crate) struct View(Mutex<Current>);

/// How the output is.
pub(crate) struct Current {
    pub(crate) state: OutputState,
    /// That of the device that was opened last, if one was.
    pub(crate) status: Option<DeviceStatus>,
    /// That of the device that was opened last.
    pub(crate) stream: Arc<StreamState>,
    pub(crate) counters: OutputCounters,
}

impl View {
    /// The view of an output that begins so.
    pub(crate) fn of(beginning: &Beginning) -> View {
        let (state, status, stream) = match beginning {
            Beginning::Playing(OpenDevice { status, state, .. }) => {
                (OutputState::Running, Some(status.clone()), Arc::clone(state))
            }
            Beginning::Waiting { since, reason, .. } => {
                let (since, reason) = (*since, reason.clone());
                let state = match reason {
                    LossReason::NotOpenYet => OutputState::Reopening { since, reason },
                    reason => OutputState::Lost { since, reason },
                };
                (state, None, Arc::default())
            }
        };
        View(Mutex::new(Current { state, status, stream, counters: OutputCounters::default() }))
    }

    /// How the output is, to read or to change.
    pub(crate) fn lock(&self) -> MutexGuard<'_, Current> {
        // Whoever panicked left whole values.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
