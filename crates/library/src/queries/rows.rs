//! Rows as records.

use std::path::PathBuf;

use rusqlite::{Row, types::Type};

use crate::{
    Colour, Role, SectionRecord, SongId, SongRecord, StemFacts, StemFile, StemRecord, Transition,
    UnixSeconds, store::path,
};

/// The columns that [`song`] reads, of a table `song`.
pub(super) const SONG: &str = "song.id, song.title, song.artist, song.key, song.tempo_bpm,
    song.time_signature, song.colour, song.notes, song.trim_db, song.folder, song.length_seconds,
    song.added_at, (SELECT count(*) FROM stem WHERE stem.song = song.id),
    (SELECT count(*) FROM stem JOIN trouble ON trouble.stem = stem.id WHERE stem.song = song.id)";

/// How many they are.
pub(super) const SONG_COLUMNS: usize = 14;

pub(super) fn song(row: &Row<'_>) -> rusqlite::Result<SongRecord> {
    Ok(SongRecord {
        id: SongId(row.get(0)?),
        title: row.get(1)?,
        artist: row.get(2)?,
        key: row.get(3)?,
        tempo_bpm: row.get(4)?,
        time_signature: row.get(5)?,
        colour: row.get::<_, Option<u32>>(6)?.map(colour),
        notes: row.get(7)?,
        trim_db: row.get(8)?,
        folder: path(row, 9)?,
        length_seconds: row.get(10)?,
        added_at: UnixSeconds(row.get(11)?),
        stem_count: row.get(12)?,
        missing_stems: row.get(13)?,
    })
}

/// The columns that [`stem`] reads, of `stem LEFT JOIN trouble`.
pub(super) const STEM: &str = "stem.id, stem.song, stem.name, stem.role, stem.colour, stem.path,
    stem.track, stem.byte_count, stem.modified_ns, stem.format, stem.sample_rate_hz, stem.bits,
    stem.channel_count, stem.length_frames, stem.level_db, stem.pan, stem.is_muted,
    stem.is_solo_safe, stem.bus, trouble.text";

pub(super) fn stem(row: &Row<'_>) -> rusqlite::Result<StemRecord> {
    Ok(StemRecord {
        id: row.get(0)?,
        song: row.get(1)?,
        name: row.get(2)?,
        role: Role::of_name(&row.get::<_, String>(3)?).unwrap_or(Role::Other),
        colour: colour(row.get(4)?),
        file: StemFile {
            path: path(row, 5)?,
            track: row.get(6)?,
            byte_count: row.get(7)?,
            modified_ns: row.get(8)?,
        },
        facts: StemFacts {
            format: row.get(9)?,
            sample_rate_hz: row.get(10)?,
            bits: row.get(11)?,
            channel_count: row.get(12)?,
            length_frames: row.get(13)?,
        },
        level_db: row.get(14)?,
        pan: row.get(15)?,
        is_muted: row.get(16)?,
        is_solo_safe: row.get(17)?,
        bus: row.get(18)?,
        trouble: row.get(19)?,
    })
}

/// Reads `name, start_seconds, end_seconds, colour`.
pub(super) fn section(row: &Row<'_>) -> rusqlite::Result<SectionRecord> {
    Ok(SectionRecord {
        name: row.get(0)?,
        start_seconds: row.get(1)?,
        end_seconds: row.get(2)?,
        colour: row.get::<_, Option<u32>>(3)?.map(colour),
    })
}

/// Reads a transition from two columns, the first at `column`.
pub(super) fn transition(row: &Row<'_>, column: usize) -> rusqlite::Result<Transition> {
    let seconds = row.get(column + 1)?;
    match row.get::<_, String>(column)?.as_str() {
        "stop" => Ok(Transition::Stop),
        "gapless" => Ok(Transition::Gapless),
        "crossfade" => Ok(Transition::Crossfade { seconds }),
        _ => Err(rusqlite::Error::InvalidColumnType(column, "transition".into(), Type::Text)),
    }
}

fn path(row: &Row<'_>, column: usize) -> rusqlite::Result<PathBuf> {
    Ok(path::from_bytes(row.get(column)?))
}

fn colour(rgb: u32) -> Colour {
    let [_, red, green, blue] = rgb.to_be_bytes();
    Colour { red, green, blue }
}
