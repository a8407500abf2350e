//! Reads what the files of a song hold, and makes the song of it.

use std::{
    fs,
    path::{Path, PathBuf},
    time::UNIX_EPOCH,
};

use attacca_engine::loading::{
    index::IndexCatalog,
    source::FileOpener,
    stem::{OpenStem, StemInfo},
    tracks::{FileTrack, StemLocation, list_tracks},
};
use attacca_session::{
    Song, SongFiles, Stem, TrackLabel, chain,
    name::{is_stem_file, printable},
};

use crate::{
    NewSong, NewStem, Role, StemFacts, StemFile, UnixSeconds,
    import::{
        ImportFailure,
        find::FoundSong,
        guess::{common_beginning, guess_song, guess_stems},
    },
};

/// The stems that the file at `path` holds: its tracks if it is a file of several stems, else itself.
///
/// # Errors
/// When it can't be read.
pub(super) fn stems_of(path: &Path) -> Result<Vec<(Stem, StemFacts, StemFile)>, ImportFailure> {
    let failed = |reason: String| ImportFailure { path: path.to_owned(), reason };
    let said = |error: &dyn std::error::Error| failed(printable(&chain(error)).into_owned());
    let file = identity(path).map_err(|error| said(&error))?;
    let mut stems = Vec::new();
    if is_stem_file(path) {
        let tracks = list_tracks(path, &FileOpener).map_err(|error| said(&error))?;
        let tracks = if tracks.is_stem_file { tracks.tracks } else { Vec::new() };
        stems.extend(tracks.into_iter().map(|track| stem_of(path, track)));
    }
    if stems.is_empty() {
        stems.push(Stem::of_file(path.to_owned()));
    }
    let read = |stem: Stem| {
        let location = StemLocation { path: stem.path.clone(), track: stem.track };
        let open = OpenStem::open(location, &FileOpener, &IndexCatalog::default());
        let facts = facts(open.map_err(|error| said(&error))?.info());
        let file = StemFile { track: stem.track, ..file.clone() };
        Ok((stem, facts, file))
    };
    stems.into_iter().map(read).collect()
}

/// What a stem is when its sound is at `path`, in the track of that number if it is one of several.
///
/// # Errors
/// When it can't be read or has no such track.
pub fn read_file(
    path: &Path,
    track: Option<usize>,
) -> Result<(StemFile, StemFacts), ImportFailure> {
    let failed = |error: &dyn std::error::Error| ImportFailure {
        path: path.to_owned(),
        reason: printable(&chain(error)).into_owned(),
    };
    let file = StemFile { track, ..identity(path).map_err(|error| failed(&error))? };
    let location = StemLocation { path: path.to_owned(), track };
    let open = OpenStem::open(location, &FileOpener, &IndexCatalog::default());
    let facts = facts(open.map_err(|error| failed(&error))?.info());
    Ok((file, facts))
}

/// Which file is at `path` now.
fn identity(path: &Path) -> std::io::Result<StemFile> {
    let metadata = fs::metadata(path)?;
    let modified = metadata.modified().ok().and_then(|at| at.duration_since(UNIX_EPOCH).ok());
    Ok(StemFile {
        path: path.to_owned(),
        track: None,
        byte_count: metadata.len(),
        modified_ns: modified.map_or(0, |at| i64::try_from(at.as_nanos()).unwrap_or(i64::MAX)),
    })
}

fn stem_of(path: &Path, track: FileTrack) -> Stem {
    let FileTrack { number, name, colour, is_mix } = track;
    Stem::of_labelled_track(path.to_owned(), TrackLabel { number, name, colour, is_mix })
}

fn facts(info: &StemInfo) -> StemFacts {
    StemFacts {
        format: info.format.to_owned(),
        sample_rate_hz: info.sample_rate.hz(),
        bits: info.bits,
        channel_count: u32::try_from(info.source_channels).unwrap_or(u32::MAX),
        length_frames: info.frame_count.0,
    }
}

/// The song of what its files hold; `None` when none could be read.
pub(super) fn song_of(
    found: &FoundSong,
    stems: Vec<(Stem, StemFacts, StemFile)>,
    now: UnixSeconds,
) -> Option<NewSong> {
    let files = SongFiles {
        folder: named(&found.folder),
        stems: stems.iter().map(|(stem, _, _)| stem.clone()).collect(),
    };
    let song = files.into_song().ok()?;
    let names: Vec<&str> = song.stems().iter().map(|stem| stem.name.as_str()).collect();
    let mut words = guess_song(song.title());
    // "Song_120bpm_Drums.wav": what the folder does not tell, the names of its files may.
    let common = guess_song(&names[0][..common_beginning(&names)]);
    words.tempo_bpm = words.tempo_bpm.or(common.tempo_bpm);
    if words.key.is_empty() {
        words.key = common.key;
    }
    Some(NewSong {
        title: words.title,
        artist: words.artist,
        key: words.key,
        tempo_bpm: words.tempo_bpm,
        time_signature: words.time_signature,
        colour: None,
        folder: found.folder.clone(),
        added_at: now,
        stems: new_stems(&song, &names, &stems),
        sections: Vec::new(),
    })
}

fn new_stems(song: &Song, names: &[&str], read: &[(Stem, StemFacts, StemFile)]) -> Vec<NewStem> {
    let guesses = guess_stems(names);
    let is_music = |role: Role| !role.is_for_the_band() && role != Role::Mix;
    // A mix is silent only beside the stems that it was made of.
    let has_stems = guesses.iter().filter(|guess| is_music(guess.role)).count() >= 2;
    let stems = song.stems().iter().zip(guesses).filter_map(|(stem, guess)| {
        // A song has the same stems in another order.
        let (_, facts, file) =
            read.iter().find(|(one, _, _)| (&one.path, one.track) == (&stem.path, stem.track))?;
        let role = if stem.is_muted_at_first { Role::Mix } else { guess.role };
        Some(NewStem {
            name: guess.name,
            role,
            colour: stem.colour.unwrap_or(role.colour()),
            file: file.clone(),
            facts: facts.clone(),
            level_db: 0.0,
            is_muted: stem.is_muted_at_first || (role == Role::Mix && has_stems),
            is_solo_safe: role.is_for_the_band(),
            bus: role.usual_bus().to_owned(),
        })
    });
    stems.collect()
}

/// The folder under its name: "." and ".." have none.
fn named(folder: &Path) -> PathBuf {
    match folder.file_name() {
        Some(_) => folder.to_owned(),
        None => folder.canonicalize().unwrap_or_else(|_| folder.to_owned()),
    }
}
