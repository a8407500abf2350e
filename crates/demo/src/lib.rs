//! Demo songs: sets of stems that are synthesised, so that anybody can try Attacca at once.
//!
//! [`write_demo`] plans a set of songs that differ in feel, key and tempo, and writes each as a
//! folder of FLAC stems, the mix of which is pleasant to hear and does not clip. The same
//! [`DemoSettings`] make the same bytes on every machine: no function of the system's mathematics
//! library is used.
//!
//! A song goes this way, from folder to folder: `song` plans its form and chords, `parts` writes the
//! notes of each stem, `synth` makes samples of them, `mix` brings the stems to their levels, `render`
//! encodes them, and `write` lets the finished song appear.
//!
//! ```no_run
//! use attacca_demo::{DemoSettings, write_demo};
//!
//! let settings = DemoSettings { songs: 2, stems_per_song: 30, ..DemoSettings::default() };
//! let songs = write_demo("demo".as_ref(), &settings, |progress| {
//!     println!("{}: {:.0} %", progress.title, progress.done * 100.0);
//! })?;
//! println!("{} songs to play", songs.len());
//! # Ok::<(), attacca_demo::DemoError>(())
//! ```
//!
//! Runs on the caller's thread and rayon's; a few MB for each stem of the song being made, however
//! long it is.

mod error;
mod maths;
mod mix;
mod parts;
mod patches;
mod random;
mod render;
mod settings;
mod song;
mod stems;
mod synth;
mod write;

pub use error::DemoError;
pub use settings::DemoSettings;
pub use write::{DemoProgress, write_demo};

#[cfg(test)]
mod tests;
