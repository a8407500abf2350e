//! The sound device that all contenders play to: callbacks at the pace of the wall clock, on a thread
//! of real-time priority, and a tape of what they rendered.

use std::{
    io,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use crate::{contenders::Render, system};

/// Frames per second of the device and of all stems.
pub(crate) const SAMPLE_RATE: u32 = 48_000;

/// Blocks that a late thread may render at once to catch up; further behind, a device has run dry.
const MAX_BLOCKS_BEHIND: u32 = 4;

/// What the device is like.
#[derive(Debug, Clone, Copy)]
pub(crate) struct DeviceSettings {
    /// Frames of each callback.
    pub(crate) block_frames: usize,
    /// How much is recorded at most. Nothing, when memory is measured.
    pub(crate) recording: Duration,
}

/// A running device.
pub(crate) struct Device {
    thread: JoinHandle<(Tape, Box<dyn Render>)>,
    is_stopping: Arc<AtomicBool>,
}

/// What the device has noted.
#[derive(Debug)]
pub(crate) struct Tape {
    /// Interleaved stereo: the first blocks, as far as there was room for them.
    pub(crate) samples: Vec<f32>,
    /// When each block was there.
    pub(crate) block_ends: Vec<Instant>,
    /// Processor time of each callback.
    pub(crate) callback_times: Vec<Duration>,
    /// Callbacks that ended when the next one was due, or later.
    pub(crate) late_callbacks: usize,
    /// Frames of each block.
    pub(crate) block_frames: usize,
    /// Whether the thread went before ordinary ones.
    pub(crate) is_realtime: bool,
}

impl Tape {
    /// The first block that was not there yet at `time`.
    pub(crate) fn block_after(&self, time: Instant) -> usize {
        self.block_ends.partition_point(|end| *end < time)
    }

    /// When the frame of this index was there, if it was recorded.
    pub(crate) fn end_of_frame(&self, frame: usize) -> Option<Instant> {
        self.block_ends.get(frame / self.block_frames).copied()
    }
}

impl Device {
    /// Starts to call `render`.
    ///
    /// # Errors
    /// When the system refuses a thread.
    pub(crate) fn start(render: Box<dyn Render>, settings: DeviceSettings) -> io::Result<Device> {
        let is_stopping = Arc::new(AtomicBool::new(false));
        let stop = Arc::clone(&is_stopping);
        let thread = thread::Builder::new()
            .name("device".to_owned())
            .spawn(move || run(render, settings, &stop))?;
        Ok(Device { thread, is_stopping })
    }

    /// Stops within a block and gives what was noted. The contender's part is dropped here, not on
    /// the device's thread.
    ///
    /// # Panics
    /// With the panic of the contender, if it panicked.
    pub(crate) fn stop(self) -> Tape {
        // Relaxed: the flag is read alone; joining orders the rest.
        self.is_stopping.store(true, Relaxed);
        match self.thread.join() {
            Ok((tape, _render)) => tape,
            Err(payload) => std::panic::resume_unwind(payload),
        }
    }
}

fn run(
    mut render: Box<dyn Render>,
    settings: DeviceSettings,
    is_stopping: &AtomicBool,
) -> (Tape, Box<dyn Render>) {
    let block_frames = settings.block_frames;
    let mut tape = Tape::new(settings);
    let mut block = vec![0.0; 2 * block_frames];
    let block_time = Duration::from_secs_f64(block_frames as f64 / f64::from(SAMPLE_RATE));
    let mut due = Instant::now();
    while !is_stopping.load(Relaxed) {
        thread::sleep(due.saturating_duration_since(Instant::now()));
        let begin = system::thread_time();
        render.render(&mut block);
        let end = Instant::now();
        tape.note(&block, end, system::thread_time().saturating_sub(begin));
        // As a device with a few blocks of buffer: it goes on from where it ran dry.
        due += block_time;
        if end >= due {
            tape.late_callbacks += 1;
        }
        if end > due + block_time * MAX_BLOCKS_BEHIND {
            due = end + block_time;
        }
    }
    (tape, render)
}

impl Tape {
    fn new(settings: DeviceSettings) -> Tape {
        let frames = (settings.recording.as_secs_f64() * f64::from(SAMPLE_RATE)) as usize;
        let blocks = frames.div_ceil(settings.block_frames);
        Tape {
            samples: Vec::with_capacity(2 * blocks * settings.block_frames),
            block_ends: Vec::with_capacity(blocks),
            callback_times: Vec::new(),
            late_callbacks: 0,
            block_frames: settings.block_frames,
            is_realtime: system::ask_for_realtime_priority(),
        }
    }

    fn note(&mut self, block: &[f32], end: Instant, time: Duration) {
        self.callback_times.push(time);
        if self.block_ends.len() < self.block_ends.capacity() {
            self.block_ends.push(end);
            self.samples.extend_from_slice(block);
        }
    }
}
