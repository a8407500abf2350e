//! Finds songs in folders: reads directories, no files.
//!
//! Every folder with audio files directly in it is a song, and the folders in it are looked through as well; a file of several
//! stems is a song. Files that are named by themselves are a song of their folder together when most of them are called
//! like stems, and else a song each.

use std::{
    collections::HashSet,
    fs, io,
    path::{Path, PathBuf},
};

use attacca_session::{
    chain,
    name::{is_audio_file, is_passed_over, is_stem_file, natural_order, stem_name},
};

use crate::{
    Role,
    import::{ImportFailure, guess::guess_stem},
};

/// Folders in folders that are looked through at most: more are made by mistake.
const MOST_DEPTH: usize = 64;

/// A song as files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FoundSong {
    /// Its folder; for a song of a single file, that file.
    pub(super) folder: PathBuf,
    /// Its files, in no order.
    pub(super) files: Vec<PathBuf>,
}

/// A search under way.
pub(super) struct Search<'a> {
    pub(super) songs: Vec<FoundSong>,
    pub(super) failures: Vec<ImportFailure>,
    n_files: usize,
    /// Folders that were looked through, without links.
    seen: HashSet<PathBuf>,
    /// Told how many files were found so far; false ends the search.
    goes_on: &'a mut dyn FnMut(usize) -> bool,
}

impl<'a> Search<'a> {
    pub(super) fn new(goes_on: &'a mut dyn FnMut(usize) -> bool) -> Search<'a> {
        let (songs, failures, seen) = Default::default();
        Search { songs, failures, n_files: 0, seen, goes_on }
    }

    /// Looks through all paths; songs come in their order.
    pub(super) fn look(&mut self, paths: &[PathBuf]) {
        let mut single: Vec<PathBuf> = Vec::new();
        for path in paths {
            let path = std::path::absolute(path).unwrap_or_else(|_| path.clone());
            match fs::metadata(&path) {
                Ok(metadata) if metadata.is_dir() => {
                    self.add_files(&mut single);
                    self.look_into(&path, 0);
                }
                Ok(metadata) if metadata.is_file() => single.push(path),
                Ok(_) => self.fail(path, "it is no file and no folder".to_owned()),
                Err(error) if error.kind() == io::ErrorKind::NotFound => {
                    self.fail(path, "it does not exist".to_owned());
                }
                Err(error) => self.fail(path, chain(&error)),
            }
        }
        self.add_files(&mut single);
    }

    fn look_into(&mut self, folder: &Path, depth: usize) {
        // Without links, so that a link to a folder further up ends here.
        let real = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
        if depth > MOST_DEPTH || !self.seen.insert(real) || !(self.goes_on)(self.n_files) {
            return;
        }
        let entries = match read_folder(folder) {
            Ok(entries) => entries,
            Err(error) => return self.fail(folder.to_owned(), chain(&error)),
        };
        self.failures.extend(entries.failures);
        self.n_files += entries.files.len();
        let (stem_files, files): (Vec<_>, Vec<_>) =
            entries.files.into_iter().partition(|path| is_stem_file(path));
        if !files.is_empty() {
            self.songs.push(FoundSong { folder: folder.to_owned(), files });
        }
        self.songs.extend(stem_files.into_iter().map(song_of_file));
        for folder in entries.folders {
            self.look_into(&folder, depth + 1);
        }
    }

    /// Adds the songs of files that were named by themselves, those of one folder together.
    fn add_files(&mut self, files: &mut Vec<PathBuf>) {
        self.n_files += files.len();
        while let Some(first) = files.first() {
            let folder = first.parent().unwrap_or(first).to_owned();
            let (together, rest): (Vec<_>, Vec<_>) =
                files.drain(..).partition(|path| path.parent() == Some(&*folder));
            *files = rest;
            if are_stems(&together) {
                self.songs.push(FoundSong { folder, files: together });
            } else {
                self.songs.extend(together.into_iter().map(song_of_file));
            }
        }
    }

    fn fail(&mut self, path: PathBuf, reason: String) {
        self.failures.push(ImportFailure { path, reason });
    }
}

fn song_of_file(path: PathBuf) -> FoundSong {
    FoundSong { folder: path.clone(), files: vec![path] }
}

/// True when most of several files are called like stems of a song.
fn are_stems(files: &[PathBuf]) -> bool {
    let is_stem = |path: &&PathBuf| {
        !is_stem_file(path) && !matches!(guess_stem(&stem_name(path)).role, Role::Other | Role::Mix)
    };
    files.len() > 1 && files.iter().filter(is_stem).count() * 2 > files.len()
}

/// What a folder holds that may be of use, in natural order.
#[derive(Default)]
struct Entries {
    files: Vec<PathBuf>,
    folders: Vec<PathBuf>,
    failures: Vec<ImportFailure>,
}

fn read_folder(folder: &Path) -> io::Result<Entries> {
    let mut entries = Entries::default();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if is_passed_over(&path) {
            continue;
        }
        match fs::metadata(&path) {
            Ok(metadata) if metadata.is_dir() => entries.folders.push(path),
            Ok(metadata) if metadata.is_file() && is_audio_file(&path) => entries.files.push(path),
            Ok(_) => {}
            // A link that leads nowhere, or in a circle.
            Err(error) if is_audio_file(&path) => {
                entries.failures.push(ImportFailure { path, reason: chain(&error) });
            }
            Err(_) => {}
        }
    }
    let name = |path: &Path| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let by_name =
        |a: &PathBuf, b: &PathBuf| natural_order(&name(a), &name(b)).then_with(|| a.cmp(b));
    entries.files.sort_by(by_name);
    entries.folders.sort_by(by_name);
    Ok(entries)
}
