//! The MD5 of a stream's samples, as FLAC's header has it.

use flacenc::source::{Context, Fill};

use crate::FlacError;

/// The MD5 of samples, of little-endian bytes, as few for each as hold its bits.
#[derive(Debug)]
pub struct SampleChecksum {
    context: Context,
    width: usize,
    bytes: Vec<u8>,
}

impl SampleChecksum {
    /// Of no samples yet.
    pub fn new(channel_count: usize, bits_per_sample: u32) -> SampleChecksum {
        SampleChecksum {
            context: Context::new(bits_per_sample as usize, channel_count),
            width: bits_per_sample.div_ceil(8) as usize,
            bytes: Vec::new(),
        }
    }

    /// Adds frames. Shape: `interleaved[frame][channel]`.
    ///
    /// # Errors
    /// When there is a part of a frame.
    pub fn add(&mut self, interleaved: &[i32]) -> Result<(), FlacError> {
        self.bytes.clear();
        for sample in interleaved {
            self.bytes.extend_from_slice(&sample.to_le_bytes()[..self.width]);
        }
        let added = self.context.fill_le_bytes(&self.bytes, self.width);
        added.map_err(|error| FlacError::Encoder(error.to_string()))
    }

    /// The MD5 of all that was added.
    pub fn md5(&self) -> [u8; 16] {
        self.context.md5_digest()
    }
}
