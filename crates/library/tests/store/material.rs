//! Songs to store.

use std::{
    path::Path,
    thread,
    time::{Duration, Instant},
};

use attacca_library::{
    Colour, Edit, Library, LibraryError, NewSong, NewStem, OpenReport, Role, SectionRecord, SongId,
    StemFacts, StemFile, UnixSeconds, care::CareOutcome,
};

/// A time in November 2026.
pub(crate) const NOW: UnixSeconds = UnixSeconds(1_795_000_000);

/// How long another process may keep a lock: one that is kept for longer leaks.
const LOCK_TIMEOUT: Duration = Duration::from_secs(30);

/// Opens a library that no other program has open.
///
/// Tests of this program start processes. Until such a one runs its own program it has all files of this one open, and with
/// them the locks of libraries that other tests have dropped since: that passes.
pub(crate) fn try_to_open(
    folder: &Path,
    now: UnixSeconds,
) -> Result<(Library, OpenReport), LibraryError> {
    let began = Instant::now();
    loop {
        match Library::open(folder, now) {
            Err(LibraryError::InUse { .. }) if began.elapsed() < LOCK_TIMEOUT => {
                thread::sleep(Duration::from_millis(1));
            }
            opened => return opened,
        }
    }
}

/// A song of stems of these names.
pub(crate) fn song(title: &str, stems: &[&str]) -> NewSong {
    let folder = Path::new("/music").join(title);
    NewSong {
        title: title.to_owned(),
        artist: "The Band".to_owned(),
        tempo_bpm: Some(120.0),
        folder: folder.clone(),
        added_at: NOW,
        stems: stems.iter().map(|name| stem(&folder, name)).collect(),
        sections: vec![SectionRecord {
            name: "Intro".to_owned(),
            start_seconds: 0.0,
            end_seconds: 8.0,
            colour: None,
        }],
        ..NewSong::default()
    }
}

/// A stem of three minutes.
pub(crate) fn stem(folder: &Path, name: &str) -> NewStem {
    NewStem {
        name: name.to_owned(),
        role: Role::Other,
        colour: Colour { red: 10, green: 20, blue: 30 },
        file: StemFile {
            path: folder.join(name).with_extension("wav"),
            track: None,
            byte_count: 44,
            modified_ns: 5,
        },
        facts: StemFacts {
            format: "WAV".to_owned(),
            sample_rate_hz: 48_000,
            bits: 24,
            channel_count: 2,
            length_frames: 180 * 48_000,
        },
        level_db: 0.0,
        is_muted: false,
        is_solo_safe: false,
        bus: "main".to_owned(),
    }
}

/// Opens a library that must be whole.
pub(crate) fn open(folder: &Path) -> Library {
    let (library, report) = try_to_open(folder, NOW).expect("the library can be opened");
    assert_eq!(report.damage, None);
    library
}

/// Adds a song with these stems.
pub(crate) fn add(library: &mut Library, title: &str, stems: &[&str]) -> SongId {
    let edit = Edit::AddSong(Box::new(song(title, stems)));
    library.apply(edit, None).expect("a song can be added").new_song.expect("it is new")
}

/// Waits for the check and the backup in the background.
pub(crate) fn wait_for_care(library: &mut Library) -> CareOutcome {
    for _ in 0..3000 {
        if let Some(outcome) = library.care_outcome() {
            return outcome;
        }
        thread::sleep(Duration::from_millis(10));
    }
    panic!("the care never ends");
}

/// The titles of all songs.
pub(crate) fn titles(library: &Library) -> Vec<String> {
    let query = attacca_library::SongQuery { limit: usize::MAX, ..Default::default() };
    let page = library.search(&query).expect("songs can be searched");
    page.songs.into_iter().map(|song| song.title).collect()
}
