//! Settings as the page sees them. They are stored in the same form.

mod defaults;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use ts_rs::TS;

use super::{Role, Transition};

/// All settings.
#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Settings {
    /// Where the sound goes.
    pub audio: AudioSettings,
    /// How songs are played.
    pub playback: PlaybackSettings,
    /// What is kept on disk.
    pub cache: CacheSettings,
    /// How the window looks.
    pub appearance: AppearanceSettings,
    /// Keys that are not the default ones: what they do, by the command's name.
    pub keys: BTreeMap<String, String>,
    /// For tinkerers.
    pub debug: DebugSettings,
}

/// What to change: parts of parts. What is absent stays.
#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(transparent)]
#[ts(type = "{ [P in keyof Settings]?: Partial<Settings[P]> }")]
pub struct SettingsChange(pub Map<String, Value>);

/// A part of the settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum SettingsPart {
    /// [`Settings::audio`].
    Audio,
    /// [`Settings::playback`].
    Playback,
    /// [`Settings::cache`].
    Cache,
    /// [`Settings::appearance`].
    Appearance,
    /// [`Settings::keys`].
    Keys,
    /// [`Settings::debug`].
    Debug,
}

/// Where the sound goes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AudioSettings {
    /// The system's sound interface, as `outputs` names it; null is any.
    pub host: Option<String>,
    /// The device's id, as `outputs` tells it; null is the system's default.
    pub device: Option<String>,
    /// Hz; null is the rate of most stems of the set.
    pub rate_hz: Option<u32>,
    /// Frames of a block; null is the device's usual.
    pub block_frames: Option<u32>,
    /// Which bus stems of a role go to when they are imported; those not named go to the bus of their
    /// role, click and guide, and all others to main.
    pub role_buses: BTreeMap<Role, String>,
    /// The buses beside main, and main if it goes elsewhere than to 1 and 2.
    pub buses: Vec<BusSettings>,
}

/// A bus as it is stored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct BusSettings {
    /// What it is called.
    pub name: String,
    /// Channels from 1 on: none, one or two.
    pub channels: Vec<u32>,
    /// Its level in dB.
    #[serde(default)]
    #[ts(as = "Option<f64>", optional)]
    pub level_db: f64,
    /// Silent.
    #[serde(default)]
    #[ts(as = "Option<bool>", optional)]
    pub is_muted: bool,
}

/// How songs are played.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PlaybackSettings {
    /// The playing song is held in memory whole.
    pub whole_song: bool,
    /// Crossfade of a seek, 0 to 200 ms.
    pub seek_crossfade_ms: f64,
    /// What new entries of a setlist do at their end.
    pub default_transition: Transition,
    /// What the engine may keep in memory.
    pub budget: MemoryBudget,
    /// How often the machine's memory is looked at, 0.1 to 60 s; null: never.
    pub memory_look_seconds: Option<f64>,
}

/// What the engine may keep in memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase", deny_unknown_fields)]
pub enum MemoryBudget {
    /// 256 MiB, or a quarter of what is available if that is less.
    Automatic,
    /// So many MiB, 16 to 1,048,576.
    Mebibytes {
        /// How many.
        mebibytes: u32,
    },
    /// A part of what is available, 1 to 90 %.
    Percent {
        /// How many.
        percent: u8,
    },
}

/// What is kept on disk.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CacheSettings {
    /// What is kept.
    pub policy: CachePolicy,
    /// At most so much, 1 to 50 GB.
    pub limit_gb: f64,
    /// Where; null is the user's folder of caches.
    pub folder: Option<String>,
}

/// What the cache keeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum CachePolicy {
    /// What is dear to decode.
    Automatic,
    /// Everything that is played.
    Always,
    /// Nothing.
    Off,
}

/// How the window looks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AppearanceSettings {
    /// Colours.
    pub theme: Theme,
    /// 100 to 200 %.
    pub text_percent: u32,
    /// Without motion; null is as the system says.
    pub reduced_motion: Option<bool>,
}

/// Sets of colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Theme {
    /// For the stage.
    Dark,
    /// For the desk.
    Light,
    /// As the system says.
    System,
}

/// For tinkerers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DebugSettings {
    /// The panel is shown.
    pub is_open: bool,
    /// Step of the compressed read-ahead, 0.5 to 60 s.
    pub chunk_seconds: f64,
    /// Compressed read-ahead in chunks, 0 to 1000.
    pub buffer_chunks: u32,
    /// Decoded look-ahead, 0.2 to 60 s.
    pub pcm_window_seconds: f64,
    /// Loader threads, 2 to 32.
    pub loader_threads: u32,
    /// Parts are decoded on several threads at once.
    pub parallel_decode: bool,
    /// Chunks of each song that the cache keeps first, 0 to 1000.
    pub cache_first_chunks: u32,
    /// Every decoded part is written to the log.
    pub log_chunk_loads: bool,
}
