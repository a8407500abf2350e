//! Why an output does not run. Nothing sounds then; the renderer is untouched.

use std::io;

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
}
