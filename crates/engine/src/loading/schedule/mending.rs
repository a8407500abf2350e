//! Mending: stems that are back are put into the complete slabs that lack them, one part after the
//! other, and until then those are heard as they are. On one part a stem on trial is judged, too.

use crate::{
    loading::schedule::{
        Schedule,
        jobs::{DecodeJob, Job},
        running::StemRef,
        stem::block_bytes,
    },
    protocol::SongId,
};

impl Schedule {
    /// Mends what a window will be sent.
    pub(super) fn mend_for_window(&mut self) -> Option<Job> {
        let (song, index, stem) = self.window_to_mend()?;
        self.mend(song, index, stem)
    }

    /// Mends what is pinned.
    pub(super) fn mend_pin(&mut self) -> Option<Job> {
        let order = self.keeping.order.iter().filter(|id| self.awake.contains(id));
        let to_mend = |id: &SongId| Some((*id, self.song(*id).pin_to_mend(self.now)?));
        let (song, (index, stem)) = order.filter_map(to_mend).next()?;
        self.mend(song, index, stem)
    }

    /// The song, slab and stem that is to be mended first of what windows will be sent.
    pub(super) fn window_to_mend(&self) -> Option<(SongId, u64, usize)> {
        let window_slabs = self.window_slabs();
        self.active_windows().into_iter().find_map(|(at, role)| {
            let window = &self.windows[at];
            let unsent = window.next..window.room(role, &self.snapshot, window_slabs).end;
            let (index, stem) = self.song(window.song).to_mend(&unsent, self.now)?;
            Some((window.song, index, stem))
        })
    }

    fn mend(&mut self, id: SongId, index: u64, stem: usize) -> Option<Job> {
        if !self.may_decode() {
            return None;
        }
        let job = self.running.upcoming();
        let song = self.song(id);
        let kind = song.kind_of(stem)?;
        let bytes = self.unfilled_bytes() + block_bytes(kind);
        let has_room_for_lane = self.has_room(bytes + song.stems[stem].bytes_of_lane());
        if !self.has_room(bytes) {
            return None;
        }
        let song = &mut self.songs[id.0 as usize];
        let lane = song.stems[stem].lease(index, job, has_room_for_lane)?;
        song.shelf.lease_mending(index, stem);
        let block = self.pool.take(kind, block_bytes(kind), self.spare_limit());
        let stem = StemRef { song: id, stem };
        Some(Job::Decode(DecodeJob { stem, slab: index, lane, kind, block }))
    }
}
