//! Windows: which slabs of which song are wanted, and by when. Pure.

use std::ops::Range;

use attacca_units::{FrameCount, FramePos};

use crate::{
    protocol::{SongId, TransportSnapshot, TransportState, WindowId, slab::Slab},
    settings::{REFILL_SLABS, SLAB_FRAMES, TARGET_SLABS},
};

/// A voice's window, as the loaders fill it.
#[derive(Debug, Clone)]
pub(crate) struct Window {
    pub(crate) id: WindowId,
    pub(crate) song: SongId,
    pub(crate) start: FramePos,
    /// The next slab to send to the audio thread.
    pub(crate) next: u64,
    /// The system has been asked for the bytes of all frames before this one.
    pub(crate) hinted_to: FramePos,
    /// It was low and is filled until it is full.
    pub(crate) is_filling: bool,
}

/// What a window wants now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Demand {
    /// Slabs to decode.
    pub(crate) slabs: Range<u64>,
    /// The frame that is heard next.
    pub(crate) playhead: FramePos,
    /// Frames that must be there before it is heard at all.
    pub(crate) start_lead: FrameCount,
}

/// Slabs that a target needs wherever in its first one it begins, and one more.
fn target_slabs(snapshot: &TransportSnapshot) -> u64 {
    TARGET_SLABS.max(snapshot.start_lead.0.div_ceil(SLAB_FRAMES as u64) + 2)
}

impl Window {
    pub(crate) fn new(id: WindowId, song: SongId, start: FramePos) -> Window {
        Window { id, song, start, next: Slab::index_of(start), hinted_to: start, is_filling: true }
    }

    /// Moves a window that begins beyond a song of `slab_count` slabs to the last one.
    pub(crate) fn fit(&mut self, slab_count: u64) {
        if Slab::index_of(self.start) >= slab_count {
            self.start = Slab::start_of(slab_count - 1);
            self.next = slab_count - 1;
        }
    }

    /// The frame that is heard next, by the audio thread's last word.
    pub(crate) fn playhead(&self, snapshot: &TransportSnapshot) -> FramePos {
        if snapshot.playing_window == Some(self.id) { snapshot.playhead } else { self.start }
    }

    /// Slabs that fit into the window now.
    pub(crate) fn room(&self, snapshot: &TransportSnapshot, window_slabs: u64) -> Range<u64> {
        let first = Slab::index_of(self.playhead(snapshot));
        first..first + window_slabs
    }

    /// Leaves out what the clock has passed, and begins or ends to fill.
    pub(crate) fn advance(&mut self, snapshot: &TransportSnapshot, window_slabs: u64) {
        let room = self.room(snapshot, window_slabs);
        self.next = self.next.max(room.start);
        let missing = room.end.saturating_sub(self.next);
        if missing == 0 {
            self.is_filling = false;
        } else if missing >= REFILL_SLABS.min(window_slabs / 2) {
            self.is_filling = true;
        }
    }

    /// What is wanted of a song of `slab_count` slabs.
    pub(crate) fn demand(
        &self,
        snapshot: &TransportSnapshot,
        window_slabs: u64,
        slab_count: u64,
    ) -> Demand {
        let is_playing = snapshot.playing_window == Some(self.id);
        let is_target = !is_playing && snapshot.state == TransportState::Playing;
        let playhead = self.playhead(snapshot);
        let room = self.room(snapshot, window_slabs);
        let end = match (is_target, self.is_filling) {
            (true, _) => room.start + target_slabs(snapshot).min(window_slabs),
            (false, true) => room.end,
            (false, false) => self.next,
        };
        let start_lead = if is_target { snapshot.start_lead } else { FrameCount::ZERO };
        Demand { slabs: self.next..end.min(slab_count), playhead, start_lead }
    }
}

impl Demand {
    /// Frames until slab `index` is heard; none for those without which a target can't begin.
    pub(crate) fn deadline(&self, index: u64) -> FrameCount {
        let ahead = Slab::start_of(index).saturating_since(self.playhead);
        if ahead < self.start_lead { FrameCount::ZERO } else { ahead }
    }
}

#[cfg(test)]
mod tests;
