//! Songs to folders: complete, or not there.

use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::Arc,
};

use crate::{DemoError, DemoSettings, render::Rendering, song::Song, synth::WaveBank};

/// How far [`write_demo`] has come.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DemoProgress<'a> {
    /// The song being made, counted from 0.
    pub song_index: usize,
    /// Songs of the set.
    pub song_count: usize,
    /// Title of the song being made.
    pub title: &'a str,
    /// How much of it is made; 0 to 1.
    pub done: f64,
}

/// Makes a set of songs in `dir`, each a folder `01 Title` of stems `01 Name.flac`, and returns
/// the songs' folders.
///
/// `dir` is made when it is not there. A song's folder appears when it is complete. `progress` is
/// called several times a second.
///
/// # Errors
/// [`DemoError::Settings`] and [`DemoError::SongExists`] before anything is written. Otherwise
/// the songs before the one that failed are there, and nothing of that one.
pub fn write_demo(
    dir: &Path,
    settings: &DemoSettings,
    mut progress: impl FnMut(DemoProgress<'_>),
) -> Result<Vec<PathBuf>, DemoError> {
    settings.check()?;
    let songs = Song::set(settings);
    let folders: Vec<PathBuf> = songs
        .iter()
        .enumerate()
        .map(|(index, song)| dir.join(format!("{:02} {}", index + 1, song.title)))
        .collect();
    if let Some(path) = folders.iter().find(|folder| folder.symlink_metadata().is_ok()) {
        return Err(DemoError::SongExists { path: path.clone() });
    }
    fs::create_dir_all(dir).map_err(|error| failed_at(dir, error))?;
    let waves = Arc::new(WaveBank::new());
    for (song_index, (song, folder)) in songs.iter().zip(&folders).enumerate() {
        let passing = passing_folder(dir).map_err(|error| failed_at(folder, error))?;
        let mut rendering = Rendering::begin(song, settings, &waves, passing.path())?;
        let song_count = songs.len();
        while rendering.go_on()? {
            let done = rendering.done();
            progress(DemoProgress { song_index, song_count, title: &song.title, done });
        }
        rendering.finish()?;
        fs::rename(passing.path(), folder).map_err(|error| failed_at(folder, error))?;
        progress(DemoProgress { song_index, song_count, title: &song.title, done: 1.0 });
    }
    Ok(folders)
}

/// A folder for the song being made, gone when it fails.
fn passing_folder(dir: &Path) -> io::Result<tempfile::TempDir> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".demo-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // As for any new folder; the default of temporary ones is for their owner alone.
        builder.permissions(fs::Permissions::from_mode(0o777));
    }
    builder.tempdir_in(dir)
}

fn failed_at(path: &Path, error: io::Error) -> DemoError {
    DemoError::Folder { path: path.to_owned(), error }
}
