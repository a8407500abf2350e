//! What changes all the time: asked for at the rate of the display.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::EntryId;

/// How the show is at one moment. Levels are tenths of dB, −1000 is silence.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Telemetry {
    /// The next frame to be heard.
    pub frame: u64,
    /// Frames a second.
    pub rate_hz: u32,
    /// When that frame is heard: milliseconds since the start of the program.
    pub at_ms: f64,
    /// When this was asked for: milliseconds since the start of the program.
    pub sent_ms: f64,
    /// The playhead moves.
    pub is_playing: bool,
    /// The entry under the playhead.
    pub entry: Option<EntryId>,
    /// The playhead in seconds.
    pub position_seconds: f64,
    /// The main bus: peak left, right, RMS left, right.
    pub master: [i32; 4],
    /// Four of each bus, in the order of `Mixer.buses`.
    pub buses: Vec<i32>,
    /// Four of each stem of the song under the playhead, in its order.
    pub stems: Vec<i32>,
    /// What went beyond full scale since `clearClips`: places of stems; −1 is the master, −2 − b bus b.
    pub clips: Vec<i32>,
    /// Decoded look-ahead in seconds.
    pub lead_seconds: f64,
    /// Underruns since the start.
    pub underruns: u64,
    /// The time that callbacks take, of the time there is.
    pub load_percent: f64,
    /// How well all goes.
    pub health: HealthState,
    /// What is wrong, the worst first.
    pub health_reasons: Vec<String>,
    /// What the engine keeps in memory.
    pub memory_mib: f64,
    /// What it may keep.
    pub budget_mib: f64,
    /// The end of the decoded look-ahead, in seconds of the song.
    pub buffered_to: f64,
    /// Of the chunks that were wanted so many were in the cache.
    pub cache_hit_percent: Option<f64>,
    /// Stretches of the song that are in the cache, in seconds.
    pub cached_ranges: Vec<(f64, f64)>,
}

/// How well all goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum HealthState {
    /// Nothing is wrong.
    Ok,
    /// Something is, and mends itself.
    Recovering,
    /// Something is, until somebody does something about it.
    Degraded,
}
