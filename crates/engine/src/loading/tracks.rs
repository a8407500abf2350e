//! Files of several stems: which track of which file a stem is, and what the tracks are called.

use std::path::{Path, PathBuf};

use crate::{
    error::OpenError,
    loading::{
        packets::{PacketFormat, mp4},
        sniff::{FileKind, identify},
        source::SourceOpener,
        window::ByteWindow,
    },
};

/// Where a stem is: a file, or one track of it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct StemLocation {
    /// The file.
    pub path: PathBuf,
    /// Which of the audio tracks in the file, from 0; `None` for the first or only one.
    pub track: Option<usize>,
}

impl From<PathBuf> for StemLocation {
    /// All of the file at `path`, or its first track.
    fn from(path: PathBuf) -> StemLocation {
        StemLocation { path, track: None }
    }
}

impl From<&Path> for StemLocation {
    fn from(path: &Path) -> StemLocation {
        path.to_path_buf().into()
    }
}

impl From<&PathBuf> for StemLocation {
    fn from(path: &PathBuf) -> StemLocation {
        path.clone().into()
    }
}

/// What tracks a file has.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FileTracks {
    /// True when each track is a stem of its own, as in `.stem.mp4` files. Of other files with several
    /// tracks only the first one is played.
    pub is_stem_file: bool,
    /// All audio tracks, in the file's order. Empty for formats that have no tracks.
    pub tracks: Vec<FileTrack>,
}

/// A track of audio in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileTrack {
    /// Counted from 0: that of [`StemLocation::track`].
    pub number: usize,
    /// What the file calls it. May hold any character.
    pub name: Option<String>,
    /// How the file has it shown: red, green and blue, sRGB.
    pub colour: Option<[u8; 3]>,
    /// True for the mix of all other tracks.
    pub is_mix: bool,
}

/// Lists the tracks of the file at `path`. Reads its header only.
///
/// # Errors
/// When the file can't be opened or read, is no audio, of an unsupported format or has a broken header.
pub fn list_tracks(path: &Path, opener: &dyn SourceOpener) -> Result<FileTracks, OpenError> {
    let source = opener.open(path).map_err(OpenError::Open)?;
    let mut window = ByteWindow::default();
    match identify(&*source, &mut window)? {
        FileKind::Packets(PacketFormat::Mp4, start) => mp4::list(&*source, window, start),
        _ => Ok(FileTracks::default()),
    }
}
