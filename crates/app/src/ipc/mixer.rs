//! Buses, the master and solos.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What the mixer shows beside the current song's stems.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Mixer {
    /// The main bus first.
    pub buses: Vec<Bus>,
    /// The level of the main bus, in dB; −100 is silence.
    pub master_db: f64,
    /// The main bus is silent.
    pub is_master_muted: bool,
    /// A stem of the current song is soloed.
    pub has_solo: bool,
    /// What the musician should know: "Click reaches the main output".
    pub warnings: Vec<String>,
}

/// A bus.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Bus {
    /// What it is called.
    pub name: String,
    /// Its level in dB; −100 is silence.
    pub level_db: f64,
    /// Silent.
    pub is_muted: bool,
    /// The channels it goes to, from 1 on: none, one or two.
    pub channels: Vec<u32>,
    /// The output has all of them.
    pub is_heard: bool,
}

/// What to change of a bus; what is absent stays.
#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
#[ts(optional_fields)]
pub struct BusChange {
    /// −100 (silence) to 12 dB.
    pub level_db: Option<f64>,
    /// Silent.
    pub is_muted: Option<bool>,
    /// Channels from 1 on: none, one or two different ones.
    pub channels: Option<Vec<u32>>,
}
