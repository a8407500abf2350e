//! Why an output does not run. Nothing sounds then; the renderer is untouched.

use std::{error::Error, io};

/// Why an output could not be started.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OutputError {
    /// A block without frames was asked for. Choose at least one frame.
    #[error("a block must have at least one frame; choose a larger block size")]
    EmptyBlock,
    /// No channels were asked for. Choose at least one.
    #[error("an output needs at least one channel")]
    NoChannels,
    /// The system refused another thread. Close other programs.
    #[error("cannot start the audio thread")]
    Thread(#[source] io::Error),
    /// The system's sound does not answer. Start its audio server.
    #[error("cannot list the output devices; is the system's audio server running?")]
    List(#[source] Box<dyn Error + Send + Sync>),
    /// There is no output device. Connect one.
    #[error("no output device was found; connect one or start the system's audio server")]
    NoDevice,
    /// This is no id of a device, whatever is plugged in. List the devices and choose one.
    #[error("{id:?} is no id of an output device; list the devices and choose one")]
    NoDeviceId {
        /// What was asked for.
        id: String,
    },
    /// No device has this id. Connect it, or list the devices and choose another.
    #[error("no output device has the id {device:?}; connect it, or list the devices")]
    UnknownDevice {
        /// The id that was asked for.
        device: String,
    },
    /// The device has no rate between 8 and 768 kHz. Choose another one.
    #[error("{device} plays at {offered} only, which is no rate for music; choose another device")]
    NoRate {
        /// The device's name.
        device: String,
        /// The rates that it plays at.
        offered: String,
    },
    /// Another program uses the device. Close that program.
    #[error("{device} is in use; close the program that uses it, or choose another device")]
    Busy {
        /// The device's name.
        device: String,
    },
    /// The user may not use the device.
    #[error("no permission to use {device}; allow it in the system's settings")]
    Forbidden {
        /// The device's name.
        device: String,
    },
    /// The device was disconnected or its server ended. Connect it again.
    #[error("{device} is not there; connect it, or choose another device")]
    Gone {
        /// The device's name.
        device: String,
    },
    /// The system refuses the device, in its words. Choose another one.
    #[error("cannot open {device}; choose another device")]
    Open {
        /// The device's name.
        device: String,
        /// The system's words.
        source: Box<dyn Error + Send + Sync>,
    },
    /// The system does not come back from opening the device. It is tried again beside that; unplug the
    /// device, or restart the system's audio server.
    #[error("{device} does not answer; unplug it or restart the audio server")]
    NoAnswer {
        /// The device's name.
        device: String,
    },
    /// The device opened but never asked for sound. Choose another one, or restart the system's
    /// audio server.
    #[error("{device} does not ask for sound; choose another device or restart the audio server")]
    Unresponsive {
        /// The device's name.
        device: String,
    },
}

impl OutputError {
    /// True when the device is not there, which it may be later.
    pub fn is_absence(&self) -> bool {
        matches!(
            self,
            OutputError::NoDevice
                | OutputError::UnknownDevice { .. }
                | OutputError::Gone { .. }
                | OutputError::List(_)
        )
    }
}
