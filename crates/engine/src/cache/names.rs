//! What songs, stems and chunks are called in the cache. Pure.
//!
//! A song's folder is named after the folder of its stems, a stem's after its file, each with a hash: of
//! where the stems are and of the engine's rate. So a song keeps its name as long as its stems stay
//! where they are, and two rates of one song are two songs.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use attacca_units::SampleRate;

use crate::loading::tracks::StemLocation;

/// Characters of a name that people read; with the hash and the chunks' names far below the 255 bytes
/// that file systems take.
const READABLE_CHARS: usize = 32;

/// Digits of a hash: 64 bits.
const HASH_DIGITS: usize = 16;

/// What describes a stem.
pub(super) const METADATA: &str = "metadata.json";

/// Files that are being written are called so.
pub(super) const UNFINISHED: &str = ".unfinished-";

/// The folder of a song with stems at `locations`.
pub(super) fn song_name(locations: &[StemLocation], engine_rate: SampleRate) -> String {
    let folder = locations.first().and_then(|location| location.path.parent());
    let mut hasher = blake3::Hasher::new();
    hasher.update(&engine_rate.hz().to_le_bytes());
    let hashes: BTreeSet<[u8; 32]> = locations.iter().map(hash_of).collect();
    hashes.iter().for_each(|hash| {
        hasher.update(hash);
    });
    named(folder.and_then(Path::file_name), &hasher.finalize())
}

/// The folder of a stem in its song's.
pub(super) fn stem_name(location: &StemLocation) -> String {
    named(location.path.file_stem(), &hash_of(location).into())
}

/// The file of a chunk in its stem's folder.
pub(super) fn chunk_name(number: u64) -> String {
    format!("chunk_{number:04}.flac")
}

/// The chunk whose file is called `name`; `None` when it is none's.
pub(super) fn chunk_number(name: &str) -> Option<u64> {
    let digits = name.strip_prefix("chunk_")?.strip_suffix(".flac")?;
    let number = digits.parse().ok()?;
    (chunk_name(number) == name).then_some(number)
}

/// True when a folder called `name` may be a song's or a stem's. Whatever else is in the cache's folder
/// is left alone.
pub(super) fn is_ours(name: &str) -> bool {
    name.rsplit_once('-').is_some_and(|(_, hash)| {
        hash.len() == HASH_DIGITS
            && hash.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
    })
}

/// The part of a folder's name that people read.
pub(super) fn readable_part(name: &str) -> &str {
    name.rsplit_once('-').map_or(name, |(readable, _)| readable)
}

/// Where a chunk is.
pub(super) fn chunk_path(stem_folder: &Path, number: u64) -> PathBuf {
    stem_folder.join(chunk_name(number))
}

fn hash_of(location: &StemLocation) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new();
    hasher.update(location.path.as_os_str().as_encoded_bytes());
    hasher.update(&location.track.map_or(u64::MAX, |track| track as u64).to_le_bytes());
    *hasher.finalize().as_bytes()
}

fn named(readable: Option<&std::ffi::OsStr>, hash: &blake3::Hash) -> String {
    let readable = readable.map(|name| name.to_string_lossy()).unwrap_or_default();
    let kept = |c: char| if c.is_alphanumeric() || c == '_' { c } else { '_' };
    let mut name: String = readable.chars().take(READABLE_CHARS).map(kept).collect();
    name.push('-');
    name.push_str(&hash.to_hex()[..HASH_DIGITS]);
    name
}

#[cfg(test)]
mod tests;
