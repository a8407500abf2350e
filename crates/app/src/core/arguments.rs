//! What the page names, as the library takes it. Pure.

use attacca_library::{self as library, SectionRecord};

use super::{refusals::seconds, views};
use crate::ipc::{EntryId, ErrorCode, IpcError, Section, SetlistId, SongId, StemId, Wave};

/// Rows of a page, songs of an edit, sections of a song, at most.
pub(super) const MANY: usize = 1000;

pub(super) fn song_id(song: SongId) -> library::SongId {
    library::SongId(song.0)
}

pub(super) fn stem_id(stem: StemId) -> library::StemId {
    library::StemId(stem.0)
}

pub(super) fn setlist_id(setlist: SetlistId) -> library::SetlistId {
    library::SetlistId(setlist.0)
}

pub(super) fn entry_id(entry: EntryId) -> library::EntryId {
    library::EntryId(entry.0)
}

pub(super) fn new_setlist(applied: library::Applied) -> Result<SetlistId, IpcError> {
    let none = || IpcError::new(ErrorCode::Internal, "the library made no setlist");
    applied.new_setlist.map(|setlist| SetlistId(setlist.0)).ok_or_else(none)
}

pub(super) fn wave_view(wave: library::waves::Wave) -> Wave {
    let library::waves::Wave { seconds_per_bin, peak, rms } = wave;
    Wave { seconds_per_bin, peak, rms }
}

pub(super) fn section_record(section: Section) -> Result<SectionRecord, IpcError> {
    Ok(SectionRecord {
        start_seconds: seconds("a section's start", section.start_seconds)?,
        end_seconds: seconds("a section's end", section.end_seconds)?,
        colour: section.colour.map(|text| views::colour(&text)).transpose()?,
        name: section.name,
    })
}

pub(super) fn check_count(count: usize) -> Result<(), IpcError> {
    match count {
        0..=MANY => Ok(()),
        _ => Err(IpcError::invalid(format!("{MANY} at most at a time"))),
    }
}
