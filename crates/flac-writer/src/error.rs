//! What can go wrong while a FLAC stream is written.

use std::{io, path::PathBuf};

/// Why a FLAC stream was not written.
#[derive(Debug, thiserror::Error)]
pub enum FlacError {
    /// The format or the encoder has no room for this.
    #[error("FLAC can't be written here with a {field} of {value}")]
    Settings {
        /// The setting, in words.
        field: &'static str,
        /// What it was set to.
        value: u64,
    },
    /// The samples do not make whole frames of equally long channels. None of them was written.
    #[error("the samples don't make whole frames of {channel_count} channels")]
    RaggedFrames {
        /// Channels of the stream.
        channel_count: usize,
    },
    /// The stream would be longer than FLAC can say.
    #[error("a FLAC stream ends at {} frames", crate::header::MAX_FRAME_COUNT)]
    TooLong,
    /// The encoder refused a block; what was written so far is incomplete.
    #[error("the FLAC encoder failed: {0}")]
    Encoder(String),
    /// The bytes could not be written; what was written so far is incomplete.
    #[error("FLAC could not be written: {0}")]
    Write(#[from] io::Error),
    /// The file could not be made. Under its name is what was there before.
    #[error("{}: the FLAC file could not be written: {error}", path.display())]
    File {
        /// The file that was to be.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
}
