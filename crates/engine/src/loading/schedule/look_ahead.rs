//! The look-ahead: how long the playing window is, and when it is found too short. Pure.

use std::time::Instant;

use attacca_units::{FrameCount, FramePos};

use crate::protocol::WindowId;

/// The playing window, at one time.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Look {
    pub(crate) window: WindowId,
    /// Where the window began.
    pub(crate) start: FramePos,
    pub(crate) playhead: FramePos,
    pub(crate) now: Instant,
    /// Frames that are ready.
    pub(crate) lead: FrameCount,
    /// Frames that are ready when the window is full.
    pub(crate) full: FrameCount,
    /// Frames that the output takes at a time, at most.
    pub(crate) block: FrameCount,
    /// Frames in a second.
    pub(crate) rate: f64,
    /// Seconds to which the window may grow.
    pub(crate) most_seconds: f64,
}

/// What a look has found.
#[derive(Debug, Default, Clone, Copy, PartialEq)]
pub(crate) struct Finding {
    /// The lead fell under a third of a window that had been full.
    pub(crate) is_low: bool,
    /// It is the first time since it was over a half.
    pub(crate) has_become_low: bool,
    /// The window is to be so many seconds long from now on.
    pub(crate) grown_to: Option<f64>,
}

/// How long the window is, and what was seen of it.
#[derive(Debug)]
pub(crate) struct LookAhead {
    seconds: f64,
    smallest_lead: Option<FrameCount>,
    window: Option<WindowId>,
    /// When and where the window was full last; `None` before it was for the first time.
    full_at: Option<(Instant, FramePos)>,
    /// It was full since it grew.
    may_grow: bool,
    is_low: bool,
}

/// By how much the window grows at a time.
const GROWTH: f64 = 1.5;

/// What is heard so much faster than time passes is no performance: somebody renders to a file.
const FASTEST_PLAY: f64 = 1.5;

impl LookAhead {
    /// A window of `seconds`.
    pub(crate) fn new(seconds: f64) -> LookAhead {
        LookAhead {
            seconds,
            smallest_lead: None,
            window: None,
            full_at: None,
            may_grow: false,
            is_low: false,
        }
    }

    /// The length that the window should have.
    pub(crate) fn seconds(&self) -> f64 {
        self.seconds
    }

    /// The smallest lead since a window of this length was full first.
    pub(crate) fn smallest_lead(&self) -> Option<FrameCount> {
        self.smallest_lead
    }

    /// True while the lead is low, by the last look.
    pub(crate) fn is_low(&self) -> bool {
        self.is_low
    }

    /// Takes a look at the window that plays. One that is being filled for the first time is low by
    /// nature: until its own length was heard, or it was full, nothing is found.
    pub(crate) fn look(&mut self, look: Look) -> Finding {
        if self.window.replace(look.window) != Some(look.window) {
            (self.full_at, self.is_low, self.may_grow) = (None, false, false);
        }
        if look.lead.0 >= look.full.0 / 4 * 3 {
            self.full_at = Some((look.now, look.playhead));
            self.may_grow = true;
        }
        if look.lead.0 >= look.full.0 / 2 {
            self.is_low = false;
        }
        let has_had_time = look.playhead.saturating_since(look.start) > look.full;
        if self.full_at.is_none() && !has_had_time {
            return Finding::default();
        }
        self.smallest_lead = Some(self.smallest_lead.map_or(look.lead, |l| l.min(look.lead)));
        let is_low = look.lead.0 < look.full.0 / 3;
        let has_become_low = is_low && !self.is_low;
        self.is_low |= is_low;
        let grown_to = self.full_at.and_then(|full_at| self.grow(look, full_at));
        Finding { is_low, has_become_low, grown_to }
    }

    fn grow(&mut self, look: Look, (since, from): (Instant, FramePos)) -> Option<f64> {
        let heard = look.playhead.saturating_since(from) - look.block;
        let passed = look.now.saturating_duration_since(since).as_secs_f64();
        let is_performance = heard.0 as f64 <= passed * look.rate * FASTEST_PLAY;
        let is_short = look.lead.0 < look.full.0 / 2 && self.seconds < look.most_seconds;
        if !(self.may_grow && is_short && is_performance) {
            return None;
        }
        self.seconds = (self.seconds * GROWTH).min(look.most_seconds);
        self.may_grow = false;
        self.smallest_lead = None;
        Some(self.seconds)
    }
}

#[cfg(test)]
mod tests;
