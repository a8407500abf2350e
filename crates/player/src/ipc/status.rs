//! How the player is, as one JSON object.

use attacca_engine::{TransportState, control::HealthState, output};
use attacca_units::{Decibels, Gain};
use serde::Serialize;

/// How the player is.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Status {
    /// What the transport does.
    pub state: State,
    /// True while a song that was started has not sounded yet, because it loads.
    pub is_loading: bool,
    /// The song under the playhead, from 1.
    pub song_number: usize,
    /// Songs of the set.
    pub song_count: usize,
    /// Its title.
    pub song_title: String,
    /// True when play sounds in the next callback.
    pub is_armed: bool,
    /// The playhead.
    pub position_frames: u64,
    /// The playhead.
    pub position_seconds: f64,
    /// The song's length; `null` before its files are open.
    pub length_frames: Option<u64>,
    /// The song's length; `null` before its files are open.
    pub length_seconds: Option<f64>,
    /// Where a seek goes that is not heard yet.
    pub seeking_to: Option<Place>,
    /// What is armed: jumps, loops, and the way to the next song.
    pub jumps: Vec<JumpStatus>,
    /// Frames per second of the songs and of positions, to which files of other rates are resampled;
    /// the output's own rate is in its name.
    pub sample_rate_hz: u32,
    /// The trim of the song: a level on all its stems; `null` for −∞.
    pub trim_db: Option<f32>,
    /// The song's stems.
    pub stems: Vec<StemStatus>,
    /// The buses that have a name, the main one first: its level is the master.
    pub buses: Vec<BusStatus>,
    /// How much is ready ahead.
    pub lead_ms: LeadStatus,
    /// How well all goes.
    pub health: HealthStatus,
    /// Times that frames were needed which were not there.
    pub underruns: u64,
    /// Frames silenced or faded by underruns.
    pub underrun_frames: u64,
    /// Frames of which some channel is beyond full scale, which an output cuts off.
    pub clipped_frames: u64,
    /// Blocks whose stems were not in step. Zero by construction.
    pub unsynchronised_blocks: u64,
    /// Callbacks of the output.
    pub callbacks: u64,
    /// Callbacks that ended after their period.
    pub late_callbacks: u64,
    /// Underruns and overruns that the device reported.
    pub xruns: u64,
    /// Time taken by callbacks.
    pub callback_us: DurationStatus,
    /// Time between callbacks.
    pub callback_interval_us: DurationStatus,
    /// Stretches of stems that could not be decoded and are silent.
    pub decode_errors: u64,
    /// Loading jobs that wait.
    pub loader_queued_jobs: usize,
    /// Loading jobs that run.
    pub loader_running_jobs: usize,
    /// Where the frame indexes of the set's files came from.
    pub indexes: IndexStatus,
    /// Bytes held by the engine, by purpose.
    pub memory_bytes: MemoryStatus,
    /// Where the sound goes.
    pub output: String,
    /// What that does.
    pub output_state: OutputState,
    /// Its channels; 0 before its first block.
    pub output_channels: usize,
}

/// How well all goes.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize)]
pub struct HealthStatus {
    /// In one word.
    pub state: HealthWord,
    /// What is wrong, the worst first.
    pub reasons: Vec<String>,
}

/// How well all goes, in one word.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum HealthWord {
    /// Nothing is wrong, and nothing was within the last ten seconds.
    #[default]
    Ok,
    /// Something harms the sound or just did, and mends itself.
    Recovering,
    /// Something stays wrong until somebody does something about it.
    Degraded,
}

/// What the transport does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Silent, at the start of a song or at its end.
    Stopped,
    /// Sounding, or about to.
    Playing,
    /// Silent, where the song was left.
    Paused,
}

/// A place in the set.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Place {
    /// The song, from 1.
    pub song_number: usize,
    /// Frames after its start.
    pub position_frames: u64,
    /// Seconds after its start.
    pub position_seconds: f64,
}

/// A jump that is armed.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct JumpStatus {
    /// The song in which it happens, from 1.
    pub song_number: usize,
    /// Where in that song it happens; `null` for its end.
    pub at_seconds: Option<f64>,
    /// Where it goes.
    pub to: Place,
    /// Length of its crossfade; 0 cuts.
    pub crossfade_seconds: f64,
    /// It happens each time that the playhead comes there.
    pub is_loop: bool,
    /// It can happen now.
    pub is_ready: bool,
}

/// A stem.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StemStatus {
    /// Its place in the song, from 1.
    pub number: usize,
    /// What it is called.
    pub name: String,
    /// The name of its file.
    pub file: String,
    /// Which of the stems in its file it is, from 1; `null` when the file is one stem.
    pub track: Option<usize>,
    /// How its file marks it: `#009e73`; `null` when it does not.
    pub colour: Option<String>,
    /// The rate of its file, in Hz, when that is not the songs'; `null` when it is not resampled, and
    /// before the file is open.
    pub resampled_from_hz: Option<u32>,
    /// Its fader; `null` for −∞.
    pub gain_db: Option<f32>,
    /// Its place between left (−1) and right (1).
    pub pan: f32,
    /// The name of the bus that it goes to.
    pub bus: String,
    /// Silenced by its mute.
    pub is_muted: bool,
    /// Soloed.
    pub is_soloed: bool,
    /// Never silenced by another's solo.
    pub is_solo_safe: bool,
    /// The greatest level since the last status, left and right; `null` for silence.
    pub peak_dbfs: [Option<f32>; 2],
    /// The level over 300 ms, left and right; `null` for silence.
    pub rms_dbfs: [Option<f32>; 2],
    /// Why it can't be played.
    pub error: Option<String>,
}

/// A bus: a sum of stems on its way to the output.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BusStatus {
    /// What it is called.
    pub name: String,
    /// The channels of the output that it goes to, from 1: none, one, or left and right.
    pub channels: Vec<usize>,
    /// False when the output lacks one of its channels, or it has none: what is meant for them is
    /// not heard.
    pub is_heard: bool,
    /// Its fader; `null` for −∞.
    pub gain_db: Option<f32>,
    /// Silenced by its mute.
    pub is_muted: bool,
    /// The greatest level since the last status, left and right; `null` for silence.
    pub peak_dbfs: [Option<f32>; 2],
    /// The level over 300 ms, left and right; `null` for silence.
    pub rms_dbfs: [Option<f32>; 2],
}

/// Milliseconds that are ready beyond the playhead of each window.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct LeadStatus {
    /// The window that plays.
    pub playing: f64,
    /// The window that fades out; `null` when none does.
    pub outgoing: Option<f64>,
    /// The window of a seek that is not heard yet; `null` when there is none.
    pub target: Option<f64>,
}

/// Where frame indexes came from, since the start.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct IndexStatus {
    /// Built by reading whole files.
    pub built: u64,
    /// Kept from an earlier run.
    pub loaded: u64,
}

/// Bytes held, by purpose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MemoryStatus {
    /// Decoded audio ahead of the playhead.
    pub windows: usize,
    /// Starts of songs and sections, kept so that they sound at once.
    pub heads: usize,
    /// Blocks kept for the next slabs.
    pub spare: usize,
    /// Decoders.
    pub lanes: usize,
    /// Frame indexes.
    pub indexes: usize,
    /// Kept free for writing to the cache, and held for songs that are analysed.
    pub other: usize,
    /// All of these.
    pub total: usize,
    /// What they may be.
    pub budget: usize,
    /// What is done without because the machine runs short of memory; `null` when nothing is.
    pub done_without: Option<String>,
    /// What the machine's programs can have, and all that it has; `null` when nobody looks.
    pub machine: Option<MachineMemoryStatus>,
}

/// The machine's memory, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct MachineMemoryStatus {
    /// What programs can have without others losing theirs.
    pub available: u64,
    /// All of it.
    pub total: u64,
}

/// How long something takes, in microseconds; percentiles are at most a quarter too high.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct DurationStatus {
    /// Half take no longer.
    pub p50: u64,
    /// 99 of 100 take no longer.
    pub p99: u64,
    /// The longest.
    pub max: u64,
}

/// What the output does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum OutputState {
    /// It plays.
    Running,
    /// Nothing is heard for a moment: the device is being opened anew.
    Reopening,
    /// Nothing is heard: the device is gone, does not answer or is not there yet, and the set runs on
    /// silently until it is.
    Lost,
    /// Nothing is heard, and the set stands: the device's thread hangs.
    Stuck,
}

impl From<output::OutputState> for OutputState {
    fn from(state: output::OutputState) -> OutputState {
        match state {
            output::OutputState::Reopening { .. } => OutputState::Reopening,
            output::OutputState::Lost { .. } => OutputState::Lost,
            output::OutputState::Stuck { .. } => OutputState::Stuck,
            _ => OutputState::Running,
        }
    }
}

impl From<HealthState> for HealthWord {
    fn from(state: HealthState) -> HealthWord {
        match state {
            HealthState::Ok => HealthWord::Ok,
            HealthState::Recovering => HealthWord::Recovering,
            HealthState::Degraded => HealthWord::Degraded,
        }
    }
}

impl From<TransportState> for State {
    fn from(state: TransportState) -> State {
        match state {
            TransportState::Stopped => State::Stopped,
            TransportState::Playing => State::Playing,
            TransportState::Paused => State::Paused,
        }
    }
}

/// The level of `gain` in hundredths of a dB; `None` for silence.
pub fn level_db(gain: Gain) -> Option<f32> {
    let level = gain.to_decibels();
    // Adding zero takes the sign from −0.0.
    (level > Decibels::FLOOR).then(|| (level.0 * 100.0).round() / 100.0 + 0.0)
}

#[cfg(test)]
mod tests;
