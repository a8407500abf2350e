//! Slabs: the same frames of all stems of a song.

use attacca_units::FramePos;

use crate::{loading::samples::SampleBlock, settings::SLAB_FRAMES};

/// The same [`SLAB_FRAMES`] frames of all stems of a song; exists only when every stem is in or left
/// out, so stems can't drift apart.
#[derive(Debug)]
pub(crate) struct Slab {
    /// Slabs before this one in the song.
    pub(crate) index: u64,
    /// One part per stem, in the song's order.
    pub(crate) parts: Vec<SlabPart>,
    /// Some part is [`SlabPart::Absent`].
    pub(crate) has_absent: bool,
}

/// What a slab has of a stem.
#[derive(Debug)]
pub(crate) enum SlabPart {
    /// Its frames.
    Sound(Part),
    /// The stem has none here: it has ended, or can't be played. A natural edge.
    Silent,
    /// The stem has frames here that its file did not give in time: it fades out before and in
    /// again behind.
    Absent,
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
    /// Slab `index` of a song.
    pub(crate) fn new(index: u64, parts: Vec<SlabPart>) -> Slab {
        let has_absent = lacks_any(&parts);
        Slab { index, parts, has_absent }
    }

    /// Puts the part of a stem in, in the place of what it had of it.
    pub(crate) fn put(&mut self, stem: usize, part: SlabPart) {
        self.parts[stem] = part;
        self.has_absent = lacks_any(&self.parts);
    }

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
        self.parts.iter().filter_map(SlabPart::sound).map(|part| part.block.byte_count()).sum()
    }
}

impl SlabPart {
    /// The frames, if there are any.
    pub(crate) fn sound(&self) -> Option<&Part> {
        match self {
            SlabPart::Sound(part) => Some(part),
            SlabPart::Silent | SlabPart::Absent => None,
        }
    }

    /// The block, for another use.
    pub(crate) fn into_block(self) -> Option<SampleBlock> {
        match self {
            SlabPart::Sound(part) => Some(part.block),
            SlabPart::Silent | SlabPart::Absent => None,
        }
    }
}

fn lacks_any(parts: &[SlabPart]) -> bool {
    parts.iter().any(|part| matches!(part, SlabPart::Absent))
}
