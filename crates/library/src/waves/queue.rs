//! Songs that wait to be measured.

use std::{
    collections::VecDeque,
    sync::{Condvar, Mutex, MutexGuard, PoisonError},
};

use crate::{SongDetail, SongId};

/// Songs that wait; each is there once.
#[derive(Debug, Default)]
pub(super) struct Queue {
    state: Mutex<State>,
    /// Signalled when a song comes, and when it is closed.
    changed: Condvar,
}

#[derive(Debug, Default)]
struct State {
    songs: VecDeque<SongDetail>,
    is_closed: bool,
}

impl Queue {
    pub(super) fn push_first(&self, song: SongDetail) {
        let mut state = self.lock();
        state.remove(song.song.id);
        state.songs.push_front(song);
        self.changed.notify_all();
    }

    pub(super) fn push_last(&self, song: SongDetail) {
        let mut state = self.lock();
        if !state.songs.iter().any(|waiting| waiting.song.id == song.song.id) {
            state.songs.push_back(song);
            self.changed.notify_all();
        }
    }

    pub(super) fn len(&self) -> usize {
        self.lock().songs.len()
    }

    /// The next song, when there is one; `None` when it was closed.
    pub(super) fn pop(&self) -> Option<SongDetail> {
        let is_idle = |state: &mut State| state.songs.is_empty() && !state.is_closed;
        let waited = self.changed.wait_while(self.lock(), is_idle);
        let mut state = waited.unwrap_or_else(PoisonError::into_inner);
        if state.is_closed { None } else { state.songs.pop_front() }
    }

    pub(super) fn close(&self) {
        self.lock().is_closed = true;
        self.changed.notify_all();
    }

    pub(super) fn is_closed(&self) -> bool {
        self.lock().is_closed
    }

    /// No call leaves the state half changed, so a panic elsewhere does not spoil it.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn remove(&mut self, song: SongId) {
        self.songs.retain(|waiting| waiting.song.id != song);
    }
}
