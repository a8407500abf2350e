//! Health: how well all goes, in one word with its reasons. Pure.

use std::{
    collections::VecDeque,
    time::{Duration, Instant},
};

use crate::{
    control::QuarantineReason,
    output::{LossReason, OutputHealth},
    protocol::SongId,
    settings::{MAX_STUCK_LOADERS, RECENT_TROUBLE},
};

/// How well all goes, in one word.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum HealthState {
    /// Nothing is wrong, and nothing was within the last ten seconds.
    #[default]
    Ok,
    /// Something harms the sound or just did, and mends itself.
    Recovering,
    /// Something stays wrong until somebody does something about it.
    Degraded,
}

/// How well all goes.
#[derive(Debug, Default, Clone)]
pub struct Health {
    /// In one word: the worst of the reasons.
    pub state: HealthState,
    /// What is wrong, the worst first.
    pub reasons: Vec<HealthReason>,
}

/// Something that is wrong.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum HealthReason {
    /// Nothing is heard: the output is being opened anew.
    OutputReopens(LossReason),
    /// Nothing is heard: the output is gone.
    OutputLost(LossReason),
    /// A stem of the song under the playhead can't be played.
    StemFailed {
        /// Which song.
        song: SongId,
        /// Its place in the song.
        stem: usize,
    },
    /// A stem of the song under the playhead is left out, and its file asked again and again.
    StemLeftOut {
        /// Which song.
        song: SongId,
        /// Its place in the song.
        stem: usize,
        /// Why.
        reason: QuarantineReason,
        /// Since when.
        silent_for: Duration,
    },
    /// The file of a stem of the song under the playhead is gone; what is open plays on.
    FileVanished {
        /// Which song.
        song: SongId,
        /// Its place in the song.
        stem: usize,
    },
    /// Loaders hang in files that do not answer, and others have taken their place.
    LoadersHang {
        /// How many.
        count: usize,
    },
    /// Less than a third of the look-ahead is ready: the storage or the machine is slow.
    LowLead,
    /// The storage is too slow for songs to be streamed from it: they are held in memory whole, as far
    /// as they fit.
    StorageSlow,
    /// Frames were needed that were not there, within the last ten seconds.
    Underruns {
        /// How often.
        count: u64,
    },
    /// The device reported underruns or overruns, within the last ten seconds.
    Xruns {
        /// How often.
        count: u64,
    },
    /// Callbacks ended after their period, within the last ten seconds.
    LateCallbacks {
        /// How many.
        count: u64,
    },
}

impl Health {
    /// What these reasons make of it.
    pub fn of(mut reasons: Vec<HealthReason>) -> Health {
        // Stable: of reasons of one kind, the first one stays the first.
        reasons.sort_by_key(|reason| std::cmp::Reverse(reason.state()));
        let state = reasons.first().map(HealthReason::state).unwrap_or_default();
        Health { state, reasons }
    }

    /// The same, with what the output has to say.
    pub fn with_output(mut self, output: OutputHealth) -> Health {
        let reason = match output {
            OutputHealth::Ok => return self,
            OutputHealth::Recovering(reason) => HealthReason::OutputReopens(reason),
            OutputHealth::Degraded(reason) => HealthReason::OutputLost(reason),
        };
        self.reasons.insert(0, reason);
        Health::of(self.reasons)
    }
}

impl HealthReason {
    /// What it alone would make of the health.
    pub fn state(&self) -> HealthState {
        match self {
            HealthReason::OutputLost(_)
            | HealthReason::StorageSlow
            | HealthReason::StemFailed { .. }
            | HealthReason::FileVanished { .. } => HealthState::Degraded,
            // A file that does not answer for so long wants somebody to look at its disk.
            HealthReason::StemLeftOut { silent_for, .. } if *silent_for >= RECENT_TROUBLE => {
                HealthState::Degraded
            }
            HealthReason::LoadersHang { count } if *count >= MAX_STUCK_LOADERS => {
                HealthState::Degraded
            }
            HealthReason::OutputReopens(_)
            | HealthReason::StemLeftOut { .. }
            | HealthReason::LoadersHang { .. }
            | HealthReason::LowLead
            | HealthReason::Underruns { .. }
            | HealthReason::Xruns { .. }
            | HealthReason::LateCallbacks { .. } => HealthState::Recovering,
        }
    }
}

/// Counters of trouble, which only rise.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TroubleCounts {
    pub(crate) underruns: u64,
    pub(crate) xruns: u64,
    pub(crate) late_callbacks: u64,
}

impl TroubleCounts {
    fn since(self, earlier: TroubleCounts) -> TroubleCounts {
        TroubleCounts {
            underruns: self.underruns.saturating_sub(earlier.underruns),
            xruns: self.xruns.saturating_sub(earlier.xruns),
            late_callbacks: self.late_callbacks.saturating_sub(earlier.late_callbacks),
        }
    }

    fn and(self, other: TroubleCounts) -> TroubleCounts {
        TroubleCounts {
            underruns: self.underruns + other.underruns,
            xruns: self.xruns + other.xruns,
            late_callbacks: self.late_callbacks + other.late_callbacks,
        }
    }

    /// What is wrong about them.
    pub(crate) fn reasons(self) -> impl Iterator<Item = HealthReason> {
        let TroubleCounts { underruns, xruns, late_callbacks } = self;
        let reasons = [
            (underruns, HealthReason::Underruns { count: underruns }),
            (xruns, HealthReason::Xruns { count: xruns }),
            (late_callbacks, HealthReason::LateCallbacks { count: late_callbacks }),
        ];
        reasons.into_iter().filter(|(count, _)| *count > 0).map(|(_, reason)| reason)
    }
}

/// The trouble of the last [`RECENT_TROUBLE`].
#[derive(Debug, Default)]
pub(crate) struct RecentTrouble {
    last: TroubleCounts,
    rises: VecDeque<(Instant, TroubleCounts)>,
}

impl RecentTrouble {
    /// Takes note of the counters as they are now.
    pub(crate) fn note(&mut self, counts: TroubleCounts, now: Instant) {
        let rise = counts.since(self.last);
        self.last = counts;
        if rise != TroubleCounts::default() {
            self.rises.push_back((now, rise));
        }
        let is_past = |(at, _): &(Instant, TroubleCounts)| {
            now.saturating_duration_since(*at) >= RECENT_TROUBLE
        };
        while self.rises.pop_front_if(|rise| is_past(rise)).is_some() {}
    }

    /// How far the counters rose lately, as of the last note.
    pub(crate) fn counts(&self) -> TroubleCounts {
        self.rises.iter().fold(TroubleCounts::default(), |sum, (_, rise)| sum.and(*rise))
    }
}

#[cfg(test)]
mod tests;
