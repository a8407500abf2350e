//! What names tell: pure. A guess is a first setting that people correct; it never decides what is kept.

mod roles;
mod songs;
mod stems;
mod tokens;

pub use songs::{SongWords, guess_song};
pub(crate) use stems::common_beginning;
pub use stems::{Guess, guess_stem, guess_stems};

#[cfg(test)]
mod tests;
