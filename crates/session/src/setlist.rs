//! A set: songs in the order of the show.

use crate::{MaterialError, Song};

/// Songs in their order; at least one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setlist {
    songs: Vec<Song>,
}

impl Setlist {
    /// The set of `songs`, in this order. A song may occur more than once.
    ///
    /// # Errors
    /// [`MaterialError::NoSongs`] without songs.
    pub fn new(songs: Vec<Song>) -> Result<Setlist, MaterialError> {
        if songs.is_empty() { Err(MaterialError::NoSongs) } else { Ok(Setlist { songs }) }
    }

    /// The same songs, to be owned.
    pub fn into_songs(self) -> Vec<Song> {
        self.songs
    }

    /// Its songs; at least one.
    pub fn songs(&self) -> &[Song] {
        &self.songs
    }
}

#[cfg(test)]
mod tests;
