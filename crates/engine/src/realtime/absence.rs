//! Absent stems: a stem whose file did not answer in time fades out before the slabs that lack it,
//! and in again behind them, while the others play on.
//!
//! Runs on: audio.

use crate::{
    protocol::slab::{Slab, SlabPart},
    realtime::voice::Voice,
};

impl Voice {
    /// Turns the gains of tracks whose stems leave or come back here; returns how many frames can be
    /// rendered until the next such place, at least 1.
    pub(super) fn follow_absences(&mut self) -> usize {
        let index = Slab::index_of(self.playhead);
        if self.slab != Some(index) {
            self.enter_slab(index);
        }
        let left = self.slab_left().0 as usize;
        let is_next_whole = self.buffer.slab(index + 1).is_none_or(|next| !next.has_absent);
        if is_next_whole {
            return left;
        }
        let fade = self.settings.declick.0 as usize;
        if left > fade {
            return left - fade;
        }
        self.leave_before_next(index, left);
        left
    }

    /// Stems that were absent and are in this slab come back; those that are not in it are silent.
    fn enter_slab(&mut self, index: u64) {
        let Some(slab) = self.buffer.slab(index) else { return };
        self.slab = Some(index);
        let fade = self.settings.declick.0.max(1) as u32;
        for (track, part) in self.tracks.iter_mut().zip(&slab.parts) {
            match part {
                SlabPart::Absent => track.be_absent(),
                _ => track.come_back(fade),
            }
        }
    }

    /// Stems that the next slab lacks fade out over the last `left` frames of this one.
    fn leave_before_next(&mut self, index: u64, left: usize) {
        let (Some(slab), Some(next)) = (self.buffer.slab(index), self.buffer.slab(index + 1))
        else {
            return;
        };
        let parts = slab.parts.iter().zip(&next.parts);
        for (track, (part, next)) in self.tracks.iter_mut().zip(parts) {
            let leaves = matches!((part, next), (SlabPart::Sound(_), SlabPart::Absent));
            if leaves && !track.is_absent() {
                track.leave(left as u32);
            }
        }
    }
}

#[cfg(test)]
mod tests;
