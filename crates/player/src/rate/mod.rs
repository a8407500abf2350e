//! The rate of a set: that of its first song.

use std::path::{Path, PathBuf};

use attacca_engine::{
    EngineSettings,
    error::OpenError,
    loading::{index::IndexCatalog, stem::OpenStem},
};
use attacca_session::{Setlist, Song};
use attacca_units::SampleRate;

/// No stem of a set can be opened: there is nothing to play.
#[derive(Debug, thiserror::Error)]
#[error("none of the files can be played")]
pub struct NothingPlayable {
    /// Why, for each file.
    pub failures: Vec<(PathBuf, OpenError)>,
}

/// The commonest rate of the stems of the first song that has any that can be opened.
///
/// Opens the files of that song, and reads their headers; the engine opens the others later.
///
/// # Errors
/// When no stem of any song can be opened.
pub fn engine_rate(setlist: &Setlist) -> Result<SampleRate, NothingPlayable> {
    let mut failures = Vec::new();
    for song in setlist.songs() {
        if let Some(rate) = commonest(&rates_of(song, &mut failures)) {
            return Ok(rate);
        }
    }
    Err(NothingPlayable { failures })
}

fn rates_of(song: &Song, failures: &mut Vec<(PathBuf, OpenError)>) -> Vec<SampleRate> {
    let mut rates = Vec::new();
    for stem in song.stems() {
        match rate_of(&stem.path) {
            Ok(rate) => rates.push(rate),
            Err(error) => failures.push((stem.path.clone(), error)),
        }
    }
    rates
}

fn rate_of(path: &Path) -> Result<SampleRate, OpenError> {
    let opener = EngineSettings::new(SampleRate::HZ_48000).opener;
    OpenStem::open(path, &*opener, &IndexCatalog::default()).map(|stem| stem.info().sample_rate)
}

/// The rate that occurs most often; of several, the one that comes first.
fn commonest(rates: &[SampleRate]) -> Option<SampleRate> {
    let count = |rate: SampleRate| rates.iter().filter(|other| **other == rate).count();
    // `max_by_key` takes the last of equals, hence from the end.
    rates.iter().rev().copied().max_by_key(|rate| count(*rate))
}

#[cfg(test)]
mod tests;
