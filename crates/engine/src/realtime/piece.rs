//! Pieces: the stretches of stereo sound that a block is rendered in, one for each bus.
//!
//! Runs on: audio.

use std::ops::Range;

use crate::{protocol::bus::BusId, settings::MAX_BUSES};

/// Frames rendered at once; longer blocks are cut. The buffers of a bus fit the first-level cache.
pub(super) const PIECE_FRAMES: usize = 512;

/// A stretch of two channels that is written to.
pub(crate) struct Stereo<'a> {
    pub(crate) left: &'a mut [f32],
    pub(crate) right: &'a mut [f32],
}

/// A piece of what goes into each bus. A bus that nothing goes into is not touched, and costs
/// nothing.
pub(crate) struct BusPieces {
    pieces: Box<[Piece]>,
    used: BusSet,
    frames: usize,
}

impl BusPieces {
    /// Silent pieces of no frames. Allocates.
    pub(crate) fn new() -> BusPieces {
        let pieces = std::iter::repeat_with(Piece::new).take(MAX_BUSES).collect();
        BusPieces { pieces, used: BusSet::default(), frames: 0 }
    }

    /// Begins a piece of so many frames, at most [`PIECE_FRAMES`]: silence.
    pub(crate) fn begin(&mut self, frames: usize) {
        (self.used, self.frames) = (BusSet::default(), frames);
    }

    /// Frames of the piece.
    pub(crate) fn frames(&self) -> usize {
        self.frames
    }

    /// The buses that something went into.
    pub(crate) fn used(&self) -> BusSet {
        self.used
    }

    /// A stretch of what goes into `bus`, to be written to.
    pub(crate) fn stretch(&mut self, bus: BusId, stretch: Range<usize>) -> Stereo<'_> {
        let piece = &mut self.pieces[bus.index()];
        if !self.used.contains(bus) {
            self.used.insert(bus);
            piece.left[..self.frames].fill(0.0);
            piece.right[..self.frames].fill(0.0);
        }
        Stereo { left: &mut piece.left[stretch.clone()], right: &mut piece.right[stretch] }
    }

    /// Takes in what `other` has, a piece of as many frames, and leaves it silent.
    pub(crate) fn take_in(&mut self, other: &mut BusPieces) {
        for bus in other.used {
            let (sum, part) = (&mut self.pieces[bus.index()], &mut other.pieces[bus.index()]);
            if self.used.contains(bus) {
                add(&mut sum.left[..self.frames], &part.left[..self.frames]);
                add(&mut sum.right[..self.frames], &part.right[..self.frames]);
            } else {
                self.used.insert(bus);
                std::mem::swap(sum, part);
            }
        }
        other.used = BusSet::default();
    }
}

fn add(sum: &mut [f32], part: &[f32]) {
    for (sum, part) in sum.iter_mut().zip(part) {
        *sum += part;
    }
}

/// Room for a piece of one bus.
struct Piece {
    left: Box<[f32; PIECE_FRAMES]>,
    right: Box<[f32; PIECE_FRAMES]>,
}

impl Piece {
    /// Silent. Allocates.
    fn new() -> Piece {
        Piece { left: Box::new([0.0; PIECE_FRAMES]), right: Box::new([0.0; PIECE_FRAMES]) }
    }
}

/// Some of the buses; iterates over them, the first one first.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct BusSet(u32);

const _: () = assert!(MAX_BUSES <= u32::BITS as usize);

impl BusSet {
    pub(crate) fn contains(self, bus: BusId) -> bool {
        self.0 & (1 << bus.index()) != 0
    }

    pub(crate) fn insert(&mut self, bus: BusId) {
        self.0 |= 1 << bus.index();
    }

    pub(crate) fn remove(&mut self, bus: BusId) {
        self.0 &= !(1 << bus.index());
    }

    /// Those of both.
    pub(crate) fn union(self, other: BusSet) -> BusSet {
        BusSet(self.0 | other.0)
    }

    /// Those that are not in `other`.
    pub(crate) fn without(self, other: BusSet) -> BusSet {
        BusSet(self.0 & !other.0)
    }
}

impl Iterator for BusSet {
    type Item = BusId;

    fn next(&mut self) -> Option<BusId> {
        let bus = BusId::new(self.0.trailing_zeros() as usize)?;
        self.0 &= self.0 - 1;
        Some(bus)
    }
}

#[cfg(test)]
mod tests;
