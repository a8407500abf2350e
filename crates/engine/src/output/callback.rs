//! What the device calls for each block. Runs on: audio.
//!
//! It renders into memory of its own, in pieces when the device asks for more than fits, at the
//! device's rate, and converts to the device's format. Without a renderer in its slot it is silent.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use attacca_units::{FrameCount, SampleRate};
use crossbeam_channel::Sender;

use super::{
    BlockTiming,
    clock::ClockMeter,
    convert::{DeviceSample, convert},
    edge::Edge,
    latency::BelievedLatency,
    monitor::CallbackMonitor,
    pacing::duration_of,
    priority::{self, ThreadId},
    resampler::OutputResampler,
    slot::RendererSlot,
    stream_state::StreamState,
};
use crate::realtime::{renderer::Renderer, stats::CallbackStats};

/// Frames rendered at once: more than most devices ask for, so that one piece is the rule.
const PIECE_FRAMES: usize = 4096;

/// What the first callback finds.
#[derive(Debug)]
pub(crate) struct FirstCallback {
    /// The thread that it runs on.
    pub(crate) thread: ThreadId,
    /// The answer to our own request for real-time priority, if the device's library was refused.
    pub(crate) own_request: Option<Result<(), thread_priority::Error>>,
}

/// What a stream's callbacks are to do.
#[derive(Debug, Clone)]
pub(crate) struct CallbackSettings {
    pub(crate) engine_rate: SampleRate,
    /// The rate at which the device takes frames.
    pub(crate) device_rate: SampleRate,
    pub(crate) channel_count: usize,
    /// Fade at the stream's edges, in frames of the device.
    pub(crate) declick: FrameCount,
    /// True for a stream that may begin in the middle of the sound.
    pub(crate) fades_in: bool,
    /// Where callbacks with a renderer are counted.
    pub(crate) stats: Arc<CallbackStats>,
}

/// The audio thread's part of a device stream.
pub(crate) struct DeviceCallback {
    settings: CallbackSettings,
    slot: Arc<RendererSlot>,
    state: Arc<StreamState>,
    monitor: CallbackMonitor,
    clock: ClockMeter,
    latency: BelievedLatency,
    /// Xruns that the clock knows of.
    xruns: u64,
    feed: Feed,
    edge: Edge,
    piece: Vec<f32>,
    first: Sender<FirstCallback>,
    has_begun: bool,
}

/// How the renderer's frames become the device's.
enum Feed {
    /// At the same rate, bit for bit.
    Same,
    /// At another one.
    Resampled(Box<OutputResampler>),
}

impl DeviceCallback {
    /// Callbacks with the renderer in `slot`; `first` hears once of the first one. Allocates.
    pub(crate) fn new(
        settings: CallbackSettings,
        slot: Arc<RendererSlot>,
        state: Arc<StreamState>,
        first: Sender<FirstCallback>,
    ) -> DeviceCallback {
        let CallbackSettings { engine_rate, device_rate, channel_count, declick, .. } = settings;
        let resampler = OutputResampler::new(engine_rate, device_rate, channel_count);
        DeviceCallback {
            monitor: CallbackMonitor::new(Arc::clone(&settings.stats)),
            clock: ClockMeter::new(device_rate),
            latency: BelievedLatency::default(),
            xruns: 0,
            feed: resampler.map_or(Feed::Same, |one| Feed::Resampled(Box::new(one))),
            edge: if settings.fades_in { Edge::opening(declick) } else { Edge::NONE },
            piece: vec![0.0; PIECE_FRAMES * channel_count],
            settings,
            slot,
            state,
            first,
            has_begun: false,
        }
    }

    /// Fills `out` with the next frames; the first one will be heard after `latency`, as the device
    /// says. `None` if it says that it was heard before.
    ///
    /// Shape: interleaved, any number of frames. Realtime-safe but for the first call, which
    /// renders nothing until the thread's priority is settled.
    pub(crate) fn call<S: DeviceSample>(&mut self, out: &mut [S], latency: Option<Duration>) {
        if !self.has_begun {
            self.has_begun = true;
            self.begin();
        }
        let begin = Instant::now();
        let block = FrameCount((out.len() / self.settings.channel_count) as u64);
        let latency = self.latency.hear(latency).unwrap_or_else(|believed| {
            self.state.say_wrong_latency();
            believed
        });
        self.state.count_callback(begin, block, latency);
        self.watch_clock(begin, block);
        if self.render(out, begin + latency) {
            let deadline = begin + duration_of(block, self.settings.device_rate);
            self.monitor.record(BlockTiming { begin, end: Instant::now(), deadline });
        }
    }

    /// Asks for real-time priority ourselves, when the device's library did so in vain: it asks
    /// the service rtkit, and the system may grant what there is no service to ask for. Where the
    /// library did not ask, it had a reason (a device that never makes us wait would take a whole
    /// core at real-time priority), so neither do we.
    fn begin(&mut self) {
        let own_request = self.state.is_realtime_denied().then(priority::ask_for_current_thread);
        let first = FirstCallback { thread: priority::current_thread(), own_request };
        // There is room for the only message.
        let _ = self.first.try_send(first);
    }

    fn watch_clock(&mut self, begin: Instant, block: FrameCount) {
        let xruns = self.state.xruns();
        if std::mem::replace(&mut self.xruns, xruns) != xruns {
            self.clock.restart();
        }
        if let Some(rate) = self.clock.count(begin, block.0) {
            self.state.say_rate(rate);
        }
    }

    /// True when there was a renderer; else `out` is silence.
    fn render<S: DeviceSample>(&mut self, out: &mut [S], heard_at: Instant) -> bool {
        let (is_ending, has_ended) = (self.state.is_ending(), self.state.has_ended());
        let Some(mut renderer) = self.slot.lend().filter(|_| !has_ended) else {
            out.fill(S::nearest(0.0));
            if is_ending {
                self.state.say_ended();
            }
            return false;
        };
        let CallbackSettings { channel_count, device_rate, declick, .. } = self.settings;
        let frames_of = |out: &[S]| FrameCount((out.len() / channel_count) as u64);
        if is_ending {
            self.edge.close(declick.min(frames_of(out)));
        }
        renderer.expect_block(self.feed.engine_frames_for(frames_of(out)));
        let mut rendered = FrameCount::ZERO;
        for out in out.chunks_mut(self.piece.len()) {
            let piece = &mut self.piece[..out.len()];
            let at = heard_at + duration_of(rendered, device_rate);
            self.feed.fill(piece, channel_count, at, &mut renderer);
            self.edge.apply(piece, channel_count);
            convert(piece, out);
            rendered = rendered + frames_of(out);
        }
        if is_ending {
            self.state.say_ended();
        }
        true
    }
}

impl Feed {
    fn engine_frames_for(&self, frames: FrameCount) -> FrameCount {
        match self {
            Feed::Same => frames,
            Feed::Resampled(resampler) => resampler.engine_frames_for(frames),
        }
    }

    fn fill(
        &mut self,
        out: &mut [f32],
        channel_count: usize,
        at: Instant,
        renderer: &mut Renderer,
    ) {
        match self {
            Feed::Same => {
                renderer.render(out, channel_count, at);
            }
            Feed::Resampled(resampler) => resampler.fill(out, at, |input, heard_at| {
                renderer.render(input, channel_count, heard_at);
            }),
        }
    }
}

#[cfg(test)]
mod tests;
