//! Songs at rest: what nobody hears gives up its decoders, its slabs and its files, and then costs
//! nothing at all.

use std::ops::Range;

use crate::{
    control::EngineEvent,
    loading::schedule::{Schedule, window::Role},
    protocol::SongId,
};

impl Schedule {
    /// Lets songs without a window do with less, and closes those that nobody keeps.
    pub(super) fn close_unused(&mut self) {
        let windows = self.active_windows().into_iter();
        let heard = windows.filter(|(_, role)| !matches!(role, Role::Armed(_)));
        let heard: Vec<SongId> = heard.map(|(at, _)| self.windows[at].song).collect();
        let filling = self.song_to_fill();
        for id in &self.awake {
            let song = &mut self.songs[id.0 as usize];
            if !heard.contains(id) {
                let kept = usize::from(filling == Some(*id));
                self.garbage.extend(song.rest_lanes(kept));
            }
            let is_used = self.windows.iter().any(|window| window.song == *id);
            if !is_used && song.is_any_open() && !song.is_kept_open() && !song.is_at_work() {
                self.garbage.extend(song.close());
                self.troubled.retain(|stem| stem.song != *id);
            }
        }
    }

    /// Takes slabs off the shelves that no window and no head keeps.
    pub(super) fn evict(&mut self) {
        let window_slabs = self.window_slabs();
        let limit = self.block_limit();
        let rooms: Vec<(SongId, Range<u64>)> = self
            .active_windows()
            .into_iter()
            .map(|(at, role)| (&self.windows[at], role))
            .map(|(window, role)| (window.song, window.room(role, &self.snapshot, window_slabs)))
            .collect();
        for id in &self.awake {
            let song = &mut self.songs[id.0 as usize];
            let of_song = rooms.iter().filter(|(song, _)| song == id);
            let mut kept: Vec<_> = of_song.map(|(_, room)| room.clone()).collect();
            kept.extend(song.pins.iter().cloned());
            let gone = song.shelf.evict(&kept, &mut self.pool, limit);
            for window in self.windows.iter_mut().filter(|window| window.song == *id) {
                gone.iter().for_each(|index| window.note_evicted(*index));
            }
        }
    }

    pub(super) fn say_armed(&mut self) {
        for id in &self.awake {
            let song = &mut self.songs[id.0 as usize];
            if !song.is_armed_said && song.is_armed() {
                song.is_armed_said = true;
                self.events.push(EngineEvent::SongArmed { song: *id });
            }
        }
    }

    /// Leaves songs alone in which nothing is left to do.
    pub(super) fn let_sleep(&mut self) {
        let windows = &self.windows;
        let songs = &self.songs;
        self.awake.retain(|id| {
            windows.iter().any(|window| window.song == *id) || !songs[id.0 as usize].is_at_rest()
        });
    }
}
