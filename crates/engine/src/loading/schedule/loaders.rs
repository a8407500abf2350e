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

    /// True when sleeping loaders would find a job.
    pub(crate) fn has_work(&self) -> bool {
        self.demands().iter().any(|(_, demand)| !demand.slabs.is_empty())
            || self.active_windows().iter().any(|(at, _)| {
                let song = self.windows[*at].song;
                self.song(song).stems.iter().any(|stem| stem.is_closed())
                    || self.to_open_stored(song).is_some()
            })
            || self.awake.iter().any(|id| {
                let song = self.song(*id);
                song.wants_pins(self.now) || (song.is_wanted && self.to_open_stored(*id).is_some())
            })
            || self.window_to_mend().is_some()
            || self.wants_visit()
            || self.due_retry().is_some()
    }
}
