//! Any bytes as an MP4 file of several tracks.

use std::path::Path;

use attacca_engine::{
    StemLocation,
    loading::{index::IndexCatalog, stem::OpenStem, tracks::list_tracks},
};

use crate::{decoding::decode_some, memory::MemoryFile};

/// Tracks that are decoded of a file.
const TRACKS: usize = 5;

/// Bytes of memory that the table of a track may take whatever a header claims: 4 million packets, each with
/// its size, its number and its place.
const MAX_TABLE_BYTES: usize = 64 << 20;

/// Takes `bytes` as an MP4 file: lists its tracks, opens some of them and decodes some of each.
///
/// # Panics
/// When the engine does, holds too much, or gives samples that are no numbers.
pub fn mp4(bytes: &[u8]) {
    let opener = MemoryFile::new(bytes);
    let Ok(listed) = list_tracks(Path::new("fuzzed"), &opener) else { return };
    for track in listed.tracks.iter().take(TRACKS) {
        let location = StemLocation { path: "fuzzed".into(), track: Some(track.number) };
        let Ok(stem) = OpenStem::open(location, &opener, &IndexCatalog::new()) else { continue };
        assert!(stem.index_bytes() <= MAX_TABLE_BYTES, "{} bytes of tables", stem.index_bytes());
        decode_some(&stem);
    }
}
