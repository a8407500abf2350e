//! What an output has to say, and how often it may.

use std::{
    fmt,
    sync::Arc,
    time::{Duration, Instant},
};

use crossbeam_channel::Sender;

use super::{DeviceStatus, LossReason, RealtimePriority, stream_state::StreamState};
use crate::realtime::stats::CallbackStats;

/// The least time between two faults of the same kind. A lost device reports a hundred in two
/// seconds (ALSA over PipeWire), and a person reads one.
const MIN_INTERVAL: Duration = Duration::from_secs(1);

/// Something that happened to an output, which goes on.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum OutputEvent {
    /// Whether the audio thread goes before ordinary ones. Once for each time the device is opened.
    Realtime(RealtimePriority),
    /// The device is in trouble and plays on. Xruns are none: they are counted.
    Fault(DeviceFault),
    /// Nothing is heard any more, and the transport runs on by the wall clock, until
    /// [`OutputEvent::Back`].
    Lost(LossReason),
    /// The device is there but can't be opened, or does not answer, in words; it is tried again. Once
    /// for each of the system's answers.
    CannotReopen(String),
    /// The device says a latency that can't be true: what it said before is believed, or none, and
    /// places that are shown may be off by what it really is. Once.
    LatencyNotBelieved,
    /// The device that was not there at the start plays now, where the transport is.
    Arrived(DeviceStatus),
    /// The device plays again, where the transport is.
    Back {
        /// How it was opened: its rate may be another one than before.
        status: DeviceStatus,
        /// How long nothing was heard.
        silent_for: Duration,
    },
}

/// A device's trouble, in the system's words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviceFault {
    /// What it means for the stream.
    pub kind: DeviceFaultKind,
    /// Faults of this kind since the last one that was reported.
    pub suppressed: u64,
    error: cpal::Error,
}

impl fmt::Display for DeviceFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.error)?;
        match self.suppressed {
            0 => Ok(()),
            suppressed => write!(f, " (and {suppressed} more since the last report)"),
        }
    }
}

/// What a fault means for the stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeviceFaultKind {
    /// The device is gone: no more callbacks come. Told as [`OutputEvent::Lost`].
    Lost,
    /// The stream goes on at another device.
    Rerouted,
    /// The stream must be opened again. Told as [`OutputEvent::Lost`].
    Invalidated,
    /// Anything else; the stream goes on.
    Other,
}

impl DeviceFaultKind {
    const COUNT: usize = 4;

    fn of(error: &cpal::Error) -> DeviceFaultKind {
        match error.kind() {
            cpal::ErrorKind::DeviceNotAvailable => DeviceFaultKind::Lost,
            cpal::ErrorKind::DeviceChanged => DeviceFaultKind::Rerouted,
            cpal::ErrorKind::StreamInvalidated => DeviceFaultKind::Invalidated,
            _ => DeviceFaultKind::Other,
        }
    }
}

/// Sorts what the device's library reports. Runs on the audio thread with some of them, so it
/// neither formats nor waits.
pub(crate) struct Faults {
    stats: Arc<CallbackStats>,
    state: Arc<StreamState>,
    gate: FaultGate,
    events: Sender<OutputEvent>,
}

impl Faults {
    pub(crate) fn new(
        stats: Arc<CallbackStats>,
        state: Arc<StreamState>,
        events: Sender<OutputEvent>,
    ) -> Faults {
        Faults { stats, state, gate: FaultGate::default(), events }
    }

    pub(crate) fn report(&mut self, error: cpal::Error, now: Instant) {
        match error.kind() {
            cpal::ErrorKind::Xrun => {
                self.stats.record_xrun();
                self.state.count_xrun();
            }
            cpal::ErrorKind::RealtimeDenied => self.state.deny_realtime(),
            _ => {
                self.state.count_fault();
                if let Some(fault) = self.gate.admit(error, now) {
                    // With nobody reading, the latest faults are lost.
                    let _ = self.events.try_send(OutputEvent::Fault(fault));
                }
            }
        }
    }
}

/// Lets one fault of each kind through a second, and counts the others. Doesn't allocate.
#[derive(Debug, Default)]
struct FaultGate {
    last_reported: [Option<Instant>; DeviceFaultKind::COUNT],
    suppressed: [u64; DeviceFaultKind::COUNT],
}

impl FaultGate {
    /// The report of `error`, unless its kind was reported just before `now`.
    fn admit(&mut self, error: cpal::Error, now: Instant) -> Option<DeviceFault> {
        let kind = DeviceFaultKind::of(&error);
        let last_reported = &mut self.last_reported[kind as usize];
        let suppressed = &mut self.suppressed[kind as usize];
        let is_too_soon =
            last_reported.is_some_and(|last| now.saturating_duration_since(last) < MIN_INTERVAL);
        if is_too_soon {
            *suppressed += 1;
            return None;
        }
        *last_reported = Some(now);
        Some(DeviceFault { kind, suppressed: std::mem::take(suppressed), error })
    }
}

#[cfg(test)]
mod tests;
