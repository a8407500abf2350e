//! What is known of one audio file, as one JSON object.

use serde::Serialize;

/// What is known of one audio file.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FileReport {
    /// Where it is; bytes that are no Unicode show as `�`.
    pub path: String,
    /// What it holds; `null` when it can't be opened.
    pub file: Option<OpenFileReport>,
    /// Why it can't be played, alone or in its set; `null` when it can.
    pub error: Option<String>,
    /// Stretches that can't be decoded, when the whole file was looked through; else `null`.
    pub damage: Option<Vec<DamageReport>>,
}

/// What a file holds that can be played.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OpenFileReport {
    /// Container and coding.
    pub format: String,
    /// Frames per second.
    pub sample_rate_hz: u32,
    /// Bits of a sample.
    pub bits: u32,
    /// True when samples are floating point.
    pub is_float: bool,
    /// Channels in the file.
    pub channel_count: usize,
    /// What becomes of more than two channels; `null` for mono and stereo.
    pub mix_down: Option<String>,
    /// Its length.
    pub length_frames: u64,
    /// Its length.
    pub length_seconds: f64,
    /// How decoded samples are kept: `i16` or `f32`.
    pub storage: &'static str,
    /// The rate of its set, in Hz, to which it is resampled; `null` when that is its own.
    pub resampled_to_hz: Option<u32>,
}

/// A stretch that can't be decoded, and is silent when played.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DamageReport {
    /// Its first frame.
    pub position_frames: u64,
    /// Its first frame.
    pub position_seconds: f64,
    /// Its length.
    pub length_frames: u64,
    /// Its length.
    pub length_seconds: f64,
    /// What is wrong.
    pub error: String,
}
