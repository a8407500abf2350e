//! Where each stretch of a stem lies in its file, kept for all songs.

/// Frame indexes by file, kept while the engine lives.
#[derive(Debug, Default)]
pub struct IndexCatalog {}
