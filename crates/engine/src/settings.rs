//! Every setting and constant of the engine, with its reason.

use std::sync::Arc;

use attacca_units::SampleRate;

use crate::loading::source::{FileOpener, SourceOpener};

/// Frames of a slab: one FLAC block of the usual encoders, 85 ms at 48 kHz. Thirty stems' blocks
/// decode in 2 ms on one core, which bounds the time from a seek to its first sound.
pub const SLAB_FRAMES: usize = 4096;

/// Frames that must be ready before a place begins to sound, unless the song ends before: 43 ms at
/// 48 kHz, ten times what the next slab takes to decode.
pub const START_LEAD_FRAMES: u64 = 2048;

/// Slabs of a pinned head: 171 ms at 48 kHz.
pub const HEAD_SLABS: u64 = 2;

/// Seconds of a declick: short enough to feel immediate, long enough not to click.
pub const DECLICK_SECONDS: f64 = 0.005;

/// Seconds over which a change of gain glides.
pub const GAIN_RAMP_SECONDS: f64 = 0.010;

/// The longest crossfade of a seek, in seconds.
pub const MAX_SEEK_CROSSFADE_SECONDS: f64 = 0.2;

/// What the user sets of the engine.
#[derive(Debug, Clone)]
pub struct EngineSettings {
    /// The rate of every song and of the output.
    pub engine_rate: SampleRate,
    /// Decoded look-ahead, in seconds; 0.2 to 60.
    pub pcm_window_seconds: f64,
    /// Step of the compressed read-ahead, in seconds.
    pub chunk_seconds: f64,
    /// Compressed read-ahead, in chunks.
    pub buffer_chunks: u32,
    /// Loader threads; at least 2, so that one that hangs does not silence the show.
    pub loader_threads: usize,
    /// Crossfade of a seek while playing, in seconds; 0 to [`MAX_SEEK_CROSSFADE_SECONDS`].
    pub seek_crossfade_seconds: f64,
    /// Opens the stems' files.
    pub opener: Arc<dyn SourceOpener>,
}

impl EngineSettings {
    /// The defaults, at `engine_rate`.
    pub fn new(engine_rate: SampleRate) -> EngineSettings {
        EngineSettings {
            engine_rate,
            pcm_window_seconds: 1.5,
            chunk_seconds: 5.0,
            buffer_chunks: 4,
            loader_threads: default_loader_threads(),
            seek_crossfade_seconds: 0.05,
            opener: Arc::new(FileOpener),
        }
    }
}

/// Cores less one for the audio thread, at least 2 and at most 4: decoding thirty stems takes
/// 3 % of one core, so more threads would only shorten seeks that are short already.
fn default_loader_threads() -> usize {
    let cores = std::thread::available_parallelism().map_or(2, |cores| cores.get());
    (cores - 1).clamp(2, 4)
}
