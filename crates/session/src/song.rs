//! A song: a title and at least one stem.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
};

use crate::name::{natural_order, song_title, stem_name};

/// A song as it was found on disk, not yet checked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SongFiles {
    /// The folder that gives the title; for a song of a single file, that file.
    pub folder: PathBuf,
    /// The stems' files, in any order.
    pub files: Vec<PathBuf>,
}

/// A song that can be put on: at least one stem, and no two stems of one name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Song {
    title: String,
    folder: PathBuf,
    stems: Vec<Stem>,
}

/// One audio file of a song.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stem {
    /// What people call it. May hold any character: show it through
    /// [`printable`](crate::name::printable).
    pub name: String,
    /// Its file.
    pub path: PathBuf,
}

/// Why material can't be put on.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MaterialError {
    /// The folder holds no stem. Put FLAC, WAV or AIFF files into it.
    #[error("{} holds no stems: put FLAC, WAV or AIFF files into it", folder.display())]
    NoStems {
        /// Which folder.
        folder: PathBuf,
    },
    /// The set has no song. Name a folder that holds one.
    #[error("the set has no song")]
    NoSongs,
}

impl SongFiles {
    /// The song of these files: stems in natural order of their file names, under names of their
    /// own.
    ///
    /// Two files whose cleaned names are the same ("01 Bass", "02 Bass") keep their file names,
    /// since the number then is what tells them apart.
    ///
    /// # Errors
    /// [`MaterialError::NoStems`] without files.
    pub fn into_song(self) -> Result<Song, MaterialError> {
        let SongFiles { folder, mut files } = self;
        if files.is_empty() {
            return Err(MaterialError::NoStems { folder });
        }
        files.sort_by(|a, b| natural_order(&file_name(a), &file_name(b)).then_with(|| a.cmp(b)));
        files.dedup();
        let title =
            if files == [folder.clone()] { stem_name(&folder) } else { song_title(&folder) };
        Ok(Song { title, folder, stems: named(files) })
    }
}

impl Song {
    /// What people call the song. May hold any character: show it through
    /// [`printable`](crate::name::printable).
    pub fn title(&self) -> &str {
        &self.title
    }

    /// Where it was found.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Its stems; at least one.
    pub fn stems(&self) -> &[Stem] {
        &self.stems
    }
}

/// The last part of `path`, as text.
pub(crate) fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into()
}

/// Each file under the shortest name that no other file has.
fn named(files: Vec<PathBuf>) -> Vec<Stem> {
    let mut names: Vec<String> = files.iter().map(|path| stem_name(path)).collect();
    replace_duplicates(&mut names, |index, _| {
        files[index].file_stem().unwrap_or_default().to_string_lossy().trim().to_owned()
    });
    replace_duplicates(&mut names, |index, _| file_name(&files[index]).trim().to_owned());
    // Left are files that differ in case or outer spaces only. Ends, because two names that were numbered once
    // differ in their last number for good.
    while replace_duplicates(&mut names, |index, name| format!("{name} ({})", index + 1)) {}
    names.into_iter().zip(files).map(|(name, path)| Stem { name, path }).collect()
}

/// Gives every name that occurs more than once, in whatever case, its `longer` form; true when
/// there was one.
fn replace_duplicates(names: &mut [String], longer: impl Fn(usize, &str) -> String) -> bool {
    let mut counts: HashMap<String, usize> = HashMap::new();
    for name in names.iter() {
        *counts.entry(name.to_lowercase()).or_default() += 1;
    }
    let mut is_any_replaced = false;
    for (index, name) in names.iter_mut().enumerate() {
        if counts[&name.to_lowercase()] > 1 {
            *name = longer(index, name);
            is_any_replaced = true;
        }
    }
    is_any_replaced
}

#[cfg(test)]
mod tests;
