//! Demo songs on disk, made once.

use std::{
    fs, io,
    path::{Path, PathBuf},
    process::{self, Command},
};

use crate::shell::{self, Failure};

/// Makes the songs of `attacca demo FOLDER OPTIONS` unless the folder is there, and lists their folders.
///
/// The folder appears only when all songs are in it, so an interrupted run leaves no half of a set.
///
/// # Errors
///
/// The command fails or the folder cannot be written or read.
pub(crate) fn ensure(
    attacca: &Path,
    folder: &Path,
    options: &[&str],
) -> Result<Vec<PathBuf>, Failure> {
    if !folder.exists() {
        let unfinished = folder.with_extension(format!("unfinished-{}", process::id()));
        shell::run(Command::new(attacca).arg("demo").arg(&unfinished).args(options))?;
        move_into_place(&unfinished, folder).map_err(|error| cannot("write", folder, &error))?;
    }
    song_folders(folder).map_err(|error| cannot("read", folder, &error))
}

/// Renames `unfinished` to `folder`; a set that somebody else finished in the meantime is as good.
fn move_into_place(unfinished: &Path, folder: &Path) -> io::Result<()> {
    match fs::rename(unfinished, folder) {
        Err(_) if folder.exists() => fs::remove_dir_all(unfinished),
        outcome => outcome,
    }
}

/// The folders in `folder`, in the order of their names.
fn song_folders(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut songs = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            songs.push(entry.path());
        }
    }
    songs.sort();
    Ok(songs)
}

fn cannot(operation: &str, folder: &Path, error: &io::Error) -> Failure {
    Failure::new(format!("cannot {operation} the demo songs in {}: {error}", folder.display()))
}

#[cfg(test)]
mod tests;
