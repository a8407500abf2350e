//! How each edit is carried out.

mod setlists;
mod settings;
mod songs;
mod stems;
mod values;

use crate::{Edit, LibraryError, store::change::Change};

/// What an edit is called in "Undo …". Edits of one gesture are one step only if it is the same.
pub(crate) fn label(edit: &Edit) -> &'static str {
    match edit {
        Edit::AddSong(_) | Edit::AddStems { .. } => "import",
        Edit::ChangeSong { change, .. } => songs::label(change),
        Edit::SetSections { .. } => "edit sections",
        Edit::RemoveSongs { songs } if songs.len() == 1 => "remove song",
        Edit::RemoveSongs { .. } => "remove songs",
        Edit::ChangeStem { change, .. } => stems::label(change),
        Edit::RelinkStems { stems } if stems.len() == 1 => "find file",
        Edit::RelinkStems { .. } => "find files",
        Edit::MixStem { change, .. } => stems::mix_label(change),
        Edit::MoveStem { .. } => "move stem",
        Edit::RemoveStem { .. } => "remove stem",
        Edit::CreateSetlist { .. } => "new setlist",
        Edit::ChangeSetlist { name: Some(_), notes: None, .. } => "rename setlist",
        Edit::ChangeSetlist { .. } => "edit setlist",
        Edit::DuplicateSetlist { .. } => "duplicate setlist",
        Edit::DeleteSetlist { .. } => "delete setlist",
        Edit::AddEntries { songs, .. } if songs.len() == 1 => "add song to setlist",
        Edit::AddEntries { .. } => "add songs to setlist",
        Edit::RemoveEntries { entries } if entries.len() == 1 => "remove song from setlist",
        Edit::RemoveEntries { .. } => "remove songs from setlist",
        Edit::MoveEntry { .. } => "move song in setlist",
        Edit::ChangeSetting { label, .. } => label,
        Edit::ChangeEntry { notes: None, transition: Some(_), .. } => "change transition",
        Edit::ChangeEntry { .. } => "edit notes",
    }
}

/// Carries out an edit.
///
/// # Errors
/// When what it concerns is gone, or a value can't be stored. Rows may be written by then: the transaction is to be rolled back.
pub(crate) fn carry_out(edit: Edit, change: &mut Change<'_>) -> Result<(), LibraryError> {
    match edit {
        Edit::AddSong(song) => songs::add(change, &song),
        Edit::AddStems { song, stems } => stems::add(change, song, &stems),
        Edit::ChangeSong { song, change: wanted } => songs::change(change, song, &wanted),
        Edit::SetSections { song, sections } => songs::set_sections(change, song, &sections),
        Edit::RemoveSongs { songs } => {
            songs.iter().try_for_each(|song| songs::remove(change, *song))
        }
        Edit::ChangeStem { stem, change: wanted } => stems::change(change, stem, &wanted),
        Edit::RelinkStems { stems } => stems::relink(change, &stems),
        Edit::MixStem { stem, change: wanted } => stems::mix(change, stem, &wanted),
        Edit::MoveStem { stem, to } => stems::move_to(change, stem, to),
        Edit::RemoveStem { stem } => stems::remove(change, stem),
        Edit::CreateSetlist { name } => setlists::create(change, &name),
        Edit::ChangeSetlist { setlist, name, notes } => {
            setlists::change(change, setlist, name.as_deref(), notes.as_deref())
        }
        Edit::DuplicateSetlist { setlist, name } => setlists::duplicate(change, setlist, name),
        Edit::DeleteSetlist { setlist } => setlists::delete(change, setlist),
        Edit::AddEntries { setlist, songs, at, transition } => {
            setlists::add_entries(change, setlist, &songs, (at, transition))
        }
        Edit::RemoveEntries { entries } => setlists::remove_entries(change, &entries),
        Edit::MoveEntry { entry, to } => setlists::move_entry(change, entry, to),
        Edit::ChangeSetting { key, text, .. } => settings::change(change, &key, &text),
        Edit::ChangeEntry { entry, notes, transition } => {
            setlists::change_entry(change, entry, notes.as_deref(), transition)
        }
    }
}

#[cfg(test)]
mod tests;
