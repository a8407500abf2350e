//! The output, and what it could be.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Where the sound goes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Output {
    /// What it does.
    pub state: OutputState,
    /// The system's sound interface; empty while there is no device.
    pub host: String,
    /// The device's name; empty while there is none.
    pub device: String,
    /// Its rate in Hz; 0 while there is none.
    pub rate_hz: u32,
    /// Frames of a block; 0 while there is none.
    pub block_frames: u32,
    /// From the engine to the socket, as far as it is known.
    pub latency_ms: Option<f64>,
    /// How many channels it has.
    pub channels: u32,
    /// The engine's rate in Hz; resampled to the device's, if that is another.
    pub engine_rate_hz: u32,
    /// Its thread goes before all others; null while that is not known.
    pub is_realtime: Option<bool>,
    /// What is wrong.
    pub problem: Option<String>,
    /// What to do about it.
    pub remedy: Option<String>,
}

/// What an output does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum OutputState {
    /// It sounds.
    Open,
    /// The device is gone; it is opened as soon as it is back.
    Lost,
    /// The device could not be opened as asked.
    Failed,
    /// It is silent, as the program was started: time passes as if it sounded.
    None,
}

/// An output that could be chosen.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OutputDevice {
    /// The system's sound interface.
    pub host: String,
    /// What names it for good.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// The system takes it when none is named.
    pub is_default: bool,
    /// How many channels it has.
    pub channels: u32,
    /// Usual rates that it takes, in Hz.
    pub rates_hz: Vec<u32>,
}
