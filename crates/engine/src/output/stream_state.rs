//! What the audio thread and the stream's owner both see.

use std::{
    sync::atomic::{
        AtomicBool, AtomicU32, AtomicU64,
        Ordering::{Acquire, Relaxed, Release},
    },
    time::{Duration, Instant},
};

use attacca_units::{FrameCount, SampleRate};

use super::pacing::duration_of;

/// What the audio thread and the stream's owner both see. Every value is read alone.
#[derive(Debug)]
pub(crate) struct StreamState {
    /// What times are counted from.
    epoch: Instant,
    callbacks: AtomicU64,
    begin_nanos: AtomicU64,
    latency_nanos: AtomicU64,
    block_frames: AtomicU64,
    xruns: AtomicU64,
    faults: AtomicU64,
    /// In Hz; 0 for none.
    found_rate: AtomicU32,
    is_realtime_denied: AtomicBool,
    is_latency_wrong: AtomicBool,
    is_ending: AtomicBool,
    has_ended: AtomicBool,
}

impl Default for StreamState {
    fn default() -> StreamState {
        StreamState {
            epoch: Instant::now(),
            callbacks: AtomicU64::new(0),
            begin_nanos: AtomicU64::new(0),
            latency_nanos: AtomicU64::new(0),
            block_frames: AtomicU64::new(0),
            xruns: AtomicU64::new(0),
            faults: AtomicU64::new(0),
            found_rate: AtomicU32::new(0),
            is_realtime_denied: AtomicBool::new(false),
            is_latency_wrong: AtomicBool::new(false),
            is_ending: AtomicBool::new(false),
            has_ended: AtomicBool::new(false),
        }
    }
}

impl StreamState {
    /// A callback begins. Runs on: audio.
    pub(crate) fn count_callback(&self, begin: Instant, block: FrameCount, latency: Duration) {
        let since_epoch = begin.saturating_duration_since(self.epoch);
        self.begin_nanos.store(since_epoch.as_nanos() as u64, Relaxed);
        self.block_frames.store(block.0, Relaxed);
        self.latency_nanos.store(latency.as_nanos() as u64, Relaxed);
        self.callbacks.fetch_add(1, Relaxed);
    }

    /// Callbacks so far.
    pub(crate) fn callbacks(&self) -> u64 {
        self.callbacks.load(Relaxed)
    }

    /// From a callback to when its first frame is heard, as the device says and is believed.
    pub(crate) fn latency(&self) -> Duration {
        Duration::from_nanos(self.latency_nanos.load(Relaxed))
    }

    /// Frames of the last block.
    pub(crate) fn block_frames(&self) -> FrameCount {
        FrameCount(self.block_frames.load(Relaxed))
    }

    /// When the first frame of the next callback will be heard, if that comes in time; within a
    /// block.
    pub(crate) fn next_heard_at(&self, device_rate: SampleRate) -> Instant {
        let begin = self.epoch + Duration::from_nanos(self.begin_nanos.load(Relaxed));
        begin + duration_of(self.block_frames(), device_rate) + self.latency()
    }

    /// The device lost frames.
    pub(crate) fn count_xrun(&self) {
        self.xruns.fetch_add(1, Relaxed);
    }

    /// Times that the device lost frames.
    pub(crate) fn xruns(&self) -> u64 {
        self.xruns.load(Relaxed)
    }

    /// The device's library reported something else than an xrun.
    pub(crate) fn count_fault(&self) {
        self.faults.fetch_add(1, Relaxed);
    }

    /// Times that the device's library reported something else than an xrun.
    pub(crate) fn faults(&self) -> u64 {
        self.faults.load(Relaxed)
    }

    /// The device turns out to run at `rate`, which is not the one that it says.
    pub(crate) fn say_rate(&self, rate: SampleRate) {
        self.found_rate.store(rate.hz(), Relaxed);
    }

    /// The rate that the device turned out to run at, if that is another one than it says.
    pub(crate) fn found_rate(&self) -> Option<SampleRate> {
        SampleRate::new(self.found_rate.load(Relaxed))
    }

    /// The device's library asked for real-time priority in vain.
    pub(crate) fn deny_realtime(&self) {
        // Said before the first callback, by the thread that makes it.
        self.is_realtime_denied.store(true, Relaxed);
    }

    /// Whether the device's library asked for real-time priority in vain.
    pub(crate) fn is_realtime_denied(&self) -> bool {
        self.is_realtime_denied.load(Relaxed)
    }

    /// The device says a latency that can't be true. Runs on: audio.
    pub(crate) fn say_wrong_latency(&self) {
        self.is_latency_wrong.store(true, Relaxed);
    }

    /// Whether the device ever said a latency that can't be true.
    pub(crate) fn is_latency_wrong(&self) -> bool {
        self.is_latency_wrong.load(Relaxed)
    }

    /// Asks the callbacks to fade out.
    pub(crate) fn ask_to_end(&self) {
        self.is_ending.store(true, Relaxed);
    }

    /// Whether the callbacks are to fade out.
    pub(crate) fn is_ending(&self) -> bool {
        self.is_ending.load(Relaxed)
    }

    /// The callbacks have faded out: they give silence from now on, and leave the renderer alone.
    pub(crate) fn say_ended(&self) {
        // Release: who sees it takes the renderer as the last block left it.
        self.has_ended.store(true, Release);
    }

    /// Whether the callbacks have faded out.
    pub(crate) fn has_ended(&self) -> bool {
        self.has_ended.load(Acquire)
    }
}
