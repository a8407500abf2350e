//! How many frames a packet gives, without decoding it.

use crate::loading::packets::ogg::{opus, vorbis::Blocks};

/// What packets are coded in.
#[derive(Debug, Clone)]
pub(super) enum Coding {
    /// Vorbis, whose packets overlap by halves.
    Vorbis(Blocks),
    /// Opus.
    Opus,
}

/// What is known of the packet before: its length, in frames.
pub(super) type Before = Option<u32>;

impl Coding {
    /// Frames that `packet` gives behind the packet `before`, which it becomes; `None` when decoders are
    /// not to see it.
    ///
    /// A Vorbis packet gives none when the one before is not known: it is the first one.
    pub(super) fn frames(&self, packet: &[u8], before: &mut Before) -> Option<u32> {
        match self {
            Coding::Opus => opus::frames(packet),
            Coding::Vorbis(blocks) => {
                let block = blocks.length(packet)?;
                let frames = before.map_or(0, |before| (before + block) / 4);
                *before = Some(block);
                Some(frames)
            }
        }
    }

    /// More frames than any packet gives.
    pub(super) fn max_frames(&self) -> u32 {
        match self {
            Coding::Opus => opus::MAX_PACKET_FRAMES,
            Coding::Vorbis(blocks) => blocks.long() / 2,
        }
    }

    /// Frames before a place from which on decoding leads to the right samples there.
    pub(super) fn pre_roll(&self) -> u64 {
        match self {
            Coding::Opus => opus::PRE_ROLL_FRAMES,
            // As far back as the longest packet is the one before at least.
            Coding::Vorbis(_) => u64::from(self.max_frames()),
        }
    }

    /// Raw frames that are not heard at the start of a stream whose raw frame 0 has the granule position
    /// `base`.
    pub(super) fn trimmed(&self, base: i64) -> u64 {
        match self {
            // The header tells it.
            Coding::Opus => 0,
            Coding::Vorbis(_) => {
                if base < 0 {
                    base.unsigned_abs()
                } else {
                    0
                }
            }
        }
    }
}
