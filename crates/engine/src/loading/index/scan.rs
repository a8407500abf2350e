//! What an index is built of: one pass over a file, from stretch to stretch.
//!
//! Runs on: index threads.

use std::{fmt, io};

use crate::loading::source::ByteSource;

/// Goes through a file once.
pub(crate) trait Scan: fmt::Debug + Send {
    /// What it goes through.
    fn source(&self) -> &dyn ByteSource;

    /// Where the audio begins, in bytes.
    fn audio_start(&self) -> u64;

    /// Frames of audio between entries of the index.
    fn stride(&self) -> u64;

    /// The next stretch. Takes the bytes it looks at from `budget`; with nothing left of that it stops
    /// wherever it is, and goes on from there at the next call.
    ///
    /// # Errors
    /// What the system says. The step can be tried again.
    fn next(&mut self, budget: &mut u64) -> io::Result<Scanned>;
}

/// What a step of a scan found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scanned {
    /// A stretch.
    Stretch(Stretch),
    /// The budget is used up.
    Interrupted,
    /// Nothing more is in the file.
    End,
}

/// Frames of audio, and where a lane has to begin reading for them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Stretch {
    /// In bytes; does not fall from one stretch to the next.
    pub(crate) offset: u64,
    /// The first frame.
    pub(crate) position: u64,
    /// The frame behind the last.
    pub(crate) end_position: u64,
}
