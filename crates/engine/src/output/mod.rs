//! Where the rendered blocks go: a device, a paced null device, a file.
//!
//! An output owns the [`Renderer`](crate::Renderer) while it runs and gives it back when it is
//! stopped, so that another output can go on where it ended. The stream always runs: a stopped
//! transport renders silence, so a start never opens a device.
//!
//! - `stream`: a device as its owner holds it; `supervisor` looks after it, with the policies of
//!   `watchdog` (is it silent?), `clock` (does it run at its rate?), `latency` (can that be true?) and
//!   `openings` (when is it tried again?), and `bridge` lets the time go on while there is none.
//! - `device` opens devices, behind the trait of `backend`; `callback` is what they call. `slot` is
//!   where both sides have the renderer, `stream_state` what they tell each other.

mod alsa_messages;
mod backend;
mod bridge;
mod callback;
mod choice;
mod clock;
mod convert;
mod device;
mod devices;
mod edge;
mod error;
mod events;
mod helper;
mod latency;
mod monitor;
mod null;
pub mod offline;
mod openings;
mod pacing;
mod priority;
mod resampler;
mod slot;
mod state;
mod stream;
mod stream_state;
mod supervisor;
mod view;
mod watchdog;

pub use choice::DeviceFormat;
pub use devices::{DeviceInfo, device_rates, devices, host_name};
pub use error::OutputError;
pub use events::{DeviceFault, DeviceFaultKind, OutputEvent};
pub use monitor::BlockTiming;
pub use null::{BlockSizes, BlockTap, NullSettings, NullStream};
pub use offline::{OFFLINE_CHANNELS, OfflineError, OfflineRenderer};
pub use priority::RealtimePriority;
pub use state::{LossReason, OutputCounters, OutputHealth, OutputState};
pub use stream::{DeviceSettings, DeviceStatus, DeviceStream, StartFailure};
