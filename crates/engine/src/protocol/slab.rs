//! Slabs: the same frames of all stems of a song.

use attacca_units::{FrameCount, FramePos};

use crate::{loading::samples::SampleBlock, settings::SLAB_FRAMES};

/// The same [`SLAB_FRAMES`] frames of all stems of a song; exists only when every stem is in, so
/// stems can't drift apart.
#[derive(Debug)]
pub(crate) struct Slab {
    /// Slabs before this one in the song.
    pub(crate) index: u64,
    /// The song's length.
    pub(crate) song_frames: FrameCount,
    /// One part per stem, in the song's order; `None` is silence.
    pub(crate) parts: Vec<Option<Part>>,
}

/// The [`SLAB_FRAMES`] frames of one stem.
#[derive(Debug)]
pub(crate) struct Part {
    /// Where the loader found these frames in the stem.
    pub(crate) start: FramePos,
    /// The frames.
    pub(crate) block: SampleBlock,
}

impl Slab {
    /// The slab that holds `position`.
    pub(crate) fn index_of(position: FramePos) -> u64 {
        position.0 / SLAB_FRAMES as u64
    }

    /// The first frame of slab `index`.
    pub(crate) fn start_of(index: u64) -> FramePos {
        FramePos(index * SLAB_FRAMES as u64)
    }

    /// Bytes of samples.
    pub(crate) fn byte_count(&self) -> usize {
        self.parts.iter().flatten().map(|part| part.block.byte_count()).sum()
    }
}
