//! Edits of the library, and what follows from them for the show.

use attacca_library::{Applied, Edit, LibraryError, SetlistId, SongId};

use super::Core;
use crate::ipc::{ErrorCode, IpcError, Severity, UndoState};

impl Core {
    /// Makes a change, stored when this returns, and lets the show follow.
    pub(super) fn edit(&mut self, edit: Edit, gesture: Option<u64>) -> Result<Applied, IpcError> {
        self.check_lock()?;
        self.check_playing(self.touches_what_plays(&edit))?;
        self.store_faders();
        let is_mix = matches!(edit, Edit::MixStem { .. });
        let applied = self.library.apply(edit, gesture)?;
        if is_mix {
            self.follow_mix(&applied);
            self.sent.songs.extend(&applied.songs);
        } else {
            self.follow(&applied);
        }
        Ok(applied)
    }

    /// Takes the last edit back.
    pub(super) fn take_back(&mut self) -> Result<UndoState, IpcError> {
        self.step(attacca_library::Library::undo, attacca_library::Library::redo)
    }

    /// Makes the edit again that was taken back last.
    pub(super) fn do_again(&mut self) -> Result<UndoState, IpcError> {
        self.step(attacca_library::Library::redo, attacca_library::Library::undo)
    }

    /// What can be undone, in words.
    pub(super) fn undo_view(&self) -> UndoState {
        let state = self.library.undo_state().unwrap_or_default();
        UndoState {
            undo: state.undo.map(|label| format!("Undo {label}")),
            redo: state.redo.map(|label| format!("Redo {label}")),
        }
    }

    /// Lets the show follow a change of the library.
    pub(super) fn follow(&mut self, applied: &Applied) {
        let open = self.set.as_ref().map(|set| set.id);
        let in_set = |song: &SongId| self.songs.contains_key(song);
        let is_set_touched = open.is_some_and(|open| applied.setlists.contains(&open))
            || applied.songs.iter().any(in_set);
        if is_set_touched {
            self.put_set_on();
            self.follow_rate_soon();
        }
        if applied.has_settings
            && let Err(error) = self.reread_routing()
        {
            self.notify(Severity::Warning, error.message, None, None);
        }
        self.sent.songs.extend(&applied.songs);
        self.sent.setlists.extend(&applied.setlists);
        self.sent.library_changed();
    }

    /// The same for a mix.
    fn follow_mix(&mut self, applied: &Applied) {
        for song in &applied.songs {
            if self.songs.contains_key(song)
                && let Ok(detail) = self.library.song(*song)
            {
                self.songs.insert(*song, detail);
                self.mix_song(*song);
            }
        }
        self.sent.undo_changed();
    }

    /// A step back or forth; one that would take the song away that plays is taken back itself.
    fn step(
        &mut self,
        step: impl Fn(&mut attacca_library::Library) -> Result<Option<Applied>, LibraryError>,
        back: impl Fn(&mut attacca_library::Library) -> Result<Option<Applied>, LibraryError>,
    ) -> Result<UndoState, IpcError> {
        self.check_lock()?;
        let Some(applied) = step(&mut self.library)? else { return Ok(self.undo_view()) };
        if self.plays() && !self.is_current_left() {
            back(&mut self.library)?;
            let text = "this would take the song away that plays; pause it first";
            return Err(IpcError::new(ErrorCode::Locked, text));
        }
        self.follow(&applied);
        Ok(self.undo_view())
    }

    /// True when the library still has the current entry in its place of the show.
    fn is_current_left(&self) -> bool {
        let (Some(set), Some(current)) = (&self.set, self.current_entry()) else { return true };
        let stored = self.library.setlist(set.id);
        stored.is_ok_and(|set| set.entries.iter().any(|entry| entry.id == current.id))
    }

    /// True for what would take away or move what plays.
    fn touches_what_plays(&self, edit: &Edit) -> bool {
        let Some(current) = self.current_entry() else { return false };
        let stem_is_current =
            |stem| self.library.stem(stem).is_ok_and(|stem| stem.song == current.song.id);
        let is_open = |setlist: &SetlistId| self.set.as_ref().is_some_and(|s| s.id == *setlist);
        match edit {
            Edit::RemoveEntries { entries } => entries.contains(&current.id),
            Edit::MoveEntry { entry, .. } => *entry == current.id,
            Edit::RemoveSongs { songs } => songs.contains(&current.song.id),
            Edit::RemoveStem { stem } => stem_is_current(*stem),
            Edit::DeleteSetlist { setlist } => is_open(setlist),
            _ => false,
        }
    }
}
