//! Setlists and their entries.

use crate::{EntryId, Library, LibraryError, SetlistId, SetlistRecord, SetlistSummary};

impl Library {
    /// All setlists, by name.
    ///
    /// # Errors
    /// When the library can't be read.
    pub fn setlists(&self) -> Result<Vec<SetlistSummary>, LibraryError> {
        unimplemented!()
    }

    /// A setlist with its entries.
    ///
    /// # Errors
    /// [`LibraryError::NotFound`] when there is no such setlist.
    pub fn setlist(&self, setlist: SetlistId) -> Result<SetlistRecord, LibraryError> {
        let _ = setlist;
        unimplemented!()
    }

    /// The setlist that an entry is in.
    ///
    /// # Errors
    /// [`LibraryError::NotFound`] when there is no such entry.
    pub fn setlist_of(&self, entry: EntryId) -> Result<SetlistId, LibraryError> {
        let _ = entry;
        unimplemented!()
    }
}
