//! Folders to import, and the libraries that they come into.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use attacca_library::{
    Library, SongDetail, SongQuery, UnixSeconds,
    import::{self, Added, ImportEvent, ImportFailure, ImportSettings},
};
use attacca_test_support::files::{WavFormat, write_wav};
use attacca_units::SampleRate;

/// A time in November 2026.
pub(crate) const NOW: UnixSeconds = UnixSeconds(1_795_000_000);

/// How long anything may take, on a machine with other work.
pub(crate) const TIMEOUT: Duration = Duration::from_secs(30);

/// What an import did.
#[derive(Debug, Default)]
pub(crate) struct Imported {
    pub(crate) added: Vec<Added>,
    pub(crate) failures: Vec<ImportFailure>,
    pub(crate) files_found: usize,
    pub(crate) files_read: usize,
    pub(crate) is_cancelled: bool,
}

impl Imported {
    pub(crate) fn stems_added(&self) -> usize {
        self.added.iter().map(|added| added.stems_added).sum()
    }
}

/// Imports paths, as a program does.
pub(crate) fn import(library: &mut Library, paths: &[&Path], gesture: u64) -> Imported {
    let paths = paths.iter().map(|path| path.to_path_buf()).collect();
    let import = import::start(ImportSettings { paths, now: NOW, threads: None }).unwrap();
    let mut imported = Imported::default();
    let deadline = Instant::now() + TIMEOUT;
    loop {
        match import.events.recv_deadline(deadline).expect("it goes on") {
            ImportEvent::Looking { .. } => {}
            ImportEvent::Found { files_found } => imported.files_found = files_found,
            ImportEvent::Read { .. } => imported.files_read += 1,
            ImportEvent::Failed(failure) => imported.failures.push(failure),
            ImportEvent::Song(song) => {
                imported.added.push(library.add_found(*song, gesture).unwrap());
            }
            ImportEvent::Ended { is_cancelled } => {
                imported.is_cancelled = is_cancelled;
                return imported;
            }
        }
    }
}

/// Opens an empty library in a folder of its own.
pub(crate) fn library(folder: &Path) -> Library {
    Library::open(folder, NOW).unwrap().0
}

/// Every song, in the order of import.
pub(crate) fn songs(library: &Library) -> Vec<SongDetail> {
    let query = SongQuery {
        order: attacca_library::SongOrder::Added,
        limit: usize::MAX,
        ..SongQuery::default()
    };
    let songs = library.search(&query).unwrap().songs;
    songs.iter().map(|song| library.song(song.id).unwrap()).collect()
}

/// "Title: Stem, Stem" of every song.
pub(crate) fn listing(library: &Library) -> Vec<String> {
    let line = |song: SongDetail| {
        let stems: Vec<&str> = song.stems.iter().map(|stem| stem.name.as_str()).collect();
        format!("{}: {}", song.song.title, stems.join(", "))
    };
    songs(library).into_iter().map(line).collect()
}

/// Writes a WAV of so many frames, with the folders that it is in.
pub(crate) fn wav(path: &Path, frames: usize) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    let sample_rate = SampleRate::HZ_48000;
    let format = WavFormat { sample_rate, channel_count: 2, bits_per_sample: 16 };
    write_wav(path, format, &vec![100; frames * 2]);
}

/// What a folder holds: the bytes of every file and their times, so that any change is seen.
pub(crate) fn fingerprint(folder: &Path) -> BTreeMap<PathBuf, String> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        let metadata = fs::symlink_metadata(&path).unwrap();
        let content = match () {
            () if metadata.is_dir() => {
                found.extend(fingerprint(&path));
                String::new()
            }
            () if metadata.is_file() => {
                fs::read(&path).map_or_else(|e| e.to_string(), |b| blake3::hash(&b).to_string())
            }
            () => String::new(),
        };
        found.insert(path, format!("{content} {:?} {}", metadata.modified(), metadata.len()));
    }
    found
}
