//! The files that are played.

use std::{
    fs,
    io::{self, Read},
    path::{Path, PathBuf},
};

/// The FLAC files in `folder`, in the order of their names.
///
/// # Errors
/// When it can't be listed.
pub(crate) fn stems_in(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut stems = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "flac") {
            stems.push(path);
        }
    }
    stems.sort();
    Ok(stems)
}

/// Reads all files, so that they are in the page cache.
///
/// # Errors
/// When one can't be read.
pub(crate) fn warm(stems: &[PathBuf]) -> io::Result<()> {
    let mut buffer = vec![0; 1 << 20];
    for path in stems {
        let mut file = fs::File::open(path)?;
        while file.read(&mut buffer)? > 0 {}
    }
    Ok(())
}
