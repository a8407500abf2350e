//! The place in a set: which song is the current one, and which comes next. Pure.

/// The current one of a set's songs.
///
/// Invariant: `current` is less than `count`, or both are 0.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Cursor {
    current: usize,
    count: usize,
}

impl Cursor {
    /// At `current` of `count` songs, or at the last one if there are fewer.
    pub(crate) fn new(current: usize, count: usize) -> Cursor {
        Cursor { current: current.min(count.saturating_sub(1)), count }
    }

    pub(crate) fn current(self) -> usize {
        self.current
    }

    pub(crate) fn count(self) -> usize {
        self.count
    }

    /// Index of the song after the current one; `None` at the last one.
    pub(crate) fn next(self) -> Option<usize> {
        Some(self.current + 1).filter(|next| *next < self.count())
    }

    /// Index of the song before the current one; `None` at the first one.
    pub(crate) fn previous(self) -> Option<usize> {
        self.current.checked_sub(1)
    }

    /// Makes the song at `index` the current one; an index past the set changes nothing.
    pub(crate) fn select(&mut self, index: usize) {
        if index < self.count() {
            self.current = index;
        }
    }
}

#[cfg(test)]
mod tests;
