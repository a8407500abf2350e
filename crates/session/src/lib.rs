//! Songs, stems and setlists: the user's material, validated and pure.
//!
//! What is read from disk comes as [`SongFiles`] and becomes a [`Song`] whose [`Stem`]s have names
//! that people read and type; songs in their order are a [`Setlist`]. Nothing here touches a file,
//! a thread or the engine.
//!
//! - [`name`]: titles from file names, natural order, and text that is safe on a terminal.
//! - [`find`]: which song or stem somebody means by what they typed.
//!
//! ```
//! use attacca_session::{SongFiles, Stem, find};
//!
//! let files = ["10 Click.wav", "02 Bass DI.flac"];
//! let song = SongFiles {
//!     folder: "sets/01 Northern Lights".into(),
//!     stems: files.map(|file| Stem::of_file(file.into())).into(),
//! }
//! .into_song()?;
//! assert_eq!(song.title(), "Northern Lights");
//! assert_eq!(song.stems()[0].name, "Bass DI");
//! assert_eq!(find::stem(&song, "click")?, 1);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod chain;
pub mod find;
pub mod name;
mod setlist;
mod song;
mod stem;

pub use chain::chain;
pub use setlist::Setlist;
pub use song::{MaterialError, Song, SongFiles};
pub use stem::{Colour, Stem, TrackLabel};
