//! Superseded places: those that were sought before another one and that no output has taken yet. They
//! may be thousands, when nobody calls the renderer, and cost nothing.

use crate::loading::schedule::Schedule;

impl Schedule {
    /// Lets go of the windows that the audio thread does not know of yet, but for those of armed jumps:
    /// another place is sought from now on. One that it hears in passing all the same is found again by
    /// [`Schedule::find_heard_windows`].
    pub(super) fn let_go_of_superseded(&mut self) {
        let newest = self.snapshot.newest_window;
        while self.superseded.pop_front_if(|window| *window <= newest).is_some() {}
        let windows =
            self.windows.extract_if(.., |window| window.id > newest && window.armed.is_none());
        self.superseded.extend(windows.map(|window| window.id));
    }

    /// Superseded windows of which the audio thread may still hold slabs, for all that is known.
    pub(super) fn n_superseded(&self) -> usize {
        let newest = self.snapshot.newest_window;
        let known = self.superseded.partition_point(|window| *window <= newest);
        self.superseded.len() - known
    }
}

#[cfg(test)]
mod tests;
