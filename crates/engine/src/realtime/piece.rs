//! Pieces: the stretches of stereo sound that a block is rendered in.
//!
//! Runs on: audio.

use crate::realtime::voice::Stereo;

/// Frames rendered at once; longer blocks are cut. The buffers fit the first-level cache.
pub(super) const PIECE_FRAMES: usize = 512;

/// Room for a piece.
pub(super) struct Piece {
    pub(super) left: Box<[f32; PIECE_FRAMES]>,
    pub(super) right: Box<[f32; PIECE_FRAMES]>,
}

impl Piece {
    /// A silent piece. Allocates.
    pub(super) fn new() -> Piece {
        Piece { left: Box::new([0.0; PIECE_FRAMES]), right: Box::new([0.0; PIECE_FRAMES]) }
    }

    /// The first `frames` frames.
    pub(super) fn frames(&mut self, frames: usize) -> Stereo<'_> {
        Stereo { left: &mut self.left[..frames], right: &mut self.right[..frames] }
    }

    /// Silences the first `frames` frames.
    pub(super) fn clear(&mut self, frames: usize) {
        self.left[..frames].fill(0.0);
        self.right[..frames].fill(0.0);
    }

    /// Adds the first `frames` frames of another piece.
    pub(super) fn add(&mut self, other: &Piece, frames: usize) {
        let pairs = [(&mut self.left, &other.left), (&mut self.right, &other.right)];
        for (sum, part) in pairs {
            for (sum, part) in sum[..frames].iter_mut().zip(&part[..frames]) {
                *sum += part;
            }
        }
    }

    /// Writes the piece into channels 1 and 2 of `out`, or its mean into the only one.
    pub(super) fn interleave(&self, out: &mut [f32], channel_count: usize) {
        let pairs = self.left.iter().zip(self.right.iter());
        for (frame, (&left, &right)) in out.chunks_exact_mut(channel_count).zip(pairs) {
            match frame {
                [mono] => *mono = (left + right) * 0.5,
                [first, second, rest @ ..] => {
                    (*first, *second) = (left, right);
                    rest.fill(0.0);
                }
                [] => {}
            }
        }
    }
}
