//! What of the schedule's knowledge is a reason not to be well.

use std::sync::atomic::Ordering::Relaxed;

use crate::{
    control::{FileChange, Health, HealthReason, TroubleCounts},
    loading::schedule::{
        Schedule,
        stem::{Stem, StemFile},
    },
    protocol::{SongId, TransportState},
};

impl Schedule {
    /// How well all goes but for the output, of which the schedule knows nothing.
    pub(crate) fn health(&self) -> Health {
        let mut reasons = Vec::new();
        if let Some(song) = self.snapshot.song {
            let stems = self.song(song).stems.iter().enumerate();
            reasons.extend(stems.filter_map(|(at, stem)| self.stem_reason(song, at, stem)));
        }
        if self.look_ahead.is_low() && self.snapshot.state == TransportState::Playing {
            reasons.push(HealthReason::LowLead);
        }
        if self.storage.is_slow() {
            reasons.push(HealthReason::StorageSlow);
        }
        let count = self.running.n_stuck();
        if count > 0 {
            reasons.push(HealthReason::LoadersHang { count });
        }
        reasons.extend(self.recent.counts().reasons());
        Health::of(reasons)
    }

    /// Takes note of the counters that rise when the sound is harmed.
    pub(super) fn note_counters(&mut self) {
        let stats = &self.link.callback_stats;
        let counts = TroubleCounts {
            underruns: self.snapshot.underruns,
            // Relaxed: every counter is read alone.
            xruns: stats.xruns.load(Relaxed),
            late_callbacks: stats.late_callbacks.load(Relaxed),
        };
        self.recent.note(counts, self.now);
    }

    fn stem_reason(&self, song: SongId, stem: usize, entry: &Stem) -> Option<HealthReason> {
        if matches!(entry.file, StemFile::Failed(_)) {
            return Some(HealthReason::StemFailed { song, stem });
        }
        // One on trial is open again, and sounds as soon as it is asked for.
        if let Some(quarantine) =
            entry.standing.quarantine().filter(|_| entry.standing.is_left_out())
        {
            let reason = quarantine.reason.clone();
            let silent_for = self.now.saturating_duration_since(quarantine.since);
            return Some(HealthReason::StemLeftOut { song, stem, reason, silent_for });
        }
        let has_vanished = entry.change == Some(FileChange::Vanished);
        has_vanished.then_some(HealthReason::FileVanished { song, stem })
    }
}
