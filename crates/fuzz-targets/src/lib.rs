//! What fuzzers call: every parser of bytes that come from outside.
//!
//! Each target takes any bytes and panics when something is wrong: a parser panicked, went beyond
//! its bounds, or let through what it must not. `fuzz/` gives them to libFuzzer, and
//! `tests/fuzz` feeds them the corpora and their mutations as ordinary tests.
//!
//! | target | takes | parses |
//! |---|---|---|
//! | [`stem`] | a file | its kind; headers of WAV, RF64, BW64, Wave64, AIFF, AIFF-C; FLAC; Ogg |
//! | [`mp4`] | an MP4 file | its boxes, all its tracks |
//! | [`flac_frames`] | parts of a FLAC file | its frames, behind right checksums |
//! | [`ogg_pages`] | pages of an Ogg file | them, their Vorbis and Opus, behind right checksums |
//! | [`index_file`] | an index file | it, also behind a right checksum |
//! | [`cache_metadata`] | a `metadata.json` of the cache | it, also behind a right checksum |
//! | [`command_line`] | text | a line of the player |

mod cache_metadata;
mod command_line;
mod decoding;
mod flac_frames;
mod index_file;
mod memory;
mod mp4;
mod ogg_pages;

pub use cache_metadata::cache_metadata;
pub use command_line::command_line;
pub use decoding::stem;
pub use flac_frames::flac_frames;
pub use index_file::index_file;
pub use mp4::mp4;
pub use ogg_pages::ogg_pages;

/// A target and its name, which is also that of its corpus and of its program in `fuzz/`.
pub type Target = (&'static str, fn(&[u8]));

/// All targets.
pub const TARGETS: [Target; 7] = [
    ("stem", stem),
    ("mp4", mp4),
    ("flac_frames", flac_frames),
    ("ogg_pages", ogg_pages),
    ("index_file", index_file),
    ("cache_metadata", cache_metadata),
    ("command_line", command_line),
];
