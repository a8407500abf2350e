//! A tone to try an output with: control asks for it, the audio thread makes it.

use std::sync::atomic::{
    AtomicU64,
    Ordering::{Acquire, Release},
};

use crate::protocol::bus::OutputChannel;

/// The last tone that was asked for; only the latest counts.
///
/// A number that rises with each request, and the channel in the lowest 8 bits; 0 before the first.
#[derive(Debug, Default)]
pub(crate) struct SharedTone {
    request: AtomicU64,
}

/// A tone that was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ToneRequest {
    /// Tells one request from another.
    pub(crate) number: u64,
    /// From 0 on.
    pub(crate) channel: usize,
}

impl SharedTone {
    /// Asks for a tone on `channel`. Control only, from one thread at a time.
    pub(crate) fn ask(&self, channel: OutputChannel) {
        let number = (self.request.load(Acquire) >> 8) + 1;
        self.request.store(number << 8 | channel.number() as u64, Release);
    }

    /// The last request. Realtime-safe.
    pub(crate) fn last(&self) -> Option<ToneRequest> {
        let bits = self.request.load(Acquire);
        let channel = (bits & 0xff) as usize;
        Some(ToneRequest { number: bits >> 8, channel: channel.checked_sub(1)? })
    }
}
