//! A sound device that plays a renderer, and what its owner holds of it.
//!
//! A thread named `output-watch` looks after the device: when it is lost, the transport runs on by
//! the wall clock, and the device is opened anew as soon as it is back. A device that is not there at
//! the start may be waited for in the same way.

use std::{
    error::Error,
    fmt,
    sync::Arc,
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use attacca_units::SampleRate;
use crossbeam_channel::{Receiver, Sender, bounded};

use super::{
    DeviceFormat, LossReason, OutputCounters, OutputError, OutputEvent, OutputState,
    RealtimePriority,
    backend::{Backend, OpenDevice, OpenRequest},
    device::SystemDevices,
    helper::Opener,
    supervisor::{Beginning, End, Supervisor},
    view::View,
};
use crate::realtime::renderer::Renderer;

/// How long a device may take to open: longer than a server that wakes a sleeping device.
const OPEN_TIMEOUT: Duration = Duration::from_secs(10);

/// Events that wait for a reader; later ones are lost. At most five kinds come each second.
const EVENT_CAPACITY: usize = 64;

/// Which device to open, and how.
#[derive(Debug, Clone, Default)]
pub struct DeviceSettings {
    /// What the default device is the default of, by the name that a [`DeviceInfo`](super::DeviceInfo)
    /// has, in capitals or not; `None` is the system's usual. A device that is named by its id needs none.
    pub host: Option<String>,
    /// The id of a [`DeviceInfo`](super::DeviceInfo); the system's default device if `None`.
    pub device: Option<String>,
    /// Frames of a block. The device may choose others.
    pub buffer_frames: Option<u32>,
    /// Channels that are needed, 2 if `None`; a device with fewer is opened with all it has.
    pub least_channels: Option<u16>,
    /// The rate to open at; if `None`, the engine's. A device that does not have it is opened at
    /// the next one, and what is rendered is resampled.
    pub sample_rate: Option<SampleRate>,
}

/// What was opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviceStatus {
    /// The device's id.
    pub device: String,
    /// Its name, for people.
    pub name: String,
    /// Frames per second that it takes.
    pub sample_rate: SampleRate,
    /// Frames per second that are rendered; if these are others, they are resampled.
    pub engine_rate: SampleRate,
    /// Channels of a frame.
    pub channel_count: u16,
    /// How a sample is written.
    pub format: DeviceFormat,
    /// Frames of a usual block; `None` when the device doesn't say.
    pub buffer_frames: Option<u32>,
    /// From rendering a frame to hearing it, as the device says, if that can be true.
    pub latency: Duration,
    /// Whether the audio thread goes before ordinary ones.
    pub priority: RealtimePriority,
}

/// An output did not start; the renderer is as it was, for another output.
#[derive(Debug)]
pub struct StartFailure {
    /// Why.
    pub error: OutputError,
    /// The renderer that was to be called.
    pub renderer: Renderer,
}

impl fmt::Display for StartFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.error.fmt(f)
    }
}

impl Error for StartFailure {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.error.source()
    }
}

/// A running stream. Dropping it stops it.
pub struct DeviceStream {
    view: Arc<View>,
    events: Receiver<OutputEvent>,
    /// Asks the watch to end and to send the renderer there; it ends, too, when this is dropped.
    end: Option<Sender<End>>,
    watch: Option<JoinHandle<()>>,
}

impl DeviceStream {
    /// Opens a device and waits for its first callback. If it does not have the renderer's rate, it
    /// is opened at another one, and what is rendered is resampled.
    ///
    /// # Errors
    ///
    /// When there is no such device, when it does not play with these channels, when the system
    /// refuses it or it does not answer within ten seconds. The renderer comes back with the error.
    pub fn start(
        renderer: Renderer,
        settings: &DeviceSettings,
    ) -> Result<DeviceStream, Box<StartFailure>> {
        DeviceStream::start_on(Arc::new(SystemDevices), renderer, settings)
    }

    /// As [`DeviceStream::start`], but a device that is not there is waited for: until it is, the
    /// state is [`OutputState::Lost`], and the transport runs by the wall clock.
    ///
    /// # Errors
    ///
    /// As [`DeviceStream::start`], but for absent devices.
    pub fn start_or_wait(
        renderer: Renderer,
        settings: &DeviceSettings,
    ) -> Result<DeviceStream, Box<StartFailure>> {
        DeviceStream::start_or_wait_on(Arc::new(SystemDevices), renderer, settings)
    }

    /// As [`DeviceStream::start_or_wait`], but it returns at once and the device is opened behind it,
    /// whatever the system does: until it plays, the state is [`OutputState::Reopening`] for
    /// [`LossReason::NotOpenYet`], and the transport runs by the wall clock. What is refused is said by
    /// an event, and tried again.
    ///
    /// # Errors
    ///
    /// When the system refuses a thread.
    pub fn start_behind(
        renderer: Renderer,
        settings: &DeviceSettings,
    ) -> Result<DeviceStream, Box<StartFailure>> {
        DeviceStream::start_behind_on(Arc::new(SystemDevices), renderer, settings)
    }

    /// As [`DeviceStream::start_behind`], on any devices.
    pub(crate) fn start_behind_on(
        backend: Arc<dyn Backend>,
        renderer: Renderer,
        settings: &DeviceSettings,
    ) -> Result<DeviceStream, Box<StartFailure>> {
        let (opener, request) = (Opener::new(backend), request_of(&renderer, settings));
        let beginning = Beginning::Waiting {
            slot: Arc::default(),
            since: Instant::now(),
            reason: LossReason::NotOpenYet,
        };
        DeviceStream::watched(opener, request, beginning, renderer)
    }

    /// As [`DeviceStream::start`], on any devices.
    pub(crate) fn start_on(
        backend: Arc<dyn Backend>,
        renderer: Renderer,
        settings: &DeviceSettings,
    ) -> Result<DeviceStream, Box<StartFailure>> {
        let (opener, request) = (Opener::new(backend), request_of(&renderer, settings));
        match open_first(&opener, &request) {
            Ok(device) => {
                DeviceStream::watched(opener, request, Beginning::Playing(device), renderer)
            }
            Err(error) => Err(Box::new(StartFailure { error, renderer })),
        }
    }

    /// As [`DeviceStream::start_or_wait`], on any devices.
    pub(crate) fn start_or_wait_on(
        backend: Arc<dyn Backend>,
        renderer: Renderer,
        settings: &DeviceSettings,
    ) -> Result<DeviceStream, Box<StartFailure>> {
        let (opener, request) = (Opener::new(backend), request_of(&renderer, settings));
        let beginning = match open_first(&opener, &request) {
            Ok(device) => Beginning::Playing(device),
            Err(error) if error.is_absence() => Beginning::Waiting {
                slot: Arc::default(),
                since: Instant::now(),
                reason: LossReason::NotThereYet(error.to_string()),
            },
            Err(error) => return Err(Box::new(StartFailure { error, renderer })),
        };
        DeviceStream::watched(opener, request, beginning, renderer)
    }

    /// Leaves `renderer` to what is begun with, and starts the watch over that.
    fn watched(
        opener: Opener,
        request: OpenRequest,
        beginning: Beginning,
        renderer: Renderer,
    ) -> Result<DeviceStream, Box<StartFailure>> {
        let (events_sender, events) = bounded(EVENT_CAPACITY);
        let view = Arc::new(View::of(&beginning));
        let slot = Arc::clone(beginning.slot());
        let supervisor = Supervisor::new(opener, request, Arc::clone(&view), events_sender);
        slot.put(Box::new(renderer));
        let (end, ends) = bounded(1);
        let watch = thread::Builder::new()
            .name("output-watch".to_owned())
            .spawn(move || supervisor.run(beginning, &ends));
        match watch {
            Ok(watch) => Ok(DeviceStream { view, events, end: Some(end), watch: Some(watch) }),
            Err(error) => {
                // The device was dropped, and only a block that is being rendered has it yet.
                let renderer = loop {
                    if let Some(renderer) = slot.take_within(Duration::from_secs(1)) {
                        break renderer;
                    }
                };
                let error = OutputError::Thread(error);
                Err(Box::new(StartFailure { error, renderer: *renderer }))
            }
        }
    }

    /// What was opened last, and the latency now; `None` while there was no device yet.
    pub fn status(&self) -> Option<DeviceStatus> {
        let current = self.view.lock();
        let status = current.status.clone()?;
        Some(DeviceStatus { latency: current.stream.latency(), ..status })
    }

    /// What the output does at this moment.
    pub fn state(&self) -> OutputState {
        self.view.lock().state.clone()
    }

    /// What happened to it since it was started.
    pub fn counters(&self) -> OutputCounters {
        self.view.lock().counters
    }

    /// What happens to it, in order. Each event goes to one receiver; keep one.
    pub fn events(&self) -> Receiver<OutputEvent> {
        self.events.clone()
    }

    /// Fades out, ends the stream and gives the renderer back. Waits for a block that is being
    /// rendered, but not for a system that hangs while it closes the device.
    ///
    /// # Panics
    ///
    /// With the panic of the watch over the output, if that panicked.
    pub fn stop(mut self) -> Renderer {
        let (home, at_home) = bounded(1);
        if let Some(end) = self.end.take() {
            // A watch that does not listen has panicked.
            let _ = end.send(home);
        }
        match at_home.recv() {
            Ok(renderer) => *renderer,
            Err(_) => self.panicked(),
        }
    }

    fn panicked(&mut self) -> ! {
        match self.watch.take().map(JoinHandle::join) {
            Some(Err(payload)) => std::panic::resume_unwind(payload),
            _ => unreachable!("a watch that ends well sends the renderer home"),
        }
    }
}

impl Drop for DeviceStream {
    fn drop(&mut self) {
        self.end = None;
        if let Some(watch) = self.watch.take() {
            // A panic was printed by it; there is nobody left to tell.
            let _ = watch.join();
        }
    }
}

impl fmt::Debug for DeviceStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DeviceStream").field("status", &self.status()).finish_non_exhaustive()
    }
}

fn request_of(renderer: &Renderer, settings: &DeviceSettings) -> OpenRequest {
    OpenRequest {
        settings: settings.clone(),
        engine_rate: renderer.engine_rate(),
        declick: renderer.declick(),
        fades_in: false,
        clock: None,
        stats: renderer.callback_stats(),
    }
}

fn open_first(opener: &Opener, request: &OpenRequest) -> Result<OpenDevice, OutputError> {
    let hangs = |_| OutputError::NoAnswer { device: request.device_name() };
    opener.open(request.clone())?.recv_timeout(OPEN_TIMEOUT).map_err(hangs)?
}

#[cfg(test)]
mod tests;
