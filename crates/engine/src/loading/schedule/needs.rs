//! What playing takes of the memory now: the windows by what they are there for, and decoders.

use std::collections::BTreeSet;

use crate::{
    loading::{
        governor::MemoryStep,
        schedule::{
            Schedule,
            budget::{Needs, WindowNeed},
            song::Song,
            window::{Role, target_slabs},
        },
    },
    protocol::{SongId, TransportState},
    settings::{LANES_PER_STEM, LEAST_WINDOW_SECONDS},
};

impl Schedule {
    /// Slabs of the playing window.
    pub(super) fn window_slabs(&self) -> u64 {
        self.keeping.share.window_slabs.saturating_sub(1).max(target_slabs(&self.snapshot) + 1)
    }

    /// Length that the playing window should have, in seconds, as the machine's memory is.
    pub(super) fn wanted_window_seconds(&self) -> f64 {
        let seconds = self.look_ahead.seconds();
        let is_short = self.keeping.governor.step() == MemoryStep::ShortWindow;
        if is_short { seconds.min(LEAST_WINDOW_SECONDS) } else { seconds }
    }

    /// Slabs that the playing window should have. Wherever an output's longest block ends, the next
    /// one must be in.
    pub(super) fn wanted_window_slabs(&self) -> u64 {
        let wanted = self.settings.slabs_in(self.wanted_window_seconds());
        wanted.max(target_slabs(&self.snapshot) + 1)
    }

    /// What playing takes now.
    pub(super) fn needs(&self) -> Needs {
        let target = target_slabs(&self.snapshot);
        let wanted = self.wanted_window_slabs();
        let least = self.settings.slabs_in(LEAST_WINDOW_SECONDS).min(wanted);
        let windows = self.active_windows();
        let main = self.main_window(&windows);
        let main_song = main.map(|at| self.windows[at].song).or(self.current_song());
        // Of what is heard together, all have windows of one length.
        let mut slab_bytes = main_song.map_or(0, |id| self.song(id).slab_bytes);
        let (mut jump_bytes, mut seek_bytes) = (0, 0);
        let mut heard: BTreeSet<SongId> = main_song.into_iter().collect();
        let mut waiting = BTreeSet::new();
        for (at, role) in windows.into_iter().filter(|(at, _)| Some(*at) != main) {
            let window = &self.windows[at];
            let bytes_of_slab = self.song(window.song).slab_bytes;
            let room = window.room(role, &self.snapshot, wanted).count();
            match role {
                Role::Armed(_) => {
                    jump_bytes += room * bytes_of_slab;
                    waiting.insert(window.song);
                }
                Role::Outgoing(_) if room as u64 > target + 2 => {
                    slab_bytes += bytes_of_slab;
                    heard.insert(window.song);
                }
                Role::Outgoing(_) => seek_bytes += room * bytes_of_slab,
                Role::Sought | Role::Playing => {
                    seek_bytes += target as usize * bytes_of_slab;
                    waiting.insert(window.song);
                }
            }
        }
        // Any song may be sought next; what is sought now has taken its part already.
        let largest = self.to_be_heard().map(|song| song.slab_bytes).max().unwrap_or_default();
        Needs {
            playing: (slab_bytes > 0).then_some(WindowNeed {
                slab_bytes,
                // The one behind the playhead is back at the next service only.
                least_slabs: least.max(target + 1) + 1,
                wanted_slabs: wanted + 1,
            }),
            other_window_bytes: jump_bytes + seek_bytes,
            reserve_bytes: (target as usize * largest).saturating_sub(seek_bytes),
            fixed_bytes: self.lane_needs(&heard, &waiting)
                + self.index_bytes()
                + self.other_bytes(),
        }
    }

    /// Of the windows that want slabs, the one that is to have its whole length: while the transport
    /// plays the one that plays, in silence the one that is sought.
    fn main_window(&self, windows: &[(usize, Role)]) -> Option<usize> {
        let of = |wanted: Role| windows.iter().find(|(_, role)| *role == wanted).map(|(at, _)| *at);
        let (playing, sought) = (of(Role::Playing), of(Role::Sought));
        match self.snapshot.state {
            TransportState::Playing => playing.or(sought),
            TransportState::Paused | TransportState::Stopped => sought.or(playing),
        }
    }

    /// Songs that may be sought next, without the one that is open for the cache alone.
    fn to_be_heard(&self) -> impl Iterator<Item = &Song> {
        let visited = self.visited.filter(|id| self.is_visit(*id));
        let visited = visited.map(|id| id.0 as usize);
        let songs = self.songs.iter().enumerate().filter(move |(at, _)| Some(*at) != visited);
        songs.map(|(_, song)| song)
    }

    /// Bytes of the decoders of the songs that are heard, and of those that begin: one for each stem,
    /// also of the song whose pins are decoded, or of one that is sought next.
    fn lane_needs(&self, heard: &BTreeSet<SongId>, waiting: &BTreeSet<SongId>) -> usize {
        let lanes = |songs: &mut dyn Iterator<Item = &SongId>| -> usize {
            songs.map(|id| self.song(*id).lane_bound).sum()
        };
        let next = self.to_be_heard().map(|song| song.lane_bound).max().unwrap_or_default();
        let waiting = lanes(&mut waiting.difference(heard));
        lanes(&mut heard.iter()) * LANES_PER_STEM + waiting.max(next)
    }
}
