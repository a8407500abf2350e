//! The formats that are measured, and their goals on two cores.

/// A format, and how ffmpeg makes it.
#[derive(Debug)]
pub(super) struct Kind {
    /// As shown.
    pub(super) name: &'static str,
    /// Of its files, without the dot.
    pub(super) extension: &'static str,
    /// Its name among ffmpeg's encoders.
    pub(super) encoder: &'static str,
    /// What else ffmpeg is told.
    pub(super) options: &'static [&'static str],
    /// First start, in milliseconds, p95.
    pub(super) start_goal_ms: f64,
    /// Seek in indexed files, in milliseconds, p99.
    pub(super) seek_goal_ms: f64,
}

/// Seek in indexed files of any format, in milliseconds, p50.
pub(super) const SEEK_P50_GOAL_MS: f64 = 15.0;

/// Processor time of playing, as a multiple of that of decoding alone.
pub(super) const CPU_GOAL: f64 = 1.5;

/// Every format but those of the plain bench. FLAC is here for its rate: all are played at 48 kHz.
pub(super) const KINDS: [Kind; 6] = [
    Kind {
        name: "FLAC 44.1 kHz",
        extension: "flac",
        encoder: "flac",
        options: &["-ar", "44100"],
        start_goal_ms: 30.0,
        seek_goal_ms: 30.0,
    },
    Kind {
        name: "MP3",
        extension: "mp3",
        encoder: "libmp3lame",
        options: &["-b:a", "256k"],
        start_goal_ms: 30.0,
        seek_goal_ms: 30.0,
    },
    Kind {
        name: "AAC",
        extension: "m4a",
        encoder: "aac",
        options: &["-b:a", "192k"],
        start_goal_ms: 30.0,
        seek_goal_ms: 30.0,
    },
    Kind {
        name: "Vorbis",
        extension: "ogg",
        encoder: "libvorbis",
        options: &["-q:a", "6"],
        start_goal_ms: 30.0,
        seek_goal_ms: 30.0,
    },
    Kind {
        name: "Opus",
        extension: "opus",
        encoder: "libopus",
        options: &["-b:a", "160k"],
        start_goal_ms: 40.0,
        seek_goal_ms: 45.0,
    },
    Kind {
        name: "ALAC",
        extension: "m4a",
        encoder: "alac",
        options: &[],
        start_goal_ms: 40.0,
        seek_goal_ms: 45.0,
    },
];
