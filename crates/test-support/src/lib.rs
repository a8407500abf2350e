//! What tests of sound need: stems that tell their own frame numbers, files that are slow or fail,
//! and other programs' opinion.
//!
//! - [`position`]: stems whose every frame is its own number, so that a recording proves which
//!   frames were heard and that all stems were in step.
//! - [`files`]: writes FLAC and WAV files of given samples, into folders that vanish.
//! - [`landmarks`](mod@landmarks): a sound that tells its frame behind lossy encoders, too.
//! - [`mp4`]: takes MP4 files apart and puts other boxes into them.
//! - [`noise`]: random samples, the same in every run.
//! - [`faults`]: the engine's way to files with delays, errors and stalls that a test turns on and
//!   off while the engine runs.
//! - [`audio_server`]: a PipeWire of the test's own, whose sink is recorded.
//! - [`reference`](mod@reference): what `flac`, `ffmpeg`, `sox` and NumPy say.
//!
//! Everything here panics where a test would have to unwrap.
//!
//! ```
//! use attacca_test_support::{
//!     files::TestFolder,
//!     position::{PositionCodedStem, frame_of},
//! };
//!
//! let folder = TestFolder::new();
//! PositionCodedStem::new(0..48_000).write_flac(&folder.path("drums.flac"));
//! // … play it, and ask which frame an output frame is:
//! assert_eq!(frame_of(-8191.0 / 32768.0, -8192.0 / 32768.0), Some(1));
//! ```

pub mod audio_server;
pub mod faults;
pub mod files;
pub mod landmarks;
pub mod mp4;
pub mod noise;
pub mod position;
pub mod reference;
