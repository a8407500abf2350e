//! ChunkDecoder: any stretch of one stem, exact to the frame.
//!
//! Runs on: loader threads; one lane is leased to one loader at a time.

use std::sync::Arc;

use attacca_units::{FrameCount, FramePos};

use crate::{
    error::DecodeError,
    loading::{samples::SampleBlock, stem::OpenStem},
};

/// A lane: the decoding state of one stem for one window.
#[derive(Debug)]
pub struct ChunkDecoder {
    stem: Arc<OpenStem>,
}

/// A stretch of a stem that could not be decoded and is silent instead.
#[derive(Debug)]
pub struct Damage {
    /// The first silent frame.
    pub at: FramePos,
    /// Silent frames, up to the end of the request.
    pub frames: FrameCount,
    /// What was wrong.
    pub error: DecodeError,
}

impl ChunkDecoder {
    /// A lane over `stem`, at its start. Reads nothing.
    pub fn new(stem: Arc<OpenStem>) -> ChunkDecoder {
        ChunkDecoder { stem }
    }

    /// Writes the frames from `start` on into all of `out`.
    ///
    /// Frames past the stem's end are silence. Cheapest when `start` is where the last call
    /// ended.
    ///
    /// Shape: `out` has the format and channels of [`OpenStem::info`], any number of frames.
    ///
    /// # Errors
    /// When a stretch could not be read or decoded: it is silent in `out`, all else is right, and
    /// the lane can be used on.
    pub fn decode(&mut self, start: FramePos, out: &mut SampleBlock) -> Result<(), Damage> {
        let _ = (&self.stem, start, out);
        todo!()
    }
}
