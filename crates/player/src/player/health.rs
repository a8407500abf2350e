//! How well all goes, in words.

use attacca_engine::{
    SongId,
    control::{Health, HealthReason, QuarantineReason},
};

use super::Player;
use crate::ipc::HealthStatus;

impl Player {
    /// `health` in words.
    pub fn health_status(&self, health: &Health) -> HealthStatus {
        let reasons = health.reasons.iter().map(|reason| self.health_text(reason)).collect();
        HealthStatus { state: health.state.into(), reasons }
    }

    fn health_text(&self, reason: &HealthReason) -> String {
        match reason {
            HealthReason::OutputReopens(reason) => format!("the output is reopened: {reason}"),
            HealthReason::OutputLost(reason) => format!("no output: {reason}"),
            HealthReason::StemFailed { song, stem } => {
                format!("{} can't be played", self.name_of_stem(*song, *stem))
            }
            HealthReason::StemLeftOut { song, stem, reason, .. } => {
                let trouble = match reason {
                    QuarantineReason::ReadFailed(_) => "can't be read",
                    QuarantineReason::Changed(_) => "is opened anew",
                    _ => "does not answer",
                };
                format!("{} {trouble}", self.name_of_stem(*song, *stem))
            }
            HealthReason::FileVanished { song, stem } => {
                format!("the file of {} is gone", self.name_of_stem(*song, *stem))
            }
            HealthReason::LoadersHang { count } => format!("{count} reads hang"),
            HealthReason::LowLead => "little is ready ahead".to_owned(),
            HealthReason::StorageSlow => "the disk is too slow to be played from".to_owned(),
            HealthReason::Underruns { count } => format!("{count} underruns just now"),
            HealthReason::Xruns { count } => format!("{count} xruns just now"),
            HealthReason::LateCallbacks { count } => format!("{count} late callbacks just now"),
            _ => "something new is wrong".to_owned(),
        }
    }

    fn name_of_stem(&self, song: SongId, stem: usize) -> &str {
        let song = self.index_of(song).map(|index| &self.entries[index].song);
        song.and_then(|song| song.stems().get(stem)).map_or("a stem", |stem| &stem.name)
    }
}
