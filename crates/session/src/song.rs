//! A song: a title and at least one stem.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
};

use crate::{
    Stem,
    name::{natural_order, song_title, stem_name},
};

/// A song as it was found on disk, not yet checked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SongFiles {
    /// The folder that gives the title; for a song of a single file, that file.
    pub folder: PathBuf,
    /// What its files hold, in any order and under any names.
    pub stems: Vec<Stem>,
}

/// A song that can be put on: at least one stem, and no two stems of one name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Song {
    title: String,
    folder: PathBuf,
    stems: Vec<Stem>,
}

/// Why material can't be put on.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MaterialError {
    /// The folder holds no stem. Put audio files into it.
    #[error("{} holds no stems: put audio files into it", folder.display())]
    NoStems {
        /// Which folder.
        folder: PathBuf,
    },
    /// The set has no song. Name a folder that holds one.
    #[error("the set has no song")]
    NoSongs,
}

impl SongFiles {
    /// The song of these files: stems in natural order of their file names, those of one file in
    /// the order of its tracks, under names of their own.
    ///
    /// Two files whose cleaned names are the same ("01 Bass", "02 Bass") keep their file names,
    /// since the number then is what tells them apart; tracks of different files get their files'
    /// names before their own.
    ///
    /// # Errors
    /// [`MaterialError::NoStems`] without stems.
    pub fn into_song(self) -> Result<Song, MaterialError> {
        let SongFiles { folder, mut stems } = self;
        if stems.is_empty() {
            return Err(MaterialError::NoStems { folder });
        }
        stems.sort_by(|a, b| {
            natural_order(&file_name(&a.path), &file_name(&b.path))
                .then_with(|| (&a.path, a.track).cmp(&(&b.path, b.track)))
        });
        stems.dedup_by(|a, b| (&a.path, a.track) == (&b.path, b.track));
        let is_single_file = stems.iter().all(|stem| stem.path == folder);
        let title = if is_single_file { stem_name(&folder) } else { song_title(&folder) };
        name_apart(&mut stems);
        Ok(Song { title, folder, stems })
    }
}

impl Song {
    /// A song whose title and stems somebody has put in order. Stems of the same name are told apart
    /// by their files.
    ///
    /// # Errors
    /// [`MaterialError::NoStems`] without stems.
    pub fn in_order(
        title: String,
        folder: PathBuf,
        mut stems: Vec<Stem>,
    ) -> Result<Song, MaterialError> {
        if stems.is_empty() {
            return Err(MaterialError::NoStems { folder });
        }
        name_apart(&mut stems);
        Ok(Song { title, folder, stems })
    }

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

/// Gives each stem the shortest name that no other stem has.
fn name_apart(stems: &mut [Stem]) {
    replace_duplicates(stems, |_, stem| stem.longer_name());
    replace_duplicates(stems, |_, stem| stem.longest_name());
    // Left are files that differ in case or outer spaces only. Ends, because two names that were
    // numbered once differ in their last number for good.
    while replace_duplicates(stems, |index, stem| format!("{} ({})", stem.name, index + 1)) {}
}

/// Gives every stem whose name occurs more than once, in whatever case, its `longer` name; true
/// when there was one.
fn replace_duplicates(stems: &mut [Stem], longer: impl Fn(usize, &Stem) -> String) -> bool {
    let mut counts: HashMap<String, usize> = HashMap::new();
    for stem in stems.iter() {
        *counts.entry(stem.name.to_lowercase()).or_default() += 1;
    }
    let mut is_any_replaced = false;
    for (index, stem) in stems.iter_mut().enumerate() {
        if counts[&stem.name.to_lowercase()] > 1 {
            stem.name = longer(index, stem);
            is_any_replaced = true;
        }
    }
    is_any_replaced
}

#[cfg(test)]
mod tests;
