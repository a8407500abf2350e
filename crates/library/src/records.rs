//! What is stored, as it is read.

use std::path::PathBuf;

use attacca_session::Colour;

use crate::{EntryId, Role, SetlistId, SongId, StemId};

/// Seconds since 1970 began, UTC.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnixSeconds(pub i64);

/// A song, as lists show it.
#[derive(Debug, Clone, PartialEq)]
pub struct SongRecord {
    /// Its number.
    pub id: SongId,
    /// What people call it.
    pub title: String,
    /// Who plays it; may be empty.
    pub artist: String,
    /// Its musical key, as people write it: "F♯m"; may be empty.
    pub key: String,
    /// Beats per minute.
    pub tempo_bpm: Option<f64>,
    /// As people write it: "4/4"; may be empty.
    pub time_signature: String,
    /// How it is marked.
    pub colour: Option<Colour>,
    /// What people want to remember; may be empty.
    pub notes: String,
    /// Its level against other songs, dB.
    pub trim_db: f64,
    /// The folder or file that it was imported from.
    pub folder: PathBuf,
    /// The length of its longest stem, seconds.
    pub length_seconds: f64,
    /// When it was imported.
    pub added_at: UnixSeconds,
    /// How many stems it has.
    pub stem_count: usize,
    /// How many of them are in [trouble](StemRecord::trouble).
    pub missing_stems: usize,
}

/// A song with all that belongs to it.
#[derive(Debug, Clone, PartialEq)]
pub struct SongDetail {
    /// The song.
    pub song: SongRecord,
    /// Its sections, by their starts.
    pub sections: Vec<SectionRecord>,
    /// Its stems in their order.
    pub stems: Vec<StemRecord>,
}

/// A named part of a song, half-open.
#[derive(Debug, Clone, PartialEq)]
pub struct SectionRecord {
    /// "Verse 1".
    pub name: String,
    /// Where it begins, seconds.
    pub start_seconds: f64,
    /// Where it ends, seconds.
    pub end_seconds: f64,
    /// How it is marked.
    pub colour: Option<Colour>,
}

/// A stem of a song.
#[derive(Debug, Clone, PartialEq)]
pub struct StemRecord {
    /// Its number.
    pub id: StemId,
    /// Whose stem it is.
    pub song: SongId,
    /// What people call it.
    pub name: String,
    /// What it is in the arrangement.
    pub role: Role,
    /// How it is marked.
    pub colour: Colour,
    /// Where its sound is.
    pub file: StemFile,
    /// What its file held when it was imported.
    pub facts: StemFacts,
    /// Its level, dB; -100 is silence.
    pub level_db: f64,
    /// From -1, left, to 1, right.
    pub pan: f64,
    /// Silent until somebody asks for it.
    pub is_muted: bool,
    /// Heard although others are soloed.
    pub is_solo_safe: bool,
    /// The bus that it goes to.
    pub bus: String,
    /// What is wrong with its file, as last noted by [`note_trouble`](crate::Library::note_trouble).
    pub trouble: Option<String>,
}

/// Where the sound of a stem is, and which file it was.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct StemFile {
    /// The file, byte for byte. Show it through
    /// [`printable`](attacca_session::name::printable).
    pub path: PathBuf,
    /// Which of the tracks in it, from 0; `None` when the file is one stem.
    pub track: Option<usize>,
    /// Its length, bytes.
    pub byte_count: u64,
    /// When it was last written: nanoseconds since 1970; 0 when the system does not tell.
    pub modified_ns: i64,
}

/// What a stem's file holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StemFacts {
    /// The container and coding, as shown to users: "FLAC".
    pub format: String,
    /// Frames per second, Hz.
    pub sample_rate_hz: u32,
    /// Bits of a sample.
    pub bits: u32,
    /// Channels in the file.
    pub channel_count: u32,
    /// The length, frames at its own rate.
    pub length_frames: u64,
}

impl StemFacts {
    /// The length, seconds.
    pub fn length_seconds(&self) -> f64 {
        self.length_frames as f64 / f64::from(self.sample_rate_hz.max(1))
    }
}

/// A setlist, as lists show it.
#[derive(Debug, Clone, PartialEq)]
pub struct SetlistSummary {
    /// Its number.
    pub id: SetlistId,
    /// What people call it.
    pub name: String,
    /// How many entries it has.
    pub entry_count: usize,
    /// The lengths of their songs together, seconds.
    pub total_seconds: f64,
}

/// A setlist with its entries.
#[derive(Debug, Clone, PartialEq)]
pub struct SetlistRecord {
    /// Its number.
    pub id: SetlistId,
    /// What people call it.
    pub name: String,
    /// What people want to remember.
    pub notes: String,
    /// In the order of the show.
    pub entries: Vec<EntryRecord>,
}

impl SetlistRecord {
    /// The lengths of its songs together, seconds.
    pub fn total_seconds(&self) -> f64 {
        self.entries.iter().map(|entry| entry.song.length_seconds).sum()
    }
}

/// One time that a song is played in a setlist.
#[derive(Debug, Clone, PartialEq)]
pub struct EntryRecord {
    /// Its number.
    pub id: EntryId,
    /// What is played.
    pub song: SongRecord,
    /// What people want to remember this time.
    pub notes: String,
    /// What happens at its end.
    pub transition: Transition,
}

/// What happens at the end of an entry.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub enum Transition {
    /// The next one is ready and waits for play.
    #[default]
    Stop,
    /// The next one begins with the next frame.
    Gapless,
    /// The next one begins before the end, and both sound for so long.
    Crossfade {
        /// How long, seconds.
        seconds: f64,
    },
}
