//! Opens sound devices, through cpal.
//!
//! The device calls `DeviceCallback` on a thread of its own; everything here runs on a thread that
//! the watch over the output starts for it, since a system may hang.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use attacca_units::{FrameCount, SampleRate};
use cpal::{
    I24,
    traits::{DeviceTrait, StreamTrait},
};
use crossbeam_channel::bounded;

use super::{
    DeviceFormat, DeviceSettings, DeviceStatus, OutputError, OutputEvent, RealtimePriority,
    alsa_messages,
    backend::{Backend, OpenDevice, OpenRequest},
    callback::{CallbackSettings, DeviceCallback, FirstCallback},
    choice::{Choice, Wanted, choose},
    convert::DeviceSample,
    devices,
    events::Faults,
    priority,
    slot::RendererSlot,
    stream_state::StreamState,
};

/// How long a device may take from being opened to its first callback. Servers that wake a sleeping
/// device take half a second.
const FIRST_CALLBACK_TIMEOUT: Duration = Duration::from_secs(3);

/// Reports that wait for a reader; later ones are lost. At most five kinds come each second.
const REPORT_CAPACITY: usize = 64;

/// The system's devices.
pub(crate) struct SystemDevices;

impl Backend for SystemDevices {
    fn open(&self, request: &OpenRequest) -> Result<OpenDevice, OutputError> {
        alsa_messages::logged(|| Opening::plan(request)?.start(request))
    }
}

/// A device and how to open it.
struct Opening {
    device: cpal::Device,
    id: String,
    name: String,
    choice: Choice,
    /// The rate at which the device takes frames.
    real_rate: SampleRate,
}

impl Opening {
    fn plan(request: &OpenRequest) -> Result<Opening, OutputError> {
        let DeviceSettings { host, device, buffer_frames, sample_rate, .. } = &request.settings;
        let is_default = device.is_none();
        let device = devices::find(host.as_deref(), device.as_deref())?;
        let name = device.to_string();
        let id = device.id().map_or_else(|_| name.clone(), |id| id.to_string());
        let offers = devices::offers_of(&device).map_err(|error| match error.kind() {
            // A system without sound still has a name for its default device.
            cpal::ErrorKind::DeviceNotAvailable if is_default => OutputError::NoDevice,
            // ALSA's plug-in of a server that does not run: "Connection refused".
            cpal::ErrorKind::BackendError => OutputError::List(Box::new(error)),
            _ => refused(&name, error),
        })?;
        let wanted = Wanted {
            rate: sample_rate.unwrap_or(request.engine_rate),
            least_channels: request.least_channels(),
            buffer_frames: *buffer_frames,
        };
        let choice = choose(&name, &offers, wanted)?;
        let real_rate = request.real_rate(choice.sample_rate);
        Ok(Opening { device, id, name, choice, real_rate })
    }

    fn start(self, request: &OpenRequest) -> Result<OpenDevice, OutputError> {
        let slot = Arc::new(RendererSlot::default());
        let state = Arc::new(StreamState::default());
        let (report, reports) = bounded(REPORT_CAPACITY);
        let (first_sender, first) = bounded(1);
        let faults = Faults::new(Arc::clone(&request.stats), Arc::clone(&state), report.clone());
        let callback = DeviceCallback::new(
            self.callback_settings(request),
            Arc::clone(&slot),
            Arc::clone(&state),
            first_sender,
        );
        let stream = self.build(callback, faults).map_err(|error| refused(&self.name, error))?;
        stream.play().map_err(|error| refused(&self.name, error))?;
        let first = first
            .recv_timeout(FIRST_CALLBACK_TIMEOUT)
            .map_err(|_| OutputError::Unresponsive { device: self.name.clone() })?;
        let priority = priority_of(first);
        // The channel is empty but for faults.
        let _ = report.try_send(OutputEvent::Realtime(priority.clone()));
        let status = self.status(request, &stream, state.latency(), priority);
        let said_rate = self.choice.sample_rate;
        Ok(OpenDevice { stream: Box::new(stream), slot, state, status, said_rate, reports })
    }

    fn callback_settings(&self, request: &OpenRequest) -> CallbackSettings {
        let declick_seconds = request.engine_rate.seconds(request.declick);
        CallbackSettings {
            engine_rate: request.engine_rate,
            device_rate: self.real_rate,
            channel_count: usize::from(self.choice.config.channels),
            declick: self.real_rate.frames_in(declick_seconds).max(FrameCount(1)),
            fades_in: request.fades_in,
            stats: Arc::clone(&request.stats),
        }
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
                callback.call(out, times.playback.checked_duration_since(times.callback));
            },
            move |error| faults.report(error, Instant::now()),
            None,
        )
    }

    fn status(
        &self,
        request: &OpenRequest,
        stream: &cpal::Stream,
        latency: Duration,
        priority: RealtimePriority,
    ) -> DeviceStatus {
        DeviceStatus {
            device: self.id.clone(),
            name: self.name.clone(),
            sample_rate: self.real_rate,
            engine_rate: request.engine_rate,
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
