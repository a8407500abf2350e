//! Songs and stems by their numbers.

use std::path::Path;

use crate::{Library, LibraryError, SongDetail, SongId, SongRecord, StemId, StemRecord};

impl Library {
    /// How many songs there are.
    ///
    /// # Errors
    /// When the library can't be read.
    pub fn song_count(&self) -> Result<usize, LibraryError> {
        unimplemented!()
    }

    /// A song with its sections and stems.
    ///
    /// # Errors
    /// [`LibraryError::NotFound`] when there is no such song.
    pub fn song(&self, song: SongId) -> Result<SongDetail, LibraryError> {
        let _ = song;
        unimplemented!()
    }

    /// These songs, in this order; those that are gone are left out.
    ///
    /// # Errors
    /// When the library can't be read.
    pub fn songs(&self, songs: &[SongId]) -> Result<Vec<SongRecord>, LibraryError> {
        let _ = songs;
        unimplemented!()
    }

    /// A stem.
    ///
    /// # Errors
    /// [`LibraryError::NotFound`] when there is no such stem.
    pub fn stem(&self, stem: StemId) -> Result<StemRecord, LibraryError> {
        let _ = stem;
        unimplemented!()
    }

    /// The song that was imported from this folder or file.
    ///
    /// # Errors
    /// When the library can't be read.
    pub fn song_from(&self, folder: &Path) -> Result<Option<SongId>, LibraryError> {
        let _ = folder;
        unimplemented!()
    }

    /// Notes what is wrong with the files of stems, or that nothing is any more. No edit: it is not undone, and it is gone with
    /// the stem.
    ///
    /// # Errors
    /// When the library can't be written.
    pub fn note_trouble(&mut self, stems: &[(StemId, Option<String>)]) -> Result<(), LibraryError> {
        let _ = stems;
        unimplemented!()
    }
}
