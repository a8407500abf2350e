//! How many loaders there are.

use crate::loading::schedule::Schedule;

impl Schedule {
    /// Counts a loader as started if one is missing; returns how many hang.
    pub(crate) fn start_loader(&mut self) -> Option<usize> {
        let starts = self.running.start_loader(self.settings.live.loader_threads);
        starts.then_some(self.running.n_stuck())
    }

    /// True when the loader that asks is to end.
    pub(crate) fn dismiss_loader(&mut self) -> bool {
        self.running.dismiss(self.settings.live.loader_threads)
    }

    /// The system refused a loader that was to start.
    pub(crate) fn loader_not_started(&mut self) {
        self.running.not_started();
    }
}
