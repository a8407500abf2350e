//! Windows: which slabs of which song are wanted, and by when. Pure.

use std::ops::Range;

use attacca_units::{FrameCount, FramePos};

use crate::{
    protocol::{
        SongId, TransportSnapshot, TransportState, WindowId, jump::OutgoingWindow, slab::Slab,
    },
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
    /// All slabs from `next` to before this one are ready on the shelf.
    ready_to: u64,
    /// The system has been asked for the bytes of all frames before this one.
    pub(crate) hinted_to: FramePos,
    /// It was low and is filled until it is full.
    pub(crate) is_filling: bool,
    /// What it holds ready for the jump that leads to it, while that is armed.
    pub(crate) armed: Option<ArmedHead>,
    /// The turn of the transport in which it began to play, when last seen to play or to fade.
    turn: Option<u64>,
}

/// The start of a window that a jump leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ArmedHead {
    /// Where the jump happens.
    pub(crate) from: SongId,
    pub(crate) at: FramePos,
    /// Slabs that are held, unless a target needs more to begin.
    pub(crate) slab_count: u64,
}

/// What a window is there for now. In the order in which, at equal deadlines, they are filled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// It is to be heard as soon as it can.
    Sought,
    /// It is heard.
    Playing,
    /// It fades out.
    Outgoing(OutgoingWindow),
    /// A jump leads to it.
    Armed(ArmedHead),
}

impl Role {
    pub(crate) fn rank(self) -> u8 {
        match self {
            Role::Sought => 0,
            Role::Playing => 1,
            Role::Outgoing(_) => 2,
            Role::Armed(_) => 3,
        }
    }

    /// The turn of the transport in which the voice began to play, if it has.
    fn turn(self, snapshot: &TransportSnapshot) -> Option<u64> {
        match self {
            Role::Playing => Some(snapshot.turn),
            Role::Outgoing(outgoing) => Some(outgoing.turn),
            Role::Sought | Role::Armed(_) => None,
        }
    }
}

/// What a window wants now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Demand {
    /// Slabs to decode.
    pub(crate) slabs: Range<u64>,
    /// The frame of the window that is heard next.
    pub(crate) playhead: FramePos,
    /// Frames until that is.
    pub(crate) due: FrameCount,
    /// Frames that must be there before it is heard at all.
    pub(crate) start_lead: FrameCount,
}

/// Frames until something that nobody can foresee.
const FAR: FrameCount = FrameCount(u64::MAX);

/// Slabs that a target needs wherever in its first one it begins, and one more.
pub(crate) fn target_slabs(snapshot: &TransportSnapshot) -> u64 {
    TARGET_SLABS.max(snapshot.start_lead.0.div_ceil(SLAB_FRAMES as u64) + 2)
}

impl ArmedHead {
    /// Slabs that are held in a window of at most `window_slabs`.
    pub(crate) fn slabs(&self, snapshot: &TransportSnapshot, window_slabs: u64) -> u64 {
        self.slab_count.max(target_slabs(snapshot)).min(window_slabs)
    }

    /// Frames until the jump happens.
    fn due(&self, snapshot: &TransportSnapshot) -> FrameCount {
        let at = snapshot.song_frames.map_or(self.at, |frames| self.at.min(frames.from_start()));
        if snapshot.song == Some(self.from) && at >= snapshot.playhead {
            at.saturating_since(snapshot.playhead)
        } else {
            FAR
        }
    }
}

impl Window {
    pub(crate) fn new(id: WindowId, song: SongId, start: FramePos) -> Window {
        let next = Slab::index_of(start);
        Window {
            id,
            song,
            start,
            next,
            ready_to: next,
            hinted_to: start,
            is_filling: true,
            armed: None,
            turn: None,
        }
    }

    /// Moves a window that begins beyond a song of `slab_count` slabs to the last one.
    pub(crate) fn fit(&mut self, slab_count: u64) {
        if Slab::index_of(self.start) >= slab_count {
            self.start = Slab::start_of(slab_count - 1);
            self.next = slab_count - 1;
            self.ready_to = self.next;
        }
    }

    /// What it is there for; `sought` is the window of the last seek, if it is not heard yet. `None`:
    /// nobody will hear it any more.
    pub(crate) fn role(
        &self,
        snapshot: &TransportSnapshot,
        sought: Option<WindowId>,
    ) -> Option<Role> {
        if snapshot.playing_window == Some(self.id) {
            return Some(Role::Playing);
        }
        let mut outgoing = snapshot.outgoing_windows.iter().flatten();
        if let Some(outgoing) = outgoing.find(|outgoing| outgoing.window == self.id) {
            return Some(Role::Outgoing(*outgoing));
        }
        if sought == Some(self.id) {
            return Some(Role::Sought);
        }
        self.armed.map(Role::Armed)
    }

    /// The frame of it that is heard next, by the audio thread's last word.
    pub(crate) fn playhead(&self, role: Role, snapshot: &TransportSnapshot) -> FramePos {
        match role {
            // Before its first slab the audio thread does not know where the song ends.
            Role::Playing if snapshot.song_frames.is_none() => self.start,
            Role::Playing => snapshot.playhead,
            Role::Outgoing(outgoing) => outgoing.playhead,
            Role::Sought | Role::Armed(_) => self.start,
        }
    }

    /// Slabs that fit into the window now.
    pub(crate) fn room(
        &self,
        role: Role,
        snapshot: &TransportSnapshot,
        window_slabs: u64,
    ) -> Range<u64> {
        let first = Slab::index_of(self.playhead(role, snapshot));
        let slabs = match role {
            Role::Sought | Role::Playing => window_slabs,
            Role::Outgoing(outgoing) => {
                (Slab::index_of(outgoing.end) + 1).saturating_sub(first).min(window_slabs)
            }
            Role::Armed(head) => head.slabs(snapshot, window_slabs),
        };
        first..first + slabs
    }

    /// Leaves out what the clock has passed, and begins or ends to fill.
    pub(crate) fn advance(&mut self, role: Role, snapshot: &TransportSnapshot, window_slabs: u64) {
        if let Some(turn) = role.turn(snapshot).filter(|turn| self.turn != Some(*turn)) {
            self.begin_turn(turn, self.playhead(role, snapshot));
        }
        let room = self.room(role, snapshot, window_slabs);
        self.next = self.next.max(room.start);
        // A window that became shorter lets go of what lies behind its end.
        self.ready_to = self.ready_to.min(room.end).max(self.next);
        let missing = room.end.saturating_sub(self.ready_to);
        if missing == 0 {
            self.is_filling = false;
        } else if missing >= REFILL_SLABS.min(window_slabs / 4).max(1) {
            self.is_filling = true;
        }
    }

    /// Takes note of what became ready in the window.
    pub(crate) fn note_ready(&mut self, end: u64, is_ready: impl Fn(u64) -> bool) {
        self.ready_to = self.ready_to.max(self.next);
        while self.ready_to < end && is_ready(self.ready_to) {
            self.ready_to += 1;
        }
    }

    /// Slab `index` left the shelf: if it was not sent yet it is to be decoded again.
    pub(crate) fn note_evicted(&mut self, index: u64) {
        if index >= self.next {
            self.ready_to = self.ready_to.min(index);
        }
    }

    /// The voice of a loop's lap plays again from its start, with no more slabs than the loop holds.
    fn begin_turn(&mut self, turn: u64, playhead: FramePos) {
        if self.turn.is_some() {
            *self = Window::new(self.id, self.song, playhead);
        }
        self.turn = Some(turn);
    }

    /// What is wanted of a song of `slab_count` slabs.
    pub(crate) fn demand(
        &self,
        role: Role,
        snapshot: &TransportSnapshot,
        window_slabs: u64,
        slab_count: u64,
    ) -> Demand {
        let is_target = role == Role::Sought && snapshot.state == TransportState::Playing;
        let room = self.room(role, snapshot, window_slabs);
        let end = match role {
            Role::Sought if is_target => room.start + target_slabs(snapshot).min(window_slabs),
            Role::Sought | Role::Playing if !self.is_filling => self.ready_to,
            _ => room.end,
        };
        let due = match role {
            Role::Armed(head) => head.due(snapshot),
            _ => FrameCount::ZERO,
        };
        let begins = is_target || matches!(role, Role::Armed(_));
        let start_lead = if begins { snapshot.start_lead } else { FrameCount::ZERO };
        let playhead = self.playhead(role, snapshot);
        Demand { slabs: self.ready_to..end.min(slab_count), playhead, due, start_lead }
    }

    /// True when the jump to it can happen: all that it holds of a song of `slab_count` slabs was
    /// sent.
    pub(crate) fn is_head_sent(
        &self,
        snapshot: &TransportSnapshot,
        window_slabs: u64,
        slab_count: u64,
    ) -> bool {
        self.armed.is_some_and(|head| {
            let end = Slab::index_of(self.start) + head.slabs(snapshot, window_slabs);
            self.next >= end.min(slab_count)
        })
    }
}

impl Demand {
    /// Frames until slab `index` is heard; those without which a place can't begin are heard with
    /// its first frame.
    pub(crate) fn deadline(&self, index: u64) -> FrameCount {
        let ahead = Slab::start_of(index).saturating_since(self.playhead);
        if ahead < self.start_lead { self.due } else { self.due + ahead }
    }
}

#[cfg(test)]
mod tests;
