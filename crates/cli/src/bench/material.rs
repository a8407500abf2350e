//! The songs that are measured with.

use std::path::Path;

use attacca_engine::{EngineSettings, SongSource, StemMix, StemSource};
use attacca_player::{OfferedRates, Setlist, Song, folder, read_rates};
use attacca_units::SampleRate;

use super::BenchError;

/// A song, and the rate that it is played at: that of most of its stems.
#[derive(Debug)]
pub(crate) struct Material {
    song: Song,
    pub(crate) engine_rate: SampleRate,
}

impl Material {
    /// The first song in `path`.
    ///
    /// # Errors
    /// When there is none, or none of its files can be opened.
    pub(crate) fn open(path: &Path) -> Result<Material, BenchError> {
        let unusable = |reason: String| BenchError::Material { path: path.to_owned(), reason };
        let found = folder::read_set(&[path.to_owned()]);
        let song = found.songs.into_iter().next().ok_or_else(|| {
            let problem = found.problems.first().map(ToString::to_string);
            unusable(problem.unwrap_or_else(|| "no songs".to_owned()))
        })?;
        let setlist = Setlist::new(vec![song.clone()]).map_err(|e| unusable(e.to_string()))?;
        let rates = read_rates(&setlist).map_err(|e| unusable(e.to_string()))?;
        Ok(Material { song, engine_rate: rates.engine_rate(&OfferedRates::Any) })
    }

    /// The first song in `path`, played at `engine_rate`.
    ///
    /// # Errors
    /// As for [`Material::open`].
    pub(crate) fn open_at(path: &Path, engine_rate: SampleRate) -> Result<Material, BenchError> {
        Ok(Material { engine_rate, ..Material::open(path)? })
    }

    /// The engine's defaults at the song's rate.
    pub(crate) fn engine_settings(&self) -> EngineSettings {
        EngineSettings::new(self.engine_rate)
    }

    /// The song as the engine takes it; each one is another song to the engine.
    pub(crate) fn source(&self) -> SongSource {
        let stem = |path: &Path| StemSource { location: path.into(), mix: StemMix::default() };
        SongSource { stems: self.paths().map(stem).collect() }
    }

    /// As many stems as asked for, the song's files again and again.
    pub(crate) fn repeated(&self, stem_count: usize) -> SongSource {
        let stems = self.source().stems;
        SongSource { stems: stems.iter().cycle().take(stem_count).cloned().collect() }
    }

    /// The stems' files.
    pub(crate) fn paths(&self) -> impl Iterator<Item = &Path> {
        self.song.stems().iter().map(|stem| stem.path.as_path())
    }
}
