//! A sound device, through cpal.
//!
//! The device calls `DeviceCallback` on a thread of its own; everything here runs on the
//! caller's. Trouble of a running stream comes as [`OutputEvent`]s and leaves the stream as it is.

use std::{
    error::Error,
    fmt,
    sync::Arc,
    time::{Duration, Instant},
};

use attacca_units::SampleRate;
use cpal::{
    I24,
    traits::{DeviceTrait, StreamTrait},
};
use crossbeam_channel::{Receiver, bounded};

use super::{
    DeviceFormat, OutputError, OutputEvent, RealtimePriority, alsa_messages,
    callback::{DeviceCallback, FirstCallback, HomingRenderer, StreamState},
    choice::{Choice, Wanted, choose},
    convert::DeviceSample,
    devices,
    events::Faults,
    priority,
};
use crate::realtime::renderer::Renderer;

/// How long a device may take from being opened to its first callback. Servers that wake a sleeping
/// device take half a second.
const FIRST_CALLBACK_TIMEOUT: Duration = Duration::from_secs(3);

/// Events that wait for a reader; later ones are lost. At most five kinds come each second.
const EVENT_CAPACITY: usize = 64;

/// Which device to open, and how.
#[derive(Debug, Clone, Default)]
pub struct DeviceSettings {
    /// The id of a [`DeviceInfo`](super::DeviceInfo); the system's default device if `None`.
    pub device: Option<String>,
    /// Frames of a block. The device may choose others.
    pub buffer_frames: Option<u32>,
    /// Channels to open; if `None`, stereo or what is nearest to it.
    pub channel_count: Option<u16>,
}

/// What was opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviceStatus {
    /// The device's id.
    pub device: String,
    /// Its name, for people.
    pub name: String,
    /// Frames per second.
    pub sample_rate: SampleRate,
    /// Channels of a frame.
    pub channel_count: u16,
    /// How a sample is written.
    pub format: DeviceFormat,
    /// Frames of a usual block; `None` when the device doesn't say.
    pub buffer_frames: Option<u32>,
    /// From rendering a frame to hearing it, as the device says.
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
    stream: cpal::Stream,
    home: Receiver<Renderer>,
    events: Receiver<OutputEvent>,
    state: Arc<StreamState>,
    status: DeviceStatus,
}

impl DeviceStream {
    /// Opens a device at the renderer's rate and waits for its first callback.
    ///
    /// # Errors
    ///
    /// When there is no such device, when it does not play at this rate or with these channels,
    /// when the system refuses it or it does not answer within three seconds. The renderer comes
    /// back with the error.
    pub fn start(
        renderer: Renderer,
        settings: &DeviceSettings,
    ) -> Result<DeviceStream, Box<StartFailure>> {
        alsa_messages::logged(|| match Opening::plan(&renderer, settings) {
            Ok(opening) => opening.start(renderer),
            Err(error) => Err(Box::new(StartFailure { error, renderer })),
        })
    }

    /// What was opened, and the latency now.
    pub fn status(&self) -> DeviceStatus {
        DeviceStatus { latency: self.state.latency(), ..self.status.clone() }
    }

    /// What happens to the stream, in order. Each event goes to one receiver; keep one.
    pub fn events(&self) -> Receiver<OutputEvent> {
        self.events.clone()
    }

    /// Ends the stream and gives the renderer back.
    ///
    /// # Panics
    ///
    /// Never, as long as cpal drops a stream's callback with the stream, as it promises.
    pub fn stop(self) -> Renderer {
        let DeviceStream { stream, home, .. } = self;
        drop(stream);
        home.recv().expect("a dropped callback sends its renderer home")
    }
}

impl fmt::Debug for DeviceStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DeviceStream").field("status", &self.status()).finish_non_exhaustive()
    }
}

/// A device and how to open it.
struct Opening {
    device: cpal::Device,
    id: String,
    name: String,
    sample_rate: SampleRate,
    choice: Choice,
}

impl Opening {
    fn plan(renderer: &Renderer, settings: &DeviceSettings) -> Result<Opening, OutputError> {
        let device = devices::find(settings.device.as_deref())?;
        let name = device.to_string();
        let id = device.id().map_or_else(|_| name.clone(), |id| id.to_string());
        let sample_rate = renderer.engine_rate();
        let offers = devices::offers_of(&device).map_err(|error| match settings.device {
            Some(_) => refused(&name, error),
            // A system without sound still has a name for its default device.
            None if error.kind() == cpal::ErrorKind::DeviceNotAvailable => OutputError::NoDevice,
            None => refused(&name, error),
        })?;
        let wanted = Wanted {
            rate: sample_rate,
            channel_count: settings.channel_count,
            buffer_frames: settings.buffer_frames,
        };
        let choice = choose(&name, &offers, wanted)?;
        Ok(Opening { device, id, name, sample_rate, choice })
    }

    fn start(self, renderer: Renderer) -> Result<DeviceStream, Box<StartFailure>> {
        let (home_sender, home) = bounded(1);
        let homing = HomingRenderer::new(renderer, home_sender);
        match self.start_homing(homing, home.clone()) {
            Ok(stream) => Ok(stream),
            Err(error) => {
                let renderer = home.recv().expect("a dropped callback sends its renderer home");
                Err(Box::new(StartFailure { error, renderer }))
            }
        }
    }

    fn start_homing(
        self,
        homing: HomingRenderer,
        home: Receiver<Renderer>,
    ) -> Result<DeviceStream, OutputError> {
        let state = Arc::new(StreamState::default());
        let (events_sender, events) = bounded(EVENT_CAPACITY);
        let (first_sender, first) = bounded(1);
        let faults =
            Faults::new(homing.callback_stats(), Arc::clone(&state), events_sender.clone());
        let channel_count = usize::from(self.choice.config.channels);
        let callback = DeviceCallback::new(homing, channel_count, Arc::clone(&state), first_sender);
        let stream = self.build(callback, faults).map_err(|error| refused(&self.name, error))?;
        stream.play().map_err(|error| refused(&self.name, error))?;
        let first = first
            .recv_timeout(FIRST_CALLBACK_TIMEOUT)
            .map_err(|_| OutputError::Unresponsive { device: self.name.clone() })?;
        let priority = priority_of(first);
        // The channel is empty but for faults.
        let _ = events_sender.try_send(OutputEvent::Realtime(priority.clone()));
        let status = self.status(&stream, state.latency(), priority);
        Ok(DeviceStream { stream, home, events, state, status })
    }

    fn build(&self, callback: DeviceCallback, faults: Faults) -> Result<cpal::Stream, cpal::Error> {
        match self.choice.format {
            DeviceFormat::F32 => self.build_as::<f32>(callback, faults),
            DeviceFormat::I32 => self.build_as::<i32>(callback, faults),
            DeviceFormat::I24 => self.build_as::<I24>(callback, faults),
            DeviceFormat::I16 => self.build_as::<i16>(callback, faults),
        }
    }

    fn build_as<S: DeviceSample + Send + 'static>(
        &self,
        mut callback: DeviceCallback,
        mut faults: Faults,
    ) -> Result<cpal::Stream, cpal::Error> {
        self.device.build_output_stream(
            self.choice.config,
            move |out: &mut [S], info: &cpal::OutputCallbackInfo| {
                let times = info.timestamp();
                callback.call(out, times.playback.saturating_duration_since(times.callback));
            },
            move |error| faults.report(error, Instant::now()),
            None,
        )
    }

    fn status(
        &self,
        stream: &cpal::Stream,
        latency: Duration,
        priority: RealtimePriority,
    ) -> DeviceStatus {
        DeviceStatus {
            device: self.id.clone(),
            name: self.name.clone(),
            sample_rate: self.sample_rate,
            channel_count: self.choice.config.channels,
            format: self.choice.format,
            buffer_frames: stream.buffer_size().ok(),
            latency,
            priority,
        }
    }
}

fn priority_of(first: FirstCallback) -> RealtimePriority {
    match first.own_request {
        Some(answer) => answer.into(),
        None => priority::of_thread(first.thread),
    }
}

fn refused(device: &str, error: cpal::Error) -> OutputError {
    let device = device.to_owned();
    match error.kind() {
        cpal::ErrorKind::DeviceBusy => OutputError::Busy { device },
        cpal::ErrorKind::PermissionDenied => OutputError::Forbidden { device },
        cpal::ErrorKind::DeviceNotAvailable | cpal::ErrorKind::HostUnavailable => {
            OutputError::Gone { device }
        }
        _ => OutputError::Open { device, source: Box::new(error) },
    }
}

#[cfg(test)]
mod tests;
