//! What the watch over an output asks of the system's sound: to open a device. Tests have a script
//! instead of a system.

use std::sync::Arc;

use attacca_units::{FrameCount, SampleRate};
use crossbeam_channel::Receiver;

use super::{
    DeviceSettings, DeviceStatus, OutputError, OutputEvent, slot::RendererSlot,
    stream_state::StreamState,
};
use crate::realtime::stats::CallbackStats;

/// Opens devices.
pub(crate) trait Backend: Send + Sync + 'static {
    /// Opens a device and waits for its first callback. May take as long as the system takes, and
    /// for ever if that hangs.
    ///
    /// # Errors
    /// When the device is not there, or refuses.
    fn open(&self, request: &OpenRequest) -> Result<OpenDevice, OutputError>;
}

/// Which device to open, and what its callbacks are to do.
#[derive(Debug, Clone)]
pub(crate) struct OpenRequest {
    pub(crate) settings: DeviceSettings,
    pub(crate) engine_rate: SampleRate,
    /// Fade at the stream's edges, in frames of the engine.
    pub(crate) declick: FrameCount,
    /// True for a stream that may begin in the middle of the sound.
    pub(crate) fades_in: bool,
    /// What is known of the device's clock.
    pub(crate) clock: Option<ClockCorrection>,
    pub(crate) stats: Arc<CallbackStats>,
}

/// A device that says one rate and runs at another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ClockCorrection {
    /// The rate that it says.
    pub(crate) said: SampleRate,
    /// The rate that it runs at.
    pub(crate) real: SampleRate,
}

impl OpenRequest {
    /// Channels that are asked for.
    pub(crate) fn least_channels(&self) -> u16 {
        self.settings.least_channels.unwrap_or(2).max(1)
    }

    /// The device as messages name it.
    pub(crate) fn device_name(&self) -> String {
        let id = self.settings.device.clone();
        id.unwrap_or_else(|| "the default device".to_owned())
    }

    /// The rate at which a device opened at `said` takes frames.
    pub(crate) fn real_rate(&self, said: SampleRate) -> SampleRate {
        self.clock.filter(|clock| clock.said == said).map_or(said, |clock| clock.real)
    }
}

/// A stream that runs. Dropping `stream` closes it, which may take for ever if the system hangs.
pub(crate) struct OpenDevice {
    pub(crate) stream: Box<dyn Send>,
    /// Where its callbacks look for a renderer.
    pub(crate) slot: Arc<RendererSlot>,
    pub(crate) state: Arc<StreamState>,
    pub(crate) status: DeviceStatus,
    /// The rate that it says; `status` has the one at which it runs.
    pub(crate) said_rate: SampleRate,
    /// What its library reports.
    pub(crate) reports: Receiver<OutputEvent>,
}
