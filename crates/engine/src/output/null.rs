//! A device that isn't there, paced by the wall clock: for machines without sound, and for tests
//! that need the time of a real one.
//!
//! Its callbacks run on a thread of their own, named `audio`.

use std::{
    panic,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
    thread::{self, JoinHandle},
    time::Instant,
};

use attacca_units::FrameCount;
use crossbeam_channel::{Sender, bounded};

use super::{
    BlockTiming, OutputError, RealtimePriority,
    monitor::CallbackMonitor,
    pacing::{Due, Pacing},
    priority,
};
use crate::{protocol::BlockReport, realtime::renderer::Renderer};

/// What the null device is like.
#[derive(Debug, Clone)]
pub struct NullSettings {
    /// Frames of its blocks.
    pub block_sizes: BlockSizes,
    /// Channels it has.
    pub channel_count: usize,
}

impl Default for NullSettings {
    /// Stereo, with the block size that most devices choose.
    fn default() -> NullSettings {
        NullSettings { block_sizes: BlockSizes::Fixed(512), channel_count: 2 }
    }
}

/// How many frames the device asks for in each callback.
#[derive(Debug, Clone)]
pub enum BlockSizes {
    /// Always as many.
    Fixed(usize),
    /// These in turn, for ever.
    Cycle(Vec<usize>),
}

impl BlockSizes {
    fn sizes(&self) -> &[usize] {
        match self {
            BlockSizes::Fixed(frames) => std::slice::from_ref(frames),
            BlockSizes::Cycle(frames) => frames,
        }
    }
}

/// Watches the blocks of a null device, on its thread: for tests and benches.
///
/// Its own time counts neither as the callback's nor as late, but holds up the next block. Any
/// closure `FnMut(&[f32], BlockReport, BlockTiming)` is a tap that looks after each block.
pub trait BlockTap: Send + 'static {
    /// Called just before a block is rendered.
    fn before(&mut self) {}

    /// Called with the rendered block.
    ///
    /// Shape: interleaved, `channel_count` samples a frame.
    fn after(&mut self, block: &[f32], report: BlockReport, timing: BlockTiming);
}

impl<F: FnMut(&[f32], BlockReport, BlockTiming) + Send + 'static> BlockTap for F {
    fn after(&mut self, block: &[f32], report: BlockReport, timing: BlockTiming) {
        self(block, report, timing);
    }
}

/// A running null device. Dropping it stops it.
#[derive(Debug)]
pub struct NullStream {
    audio: Option<JoinHandle<Renderer>>,
    is_stopping: Arc<AtomicBool>,
    priority: RealtimePriority,
}

impl NullStream {
    /// Starts to call `renderer`.
    ///
    /// # Errors
    ///
    /// When the settings hold no frame or no channel, or the system refuses a thread; `renderer`
    /// is dropped then.
    pub fn start(renderer: Renderer, settings: &NullSettings) -> Result<NullStream, OutputError> {
        NullStream::start_with_tap(renderer, settings, |_: &[f32], _, _| {})
    }

    /// As [`NullStream::start`], and shows every block to `tap`.
    ///
    /// # Errors
    ///
    /// As [`NullStream::start`].
    pub fn start_with_tap(
        renderer: Renderer,
        settings: &NullSettings,
        tap: impl BlockTap,
    ) -> Result<NullStream, OutputError> {
        let is_stopping = Arc::new(AtomicBool::new(false));
        let device = NullDevice::new(renderer, settings, Arc::clone(&is_stopping))?;
        let (priority_sender, priority) = bounded(1);
        let audio = thread::Builder::new()
            .name("audio".to_owned())
            .spawn(move || device.run(&priority_sender, tap))
            .map_err(OutputError::Thread)?;
        let priority = priority.recv().unwrap_or(RealtimePriority::NotAsked);
        Ok(NullStream { audio: Some(audio), is_stopping, priority })
    }

    /// Whether its thread goes before ordinary ones.
    pub fn priority(&self) -> &RealtimePriority {
        &self.priority
    }

    /// Stops within a block and gives the renderer back.
    ///
    /// # Panics
    ///
    /// With the panic of the renderer or the tap, if one of them panicked.
    pub fn stop(mut self) -> Renderer {
        match self.join() {
            Some(Ok(renderer)) => renderer,
            Some(Err(payload)) => panic::resume_unwind(payload),
            None => unreachable!("only stop and drop join, and each takes the stream"),
        }
    }

    fn join(&mut self) -> Option<thread::Result<Renderer>> {
        let audio = self.audio.take()?;
        // Relaxed: the flag is read alone; joining orders the rest.
        self.is_stopping.store(true, Relaxed);
        audio.thread().unpark();
        Some(audio.join())
    }
}

impl Drop for NullStream {
    fn drop(&mut self) {
        // A panic of the audio thread was printed by it; there is nobody left to tell.
        let _ = self.join();
    }
}

/// The audio thread's part.
struct NullDevice {
    renderer: Renderer,
    monitor: CallbackMonitor,
    block_sizes: Vec<usize>,
    channel_count: usize,
    buffer: Vec<f32>,
    is_stopping: Arc<AtomicBool>,
}

impl NullDevice {
    fn new(
        renderer: Renderer,
        settings: &NullSettings,
        is_stopping: Arc<AtomicBool>,
    ) -> Result<NullDevice, OutputError> {
        let block_sizes = settings.block_sizes.sizes().to_vec();
        let channel_count = settings.channel_count;
        if channel_count == 0 {
            return Err(OutputError::NoChannels);
        }
        if block_sizes.is_empty() || block_sizes.contains(&0) {
            return Err(OutputError::EmptyBlock);
        }
        let longest = block_sizes.iter().max().copied().unwrap_or_default();
        let monitor = CallbackMonitor::new(renderer.callback_stats());
        let buffer = vec![0.0; longest * channel_count];
        Ok(NullDevice { renderer, monitor, block_sizes, channel_count, buffer, is_stopping })
    }

    fn run(mut self, priority: &Sender<RealtimePriority>, mut tap: impl BlockTap) -> Renderer {
        // The receiver waits for it, so this can't fail.
        let _ = priority.send(priority::ask_for_current_thread().into());
        let mut pacing = Pacing::new(self.renderer.engine_rate(), Instant::now());
        let mut turn = 0;
        loop {
            let frames = self.block_sizes[turn % self.block_sizes.len()];
            turn += 1;
            let due = pacing.next_due(FrameCount(frames as u64));
            if !self.wait_until(due.at) {
                return self.renderer;
            }
            tap.before();
            let (block, report, timing) = self.callback(frames, due);
            tap.after(block, report, timing);
            if pacing.advance(FrameCount(frames as u64), Instant::now()) {
                self.monitor.record_xrun();
            }
        }
    }

    fn callback(&mut self, frames: usize, due: Due) -> (&[f32], BlockReport, BlockTiming) {
        let block = &mut self.buffer[..frames * self.channel_count];
        let begin = Instant::now();
        let report = self.renderer.render(block, self.channel_count, due.at);
        let timing = BlockTiming { begin, end: Instant::now(), deadline: due.deadline };
        self.monitor.record(timing);
        (block, report, timing)
    }

    /// False when the stream is being stopped.
    fn wait_until(&self, due: Instant) -> bool {
        loop {
            if self.is_stopping.load(Relaxed) {
                return false;
            }
            let wait = due.saturating_duration_since(Instant::now());
            if wait.is_zero() {
                return true;
            }
            thread::park_timeout(wait);
        }
    }
}

#[cfg(test)]
mod tests;
