//! Waves: how loud each part of a song and of its stems is, measured in the background.
//!
//! They are kept in a file of their own, `waves.sqlite`, which may be deleted at any time. A wave belongs to the bytes that
//! were measured: a file that changes gets a new one.

use std::{
    path::Path,
    sync::{Arc, atomic::AtomicBool},
};

use crossbeam_channel::Receiver;

use crate::{LibraryError, SongDetail, SongId, StemFile};

/// Bins of a song's waves, at most.
pub const BIN_COUNT: usize = 2048;

/// How loud each part is.
#[derive(Debug, Clone, PartialEq)]
pub struct Wave {
    /// The length of a part, seconds.
    pub seconds_per_bin: f64,
    /// The highest sample of each part, of both channels: 255 is full scale or above.
    pub peak: Vec<u8>,
    /// The root of the mean square of each part, of both channels: 255 is full scale or above.
    pub rms: Vec<u8>,
}

/// The waves of one song are there, or can't be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaveEvent {
    /// The song.
    pub song: SongId,
    /// Files that could not be measured, and why; their stems have no wave, and the mix lacks them.
    pub failures: Vec<(std::path::PathBuf, String)>,
}

/// The waves that are kept, and the thread that makes them. Dropping it stops the thread.
#[derive(Debug)]
pub struct Waves {
    /// What was made.
    pub events: Receiver<WaveEvent>,
}

impl Waves {
    /// Opens the waves of the library in `folder`. While `is_playing` is true it does a twentieth of the work.
    ///
    /// # Errors
    /// When the folder can't be written, or the system refuses a thread.
    pub fn start(folder: &Path, is_playing: Arc<AtomicBool>) -> Result<Waves, LibraryError> {
        let _ = (folder, is_playing);
        unimplemented!()
    }

    /// Asks for a song's waves, before all that was asked for earlier. Those that are there cost nothing; a
    /// [`WaveEvent`] follows in any case.
    pub fn want(&self, song: &SongDetail) {
        let _ = song;
        unimplemented!()
    }

    /// As [`Waves::want`], after all that was asked for earlier.
    pub fn want_later(&self, song: &SongDetail) {
        let _ = song;
        unimplemented!()
    }

    /// The wave of a song: of its stems that are not muted and not for the band alone, at 0 dB. `None` while it is not made.
    pub fn of_song(&self, song: &SongDetail) -> Option<Wave> {
        let _ = song;
        unimplemented!()
    }

    /// The wave of a stem; `None` while it is not made.
    pub fn of_stem(&self, file: &StemFile) -> Option<Wave> {
        let _ = file;
        unimplemented!()
    }
}
