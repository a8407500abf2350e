//! Writes FLAC that every decoder accepts, bit for bit what went in.
//!
//! [`FlacFile`] writes a file that appears under its name only when it is complete; [`FlacWriter`]
//! writes to anything that can seek; [`encode`] makes bytes of samples that are all in memory. All
//! take frames as they come and hold one FLAC block of them, so that an hour costs no more memory
//! than a second. [`FlacSettings`] says what the frames are.
//!
//! Encoding runs on the caller's thread and uses integers only: the same samples make the same
//! bytes on every machine.
//!
//! ```
//! use attacca_flac_writer::{FlacSettings, encode};
//! use attacca_units::SampleRate;
//!
//! let settings = FlacSettings::new(SampleRate::HZ_48000, 2, 16);
//! let bytes = encode(&settings, &[0, 0, 100, -100, 200, -200])?;
//! assert_eq!(&bytes[..4], b"fLaC");
//! # Ok::<(), attacca_flac_writer::FlacError>(())
//! ```
//!
//! # What flacenc gets wrong, and what is done here
//!
//! The bitstream of single FLAC frames is the work of the `flacenc` crate. Of its release 0.5.1
//! these faults are known; each has its test here:
//!
//! | fault | remedy |
//! |---|---|
//! | Rice parameters end at 14: loud 24-bit material becomes many times its raw size | subframes are chosen by their exact size, and a block that still exceeds raw is stored verbatim |
//! | the shortest block in STREAMINFO is the last, short one; Symphonia then fails to open the file | STREAMINFO is written here and names one block size |
//! | the encoder holds the whole stream | blocks are encoded one by one |
//! | samples out of range are an error or a panic | they are clamped, and counted |
//! | sample rates end at 96 kHz | frame headers refer to STREAMINFO above that |

mod block;
mod checksum;
mod error;
mod file;
mod header;
mod settings;
mod writer;

pub use checksum::SampleChecksum;
pub use error::FlacError;
pub use file::FlacFile;
pub use settings::FlacSettings;
pub use writer::{FlacSummary, FlacWriter, encode};

#[cfg(test)]
mod tests;
