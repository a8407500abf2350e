//! Going on with a stem: what its decoder works with is in the core's cache then, 60 to 100 KB that
//! would have to come from memory again for each part.

use crate::{
    loading::schedule::{
        Schedule,
        jobs::{Job, PartRef},
    },
    settings::REFILL_SLABS,
};

impl Schedule {
    /// The part behind `last`, which the loader has just decoded, when there is time: nothing is sought,
    /// and at least half of what is to be ready ahead is.
    ///
    /// A window is filled so by all stems' parts of [`REFILL_SLABS`] slabs, which are complete nearly at
    /// once: 4 ms after the first one would have been, a hundredth of what is ready by then.
    pub(super) fn go_on_with(&mut self, last: Option<PartRef>) -> Option<Job> {
        let PartRef { stem, slab } = last.filter(|_| self.sought().is_none())?;
        let playing = self.snapshot.playing_window?;
        let (at, demand) =
            self.demands().into_iter().find(|(at, _)| self.windows[*at].id == playing)?;
        let shelf = &self.song(stem.song).shelf;
        let first = demand.slabs.clone().find(|index| !shelf.is_ready(*index))?;
        let half = self.settings.engine_rate.frames_in(self.look_ahead.seconds() / 2.0);
        let next = PartRef { stem, slab: slab + 1 };
        let is_next = self.windows[at].song == stem.song
            && demand.slabs.contains(&next.slab)
            && next.slab < first + REFILL_SLABS;
        let has_time = demand.deadline(first) >= half;
        let may_begin = is_next && has_time && self.may_decode();
        if may_begin && self.may_begin(stem.song, next.slab, demand.deadline(next.slab)) {
            self.decode_if_wanted(next)
        } else {
            None
        }
    }

    fn decode_if_wanted(&mut self, part: PartRef) -> Option<Job> {
        let now = self.now;
        let PartRef { stem, slab } = part;
        let song = self.song_mut(stem.song);
        song.begin_slab(slab);
        let is_wanted = song.shelf.wanted(slab).any(|wanted| wanted == stem.stem)
            && song.stems[stem.stem].can_lease(slab, now);
        if is_wanted { self.decode(part) } else { None }
    }
}

#[cfg(test)]
mod tests;
