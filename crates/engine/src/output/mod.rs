//! Where the rendered blocks go: a device, a paced null device, a file.
//!
//! An output owns the [`Renderer`](crate::Renderer) while it runs and gives it back when it is
//! stopped, so that another output can go on where it ended. The stream always runs: a stopped
//! transport renders silence, so a start never opens a device.

mod alsa_messages;
mod callback;
mod choice;
mod convert;
mod device;
mod devices;
mod error;
mod events;
mod monitor;
mod null;
pub mod offline;
mod pacing;
mod priority;

pub use choice::DeviceFormat;
pub use device::{DeviceSettings, DeviceStatus, DeviceStream, StartFailure};
pub use devices::{DeviceInfo, devices};
pub use error::OutputError;
pub use events::{DeviceFault, DeviceFaultKind, OutputEvent};
pub use monitor::BlockTiming;
pub use null::{BlockSizes, BlockTap, NullSettings, NullStream};
pub use offline::{OFFLINE_CHANNELS, OfflineError, OfflineRenderer};
pub use priority::RealtimePriority;
