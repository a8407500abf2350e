//! What can go wrong while demo songs are made.

use std::{io, path::PathBuf};

use attacca_flac_writer::FlacError;

/// Why demo songs were not made. Songs that were complete before are there.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// A setting is out of range. Nothing was written.
    #[error("demo songs can't have a {field} of {value}, only {allowed}")]
    Settings {
        /// The setting, in words.
        field: &'static str,
        /// What it was set to.
        value: f64,
        /// What it can be, in words.
        allowed: &'static str,
    },
    /// A song's folder is there already. Nothing was written: what is there may be precious.
    #[error("{} is there already; choose another folder, or move it away", path.display())]
    SongExists {
        /// The song's folder.
        path: PathBuf,
    },
    /// A folder could not be made or given its name.
    #[error("{}: the folder could not be made: {error}", path.display())]
    Folder {
        /// The folder.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// A stem could not be written; its song is not there.
    #[error(transparent)]
    Stem(#[from] FlacError),
}
