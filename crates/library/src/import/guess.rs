//! What names tell: pure.

use crate::Role;

/// What the name of a stem tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Guess {
    /// What it is in the arrangement.
    pub role: Role,
    /// Its name, cleaned.
    pub name: String,
}

/// What the name of a song tells.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SongWords {
    /// The title.
    pub title: String,
    /// Who plays it; may be empty.
    pub artist: String,
    /// The key; may be empty.
    pub key: String,
    /// Beats per minute.
    pub tempo_bpm: Option<f64>,
}

/// Guesses from a stem's name.
pub fn guess_stem(name: &str) -> Guess {
    let _ = name;
    unimplemented!()
}

/// Guesses from the name of a song's folder.
pub fn guess_song(name: &str) -> SongWords {
    let _ = name;
    unimplemented!()
}
