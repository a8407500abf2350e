//! The budget: who gets how much of the memory. Pure.
//!
//! What plays comes first, then a place that is sought, then pins with what is left.

/// What a window takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct WindowNeed {
    /// Bytes of one of its slabs.
    pub(crate) slab_bytes: usize,
    /// Slabs without which it can't go on.
    pub(crate) least_slabs: u64,
    /// Slabs that it should have.
    pub(crate) wanted_slabs: u64,
}

/// What must find room.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Needs {
    /// The window that plays, or will when play is pressed.
    pub(crate) playing: Option<WindowNeed>,
    /// What other windows take: those that are sought, wait for a jump or fade out.
    pub(crate) other_window_bytes: usize,
    /// What is kept free so that a seek can begin before the slabs of what was sought before it, or
    /// of what played, are back.
    pub(crate) reserve_bytes: usize,
    /// Decoders and frame indexes.
    pub(crate) fixed_bytes: usize,
}

/// Who gets how much.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Share {
    /// What all together never exceed: the limit, or what playing takes at least if that is more.
    pub(crate) budget_bytes: usize,
    /// Slabs of the playing window.
    pub(crate) window_slabs: u64,
    /// What all windows together may take.
    pub(crate) window_bytes: usize,
    /// What is left for pins.
    pub(crate) pin_bytes: usize,
}

impl Needs {
    /// What playing takes at least: the floor of every budget.
    pub(crate) fn least_bytes(&self) -> usize {
        let playing = self.playing.map_or(0, |need| need.slab_bytes * need.least_slabs as usize);
        playing + self.other_window_bytes + self.reserve_bytes + self.fixed_bytes
    }

    /// Shares `limit` bytes out.
    pub(crate) fn share(&self, limit: usize) -> Share {
        let least = self.least_bytes();
        let budget_bytes = limit.max(least);
        let WindowNeed { slab_bytes, least_slabs, wanted_slabs } =
            self.playing.unwrap_or(WindowNeed { slab_bytes: 0, least_slabs: 0, wanted_slabs: 0 });
        let wanted_more = wanted_slabs.saturating_sub(least_slabs);
        let free = budget_bytes - least;
        let more = match slab_bytes {
            0 => wanted_more,
            _ => wanted_more.min((free / slab_bytes) as u64),
        };
        let more_bytes = more as usize * slab_bytes;
        Share {
            budget_bytes,
            window_slabs: least_slabs + more,
            window_bytes: least - self.reserve_bytes - self.fixed_bytes + more_bytes,
            pin_bytes: free - more_bytes,
        }
    }
}

#[cfg(test)]
mod tests;
