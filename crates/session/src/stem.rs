//! A stem: one audio file of a song, or one track of a file that holds several.

use std::{fmt, path::PathBuf};

use crate::{name::stem_name, song::file_name};

/// A stem of a song.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stem {
    /// What people call it. May hold any character: show it through
    /// [`printable`](crate::name::printable).
    pub name: String,
    /// Its file. Stems that share one differ in their track.
    pub path: PathBuf,
    /// Which of the tracks in its file it is, from 0; `None` when the file is one stem.
    pub track: Option<usize>,
    /// How it is marked on a display; `None` when its file does not say.
    pub colour: Option<Colour>,
    /// True when it is silent until somebody asks for it, like the finished mix beside the stems
    /// that it was made of.
    pub is_muted_at_first: bool,
}

impl Stem {
    /// The stem that is all of the file at `path`, and called like it.
    pub fn of_file(path: PathBuf) -> Stem {
        let name = stem_name(&path);
        Stem { name, path, track: None, colour: None, is_muted_at_first: false }
    }

    /// The stem that is track number `track`, from 0, of the file at `path`, called `name` there. A
    /// track without a name is called like its file, with its number from 1.
    pub fn of_track(path: PathBuf, track: usize, name: &str) -> Stem {
        let name = match name.trim() {
            "" => format!("{} {}", stem_name(&path), track + 1),
            name => name.to_owned(),
        };
        Stem { name, track: Some(track), ..Stem::of_file(path) }
    }

    /// The stem that is a track of the file at `path`, as the file labels it. The mix is silent at first.
    pub fn of_labelled_track(path: PathBuf, label: TrackLabel) -> Stem {
        let name = label.name.as_deref().unwrap_or(if label.is_mix { "Mix" } else { "" });
        let colour = label.colour.map(|[red, green, blue]| Colour { red, green, blue });
        Stem { colour, is_muted_at_first: label.is_mix, ..Stem::of_track(path, label.number, name) }
    }

    /// A name that tells it from another one of the same name: with the file's number or, for a
    /// track, with the file's name.
    pub(crate) fn longer_name(&self) -> String {
        match self.track {
            None => self.path.file_stem().unwrap_or_default().to_string_lossy().trim().to_owned(),
            Some(_) => format!("{} {}", stem_name(&self.path), self.name),
        }
    }

    /// As [`Stem::longer_name`], where that is not enough: with the file's extension or, for a track,
    /// with its number.
    pub(crate) fn longest_name(&self) -> String {
        match self.track {
            None => file_name(&self.path).trim().to_owned(),
            Some(track) => format!("{} {}", self.name, track + 1),
        }
    }
}

/// What a file says of one of its tracks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TrackLabel {
    /// Which of its tracks, from 0.
    pub number: usize,
    /// What it is called there.
    pub name: Option<String>,
    /// How it is marked there: red, green and blue, sRGB.
    pub colour: Option<[u8; 3]>,
    /// It is the mix of the others.
    pub is_mix: bool,
}

/// A colour of the sRGB space.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Colour {
    /// Red, 0…255.
    pub red: u8,
    /// Green, 0…255.
    pub green: u8,
    /// Blue, 0…255.
    pub blue: u8,
}

impl fmt::Display for Colour {
    /// As web pages have it: `#009e73`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:02x}{:02x}{:02x}", self.red, self.green, self.blue)
    }
}

#[cfg(test)]
mod tests;
