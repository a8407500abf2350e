//! Which songs are opened for the cache alone, one after the other. Pure.
//!
//! The set's songs that are not kept open, and those that are pinned beside it, are visited once for
//! each wish: opened, written as far as there is room, and closed.

use std::collections::BTreeSet;

use crate::{cache::events::CacheView, protocol::SongId};

/// The visits.
#[derive(Debug, Default)]
pub(super) struct Visits {
    /// The song that is visited.
    pub(super) now: Option<SongId>,
    /// Those that were since the last wish.
    done: BTreeSet<SongId>,
    wish_count: u64,
}

impl Visits {
    /// Chooses what is visited from now on. `kept` are the songs that are to be in the cache;
    /// `is_idle` says that nothing is left to do in those that are open. Returns how many visits are
    /// left, with the one that goes on.
    pub(super) fn go_on(
        &mut self,
        view: &CacheView,
        kept: &[SongId],
        is_idle: bool,
        wish_count: u64,
    ) -> usize {
        if std::mem::replace(&mut self.wish_count, wish_count) != wish_count {
            self.done.clear();
        }
        let is_over = |song: &SongId| {
            let is_open = view.visit.is_some_and(|visit| visit.song == *song && visit.is_open);
            is_open && is_idle
        };
        if let Some(song) = self.now.take_if(|song| is_over(song)) {
            self.done.insert(song);
        }
        let is_left = |song: &SongId| !view.open_anyway.contains(song) && !self.done.contains(song);
        self.now.take_if(|song| !kept.contains(song) || !is_left(song));
        let left: BTreeSet<SongId> = kept.iter().copied().filter(is_left).collect();
        if self.now.is_none() && is_idle {
            self.now = kept.iter().copied().find(|song| left.contains(song));
        }
        left.len()
    }

    /// All are to be visited anew.
    pub(super) fn begin_anew(&mut self) {
        self.done.clear();
    }
}

#[cfg(test)]
mod tests;
