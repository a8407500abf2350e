//! What `attacca bench --json` prints: one object, whose keys stay.

use serde::Serialize;

use super::{
    latencies::Latencies, load::LoadReport, machine::Machine, seams::SeamsReport,
    setlist::SetlistReport, stuck::StuckReport,
};

/// Everything that was measured. Keys end in their unit.
#[derive(Debug, Serialize)]
pub(crate) struct Report {
    #[serde(flatten)]
    pub(crate) song: SongReport,
    #[serde(flatten)]
    pub(crate) latencies: Latencies,
    #[serde(flatten)]
    pub(crate) load: LoadReport,
    /// The load beside busy loops.
    pub(crate) hogs: HogsReport,
    /// A whole set, armed.
    pub(crate) setlist_armed: SetlistReport,
    /// A stem whose file stops to answer.
    pub(crate) stuck_stem: StuckReport,
    #[serde(flatten)]
    pub(crate) seams: SeamsReport,
    /// Stems that play at once.
    pub(crate) max_stems: usize,
    pub(crate) machine: Machine,
}

/// What was played.
#[derive(Debug, Serialize)]
pub(crate) struct SongReport {
    /// Stems of the song.
    pub(crate) stems: usize,
    /// Its length.
    pub(crate) seconds: f64,
    /// Frames per second.
    pub(crate) sample_rate: u32,
}

/// The load beside busy loops.
#[derive(Debug, Serialize)]
pub(crate) struct HogsReport {
    /// How many: one per core.
    pub(crate) count: usize,
    #[serde(flatten)]
    pub(crate) load: LoadReport,
}

#[cfg(test)]
pub(crate) mod tests;
