//! Settings: text by key, whose meaning is the application's.

use std::collections::BTreeMap;

use crate::{Library, LibraryError};

impl Library {
    /// The text that is stored for `key`.
    ///
    /// # Errors
    /// When the library can't be read.
    pub fn setting(&self, key: &str) -> Result<Option<String>, LibraryError> {
        let _ = key;
        unimplemented!()
    }

    /// All settings.
    ///
    /// # Errors
    /// When the library can't be read.
    pub fn settings(&self) -> Result<BTreeMap<String, String>, LibraryError> {
        unimplemented!()
    }

    /// Stores `text` for `key`, or nothing any more. No edit: it is not undone.
    ///
    /// # Errors
    /// When the library can't be written.
    pub fn set_setting(&mut self, key: &str, text: Option<&str>) -> Result<(), LibraryError> {
        let _ = (key, text);
        unimplemented!()
    }
}
