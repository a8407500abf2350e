//! StreamingBuffer: the rolling window of slabs around a playhead.
//!
//! Runs on: audio. Made by control, with all the room it will need.

use std::sync::Arc;

use attacca_units::{FrameCount, FramePos};

use crate::protocol::slab::Slab;

/// The slabs that are ready, from the playhead's on.
///
/// A slab leaves by dropping a reference that is never the last one: the schedule keeps its own
/// until the audio thread has none.
#[derive(Debug)]
pub(crate) struct StreamingBuffer {
    /// Slab `i` is in slot `i % slots.len()`.
    slots: Box<[Option<Arc<Slab>>]>,
    /// The first slab that may be in a slot.
    first: u64,
    /// The slab after the last one of the unbroken run that begins at `first`.
    ready_end: u64,
}

impl StreamingBuffer {
    /// A window of up to `slab_count` slabs from the one at `start` on. Allocates.
    pub(crate) fn new(start: FramePos, slab_count: usize) -> StreamingBuffer {
        let slots = std::iter::repeat_with(|| None).take(slab_count).collect();
        let first = Slab::index_of(start);
        StreamingBuffer { slots, first, ready_end: first }
    }

    /// Moves an empty window to begin at slab `index`.
    pub(crate) fn begin_at(&mut self, index: u64) {
        (self.first, self.ready_end) = (index, index);
    }

    /// Takes a slab in. One that is past, too far ahead or there already is not taken.
    pub(crate) fn push_slab(&mut self, slab: Arc<Slab>) {
        let index = slab.index;
        if index < self.first || index >= self.first + self.slots.len() as u64 {
            return;
        }
        let slot = self.slot(index);
        if self.slots[slot].is_none() {
            self.slots[slot] = Some(slab);
        }
        self.extend_ready();
    }

    /// The slab `index`, if it is in.
    pub(crate) fn slab(&self, index: u64) -> Option<&Slab> {
        let slab = self.slots[self.slot(index)].as_deref()?;
        (slab.index == index).then_some(slab)
    }

    /// The slab after the last one that is ready without a gap.
    pub(crate) fn ready_end(&self) -> u64 {
        self.ready_end
    }

    /// Frames that are ready without a gap from `playhead` on; slabs count whole.
    pub(crate) fn lead(&self, playhead: FramePos) -> FrameCount {
        Slab::start_of(self.ready_end).saturating_since(playhead)
    }

    /// Drops the slabs before the one at `playhead`.
    pub(crate) fn drop_before(&mut self, playhead: FramePos) {
        let first = Slab::index_of(playhead);
        // A jump of the clock over a long gap empties every slot once at most.
        let passed = first.saturating_sub(self.first).min(self.slots.len() as u64);
        for index in self.first..self.first + passed {
            let slot = self.slot(index);
            self.slots[slot] = None;
        }
        self.first = self.first.max(first);
        self.ready_end = self.ready_end.max(self.first);
        self.extend_ready();
    }

    /// Drops the slabs after the one at `end`: a voice that fades out needs no more.
    pub(crate) fn drop_after(&mut self, end: FramePos) {
        let kept_end = Slab::index_of(end) + 1;
        for index in kept_end.max(self.first)..self.first + self.slots.len() as u64 {
            let slot = self.slot(index);
            self.slots[slot] = None;
        }
        self.ready_end = self.ready_end.min(kept_end.max(self.first));
    }

    /// Holds what `other` holds, as far as there is room.
    pub(crate) fn copy_from(&mut self, other: &StreamingBuffer) {
        self.clear();
        self.begin_at(other.first);
        other.slots.iter().flatten().for_each(|slab| self.push_slab(slab.clone()));
    }

    /// Drops every slab.
    pub(crate) fn clear(&mut self) {
        self.slots.fill(None);
        self.ready_end = self.first;
    }

    fn extend_ready(&mut self) {
        let end = self.first + self.slots.len() as u64;
        while self.ready_end < end && self.slots[self.slot(self.ready_end)].is_some() {
            self.ready_end += 1;
        }
    }

    fn slot(&self, index: u64) -> usize {
        (index % self.slots.len() as u64) as usize
    }
}

#[cfg(test)]
mod tests;
