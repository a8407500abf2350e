//! What is refused, and in which words.

use attacca_library::LibraryError;
use attacca_player::{PlayerError, chain};

use super::Core;
use crate::ipc::{ErrorCode, IpcError};

/// Hours of a song, at most, in seconds: what is beyond is a mistake.
const LONGEST_SECONDS: f64 = 48.0 * 3600.0;

impl Core {
    /// Refuses edits of a locked show.
    pub(super) fn check_lock(&self) -> Result<(), IpcError> {
        if self.is_locked {
            let text = "the show is locked; unlock it to change anything";
            return Err(IpcError::new(ErrorCode::Locked, text));
        }
        Ok(())
    }

    /// Refuses what would pull the ground from under what plays.
    pub(super) fn check_playing(&self, touches_what_plays: bool) -> Result<(), IpcError> {
        if touches_what_plays && self.plays() {
            let text = "this would touch the song that plays; pause it first";
            return Err(IpcError::new(ErrorCode::Locked, text));
        }
        Ok(())
    }
}

/// A place or length in seconds, 0 or more.
pub(super) fn seconds(what: &str, seconds: f64) -> Result<f64, IpcError> {
    within(what, seconds, 0.0, LONGEST_SECONDS)
}

/// A number in its range, both ends included.
pub(super) fn within(what: &str, value: f64, least: f64, most: f64) -> Result<f64, IpcError> {
    if value.is_finite() && (least..=most).contains(&value) {
        return Ok(value);
    }
    Err(IpcError::invalid(format!("{what} must be {least} to {most}")))
}

impl From<LibraryError> for IpcError {
    fn from(error: LibraryError) -> IpcError {
        let code = match &error {
            LibraryError::NotFound { .. } => ErrorCode::NotFound,
            LibraryError::Invalid { .. } => ErrorCode::Invalid,
            _ => ErrorCode::Storage,
        };
        let detail = std::error::Error::source(&error).map(chain);
        IpcError { code, message: error.to_string(), detail }
    }
}

impl From<PlayerError> for IpcError {
    fn from(error: PlayerError) -> IpcError {
        let code = match &error {
            PlayerError::Find(_)
            | PlayerError::NoSuchBus { .. }
            | PlayerError::NoSuchSong { .. }
            | PlayerError::EmptySet => ErrorCode::NotFound,
            PlayerError::SongFailed { .. } => ErrorCode::Engine,
            _ => ErrorCode::Invalid,
        };
        IpcError::new(code, error.to_string())
    }
}
