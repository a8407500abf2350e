//! Which songs the folders hold that somebody named.
//!
//! A folder with audio files directly in it is a song, and the folders in it are not looked at; a
//! folder without any is a set, whose songs are the folders in it, in natural order; a file is a
//! song of the stems that it holds. Audio of every format counts, also of those that can't be
//! played, so that it is reported and not missed; everything else (pictures, films, text, hidden
//! files) is passed over.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use attacca_engine::loading::{
    source::FileOpener,
    tracks::{FileTrack, list_tracks},
};
use attacca_session::{
    Song, SongFiles, Stem, TrackLabel,
    name::{is_audio_file, is_passed_over, is_stem_file, natural_order},
};

/// What was found.
#[derive(Debug, Default)]
pub struct FoundSongs {
    /// The songs, in the order of the paths.
    pub songs: Vec<Song>,
    /// What could not be read, or holds no songs. The others can be played.
    pub problems: Vec<FolderError>,
}

/// Why a path gives no songs.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FolderError {
    /// There is nothing of this name. Name a folder of stems.
    #[error("{} does not exist", path.display())]
    Absent {
        /// The path.
        path: PathBuf,
    },
    /// The system refused to read it. Mend its permissions.
    #[error("cannot read the folder {}", path.display())]
    Read {
        /// The folder.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// Neither it nor the folders in it hold audio. Name a folder of stems.
    #[error(
        "{} holds no songs: a song is a folder of audio files, a set is a folder of songs",
        path.display()
    )]
    NoSongs {
        /// The folder.
        path: PathBuf,
    },
}

/// Finds the songs of `paths`, reading directories only.
pub fn read_set(paths: &[PathBuf]) -> FoundSongs {
    let mut found = FoundSongs::default();
    for path in paths {
        if let Err(problem) = read_path(path, &mut found) {
            found.problems.push(problem);
        }
    }
    found
}

fn read_path(path: &Path, found: &mut FoundSongs) -> Result<(), FolderError> {
    if !path.exists() {
        return Err(FolderError::Absent { path: path.to_owned() });
    }
    if !path.is_dir() {
        let song = SongFiles { folder: path.to_owned(), stems: expand(path) };
        found.songs.extend(song.into_song());
        return Ok(());
    }
    let entries = read_folder(path)?;
    if !entries.audio.is_empty() {
        found.songs.extend(song_in(path, entries));
        return Ok(());
    }
    read_song_folders(path, entries.folders, found)
}

/// The songs among the `folders` of the set in `path`.
fn read_song_folders(
    path: &Path,
    folders: Vec<PathBuf>,
    found: &mut FoundSongs,
) -> Result<(), FolderError> {
    let before = (found.songs.len(), found.problems.len());
    for folder in folders {
        match read_folder(&folder) {
            Ok(entries) => found.songs.extend(song_in(&folder, entries)),
            Err(problem) => found.problems.push(problem),
        }
    }
    if before == (found.songs.len(), found.problems.len()) {
        return Err(FolderError::NoSongs { path: path.to_owned() });
    }
    Ok(())
}

/// The song of a folder's audio files; `None` when it has none.
fn song_in(folder: &Path, entries: Entries) -> Option<Song> {
    // "." and ".." have no name; the folder that they mean has one.
    let named = match folder.file_name() {
        Some(_) => folder.to_owned(),
        None => folder.canonicalize().unwrap_or_else(|_| folder.to_owned()),
    };
    let stems = entries.audio.iter().flat_map(|path| expand(path)).collect();
    SongFiles { folder: named, stems }.into_song().ok()
}

/// The stems that the file at `path` holds, in its order: its tracks if it is a stem file, with the mix
/// silent at first, else itself. One that can't be read is one stem, for the engine to say why.
fn expand(path: &Path) -> Vec<Stem> {
    // Only files of this name are opened here: a folder is listed without waiting for its audio.
    let tracks = is_stem_file(path).then(|| list_tracks(path, &FileOpener).ok()).flatten();
    match tracks.filter(|file| file.is_stem_file && !file.tracks.is_empty()) {
        Some(file) => file.tracks.into_iter().map(|track| stem_of(path, track)).collect(),
        None => vec![Stem::of_file(path.to_owned())],
    }
}

fn stem_of(path: &Path, track: FileTrack) -> Stem {
    let FileTrack { number, name, colour, is_mix } = track;
    Stem::of_labelled_track(path.to_owned(), TrackLabel { number, name, colour, is_mix })
}

/// What a folder holds that may be of use.
#[derive(Default)]
struct Entries {
    audio: Vec<PathBuf>,
    /// In natural order.
    folders: Vec<PathBuf>,
}

fn read_folder(path: &Path) -> Result<Entries, FolderError> {
    let read_error = |source| FolderError::Read { path: path.to_owned(), source };
    let mut entries = Entries::default();
    for entry in fs::read_dir(path).map_err(read_error)? {
        let path = entry.map_err(read_error)?.path();
        if is_passed_over(&path) {
            continue;
        }
        if path.is_dir() {
            entries.folders.push(path);
        } else if is_audio_file(&path) && (path.is_file() || !path.exists()) {
            // A link that leads nowhere is a missing stem: the engine says so.
            entries.audio.push(path);
        }
    }
    let name = |path: &Path| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    entries.folders.sort_by(|a, b| natural_order(&name(a), &name(b)).then_with(|| a.cmp(b)));
    Ok(entries)
}

#[cfg(test)]
mod tests;
