//! Why a song was not written.

use std::{io, path::PathBuf};

use attacca_engine::{error::EngineError, output::offline::OfflineError};
use attacca_session::MaterialError;
use attacca_units::format_seconds;

use crate::NothingPlayable;

/// Why a song was not written. There is no new file, and an old one is as it was.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ExportError {
    /// There is a file of that name. Choose another name, or ask for it to be replaced.
    #[error("{} is there already", path.display())]
    Exists {
        /// The file.
        path: PathBuf,
    },
    /// The file is a stem of the song. Choose another name.
    #[error("{} is one of the song's stems; choose another name", path.display())]
    IsStem {
        /// The file.
        path: PathBuf,
    },
    /// The song has no stems.
    #[error(transparent)]
    Material(MaterialError),
    /// None of the song's files can be played.
    #[error(transparent)]
    NothingPlayable(NothingPlayable),
    /// None of the song's files can be played.
    #[error(transparent)]
    Offline(#[from] OfflineError),
    /// The system refuses the engine's threads.
    #[error(transparent)]
    Engine(#[from] EngineError),
    /// Nothing lies between the two times. Choose others.
    #[error("nothing to render: the song ends at {}", format_seconds(*length_seconds))]
    EmptyRange {
        /// The song's length, in seconds.
        length_seconds: f64,
    },
    /// A WAV file holds at most 4 GiB. Render it in parts, or with fewer bits.
    #[error(
        "a WAV file can't be that long ({} MiB of at most 4095); render it in parts or with fewer \
         bits",
        byte_count >> 20
    )]
    TooLong {
        /// Bytes it would need.
        byte_count: u64,
    },
    /// The system refused to make a file in the folder. Choose another folder.
    #[error("cannot write to the folder of {}", path.display())]
    Create {
        /// The file that was to be written.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The system failed to write, perhaps because the disk is full. Make room and try again.
    #[error("cannot write {}", path.display())]
    Write {
        /// The file that was to be written.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// It was given up on request.
    #[error("given up; nothing was written")]
    Cancelled,
}
