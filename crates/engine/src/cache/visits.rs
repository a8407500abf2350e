//! Which songs are opened for the cache alone, one after the other. Pure.
//!
//! The set's songs that are not kept open, and those that are pinned beside it, are visited once for
//! each wish that concerns them: opened, written as far as there is room, and closed. One that hangs, or
//! takes long to open, has had its visit.

use std::{
    collections::BTreeSet,
    time::{Duration, Instant},
};

use crate::{cache::events::CacheView, protocol::SongId};

/// How long a song's files may take to open.
const LONGEST_OPENING: Duration = Duration::from_secs(10);

/// The visits.
#[derive(Debug, Default)]
pub(super) struct Visits {
    /// The song that is visited.
    pub(super) now: Option<SongId>,
    since: Option<Instant>,
    /// Those that were since the last wish.
    done: BTreeSet<SongId>,
    wish_count: u64,
}

/// What the visits depend on but for what is open.
#[derive(Debug, Clone, Copy)]
pub(super) struct VisitTurn<'a> {
    /// The songs that are to be in the cache.
    pub(super) kept: &'a [SongId],
    /// Nothing is left to do in those that are open.
    pub(super) is_idle: bool,
    /// What is done hangs.
    pub(super) is_stuck: bool,
    /// Wishes for which all are visited anew.
    pub(super) wish_count: u64,
    pub(super) at: Instant,
}

impl Visits {
    /// Chooses what is visited from now on. Returns how many visits are left, with the one that goes on.
    pub(super) fn go_on(&mut self, view: &CacheView, turn: VisitTurn<'_>) -> usize {
        if std::mem::replace(&mut self.wish_count, turn.wish_count) != turn.wish_count {
            self.done.clear();
        }
        // One that is kept anew is visited anew.
        self.done.retain(|song| turn.kept.contains(song));
        if let Some(song) = self.now {
            self.look_at(song, view, turn);
        }
        let is_left = |song: &SongId| !view.open_anyway.contains(song) && !self.done.contains(song);
        self.now.take_if(|song| !turn.kept.contains(song) || !is_left(song));
        let left: BTreeSet<SongId> = turn.kept.iter().copied().filter(is_left).collect();
        if self.now.is_none() && turn.is_idle && view.may_visit {
            self.now = turn.kept.iter().copied().find(|song| left.contains(song));
            self.since = Some(turn.at);
        }
        left.len()
    }

    /// Ends the visit of `song` when it is over, or puts it off when files may not be opened now.
    fn look_at(&mut self, song: SongId, view: &CacheView, turn: VisitTurn<'_>) {
        let is_open = view.visit.is_some_and(|visit| visit.song == song && visit.is_open);
        let takes_long = || {
            let since = self.since.unwrap_or(turn.at);
            turn.at.saturating_duration_since(since) >= LONGEST_OPENING
        };
        let is_over = match is_open {
            true => turn.is_idle || turn.is_stuck,
            false => view.has_hung || takes_long(),
        };
        if is_over {
            self.done.insert(song);
        }
        if is_over || !(is_open || view.may_visit) {
            self.now = None;
        }
    }

    /// All are to be visited anew.
    pub(super) fn begin_anew(&mut self) {
        self.done.clear();
    }
}

#[cfg(test)]
mod tests;
