//! What the device calls for each block. Runs on: audio.
//!
//! It renders into memory of its own, in pieces when the device asks for more than fits, and
//! converts to the device's format.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering::Relaxed},
    },
    time::{Duration, Instant},
};

use attacca_units::{FrameCount, SampleRate};
use crossbeam_channel::Sender;

use super::{
    BlockTiming,
    convert::{DeviceSample, convert},
    monitor::CallbackMonitor,
    pacing::duration_of,
    priority::{self, ThreadId},
};
use crate::realtime::{renderer::Renderer, stats::CallbackStats};

/// Frames rendered at once: more than most devices ask for, so that one piece is the rule.
const PIECE_FRAMES: usize = 4096;

/// What the audio thread and the stream's owner both see.
#[derive(Debug, Default)]
pub(crate) struct StreamState {
    latency_nanos: AtomicU64,
    is_realtime_denied: AtomicBool,
}

impl StreamState {
    /// From a callback to when its first frame is heard, as the device says.
    pub(crate) fn latency(&self) -> Duration {
        Duration::from_nanos(self.latency_nanos.load(Relaxed))
    }

    /// The device's library asked for real-time priority in vain.
    pub(crate) fn deny_realtime(&self) {
        // Relaxed: said before the first callback, by the thread that makes it.
        self.is_realtime_denied.store(true, Relaxed);
    }
}

/// What the first callback finds.
#[derive(Debug)]
pub(crate) struct FirstCallback {
    /// The thread that it runs on.
    pub(crate) thread: ThreadId,
    /// The answer to our own request for real-time priority, if the device's library was refused.
    pub(crate) own_request: Option<Result<(), thread_priority::Error>>,
}

const TAKEN_ON_DROP: &str = "the renderer is taken on drop only";

/// Sends the renderer home when the stream's closure is dropped, on whatever thread.
pub(crate) struct HomingRenderer {
    renderer: Option<Renderer>,
    home: Sender<Renderer>,
}

impl HomingRenderer {
    /// `home` must have room for the renderer.
    pub(crate) fn new(renderer: Renderer, home: Sender<Renderer>) -> HomingRenderer {
        HomingRenderer { renderer: Some(renderer), home }
    }

    /// Where the renderer's callbacks are counted.
    pub(crate) fn callback_stats(&self) -> Arc<CallbackStats> {
        self.renderer.as_ref().expect(TAKEN_ON_DROP).callback_stats()
    }

    fn engine_rate(&self) -> SampleRate {
        self.renderer.as_ref().expect(TAKEN_ON_DROP).engine_rate()
    }
}

impl Drop for HomingRenderer {
    fn drop(&mut self) {
        if let Some(renderer) = self.renderer.take() {
            // Without a receiver nobody wants it any more.
            let _ = self.home.try_send(renderer);
        }
    }
}

/// The audio thread's part of a device stream.
pub(crate) struct DeviceCallback {
    homing: HomingRenderer,
    monitor: CallbackMonitor,
    state: Arc<StreamState>,
    sample_rate: SampleRate,
    channel_count: usize,
    piece: Vec<f32>,
    first: Sender<FirstCallback>,
    has_begun: bool,
}

impl DeviceCallback {
    /// `first` hears once of the first callback.
    pub(crate) fn new(
        homing: HomingRenderer,
        channel_count: usize,
        state: Arc<StreamState>,
        first: Sender<FirstCallback>,
    ) -> DeviceCallback {
        DeviceCallback {
            monitor: CallbackMonitor::new(homing.callback_stats()),
            sample_rate: homing.engine_rate(),
            homing,
            state,
            channel_count,
            piece: vec![0.0; PIECE_FRAMES * channel_count],
            first,
            has_begun: false,
        }
    }

    /// Fills `out` with the next frames; the first one will be heard after `latency`.
    ///
    /// Shape: interleaved, any number of frames. Realtime-safe but for the first call, which
    /// renders nothing until the thread's priority is settled.
    pub(crate) fn call<S: DeviceSample>(&mut self, out: &mut [S], latency: Duration) {
        if !self.has_begun {
            self.has_begun = true;
            self.begin();
        }
        let begin = Instant::now();
        self.state.latency_nanos.store(latency.as_nanos() as u64, Relaxed);
        self.render(out, begin + latency);
        let block = FrameCount((out.len() / self.channel_count) as u64);
        let deadline = begin + duration_of(block, self.sample_rate);
        self.monitor.record(BlockTiming { begin, end: Instant::now(), deadline });
    }

    /// Asks for real-time priority ourselves, when the device's library did so in vain: it asks
    /// the service rtkit, and the system may grant what there is no service to ask for. Where the
    /// library did not ask, it had a reason (a device that never makes us wait would take a whole
    /// core at real-time priority), so neither do we.
    fn begin(&mut self) {
        let own_request =
            self.state.is_realtime_denied.load(Relaxed).then(priority::ask_for_current_thread);
        let first = FirstCallback { thread: priority::current_thread(), own_request };
        // There is room for the only message.
        let _ = self.first.try_send(first);
    }

    fn render<S: DeviceSample>(&mut self, out: &mut [S], heard_at: Instant) {
        let Some(renderer) = &mut self.homing.renderer else { return };
        let mut rendered = FrameCount::ZERO;
        renderer.expect_block(FrameCount((out.len() / self.channel_count) as u64));
        for out in out.chunks_mut(self.piece.len()) {
            let piece = &mut self.piece[..out.len()];
            let at = heard_at + duration_of(rendered, self.sample_rate);
            renderer.render(piece, self.channel_count, at);
            convert(piece, out);
            rendered = rendered + FrameCount((out.len() / self.channel_count) as u64);
        }
    }
}

#[cfg(test)]
mod tests;
