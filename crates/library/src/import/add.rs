//! Stores what was found: only what is new.

use rusqlite::{OptionalExtension, params};

use crate::{Edit, Library, LibraryError, NewSong, NewStem, SongId, import::Added, store::path};

impl Library {
    /// Stores a song that was found, or those of its stems that are new, in one transaction.
    ///
    /// A stem is known when the library has one of the same file and track. New stems of a known folder join its song. All songs that
    /// are stored with the same `gesture` number, with no other edit between them, are one step to undo.
    ///
    /// # Errors
    /// When the library can't be written.
    pub fn add_found(&mut self, mut song: NewSong, gesture: u64) -> Result<Added, LibraryError> {
        let n_found = song.stems.len();
        let mut of_known = None;
        let mut new = Vec::new();
        for stem in song.stems {
            match self.song_with(&stem)? {
                Some(known) => of_known = of_known.or(Some(known)),
                None => new.push(stem),
            }
        }
        let added = Added {
            song: of_known,
            is_new_song: false,
            stems_added: new.len(),
            stems_known: n_found - new.len(),
        };
        if new.is_empty() {
            return Ok(added);
        }
        if let Some(song) = self.song_from(&song.folder)? {
            self.apply(Edit::AddStems { song, stems: new }, Some(gesture))?;
            return Ok(Added { song: Some(song), ..added });
        }
        song.stems = new;
        let applied = self.apply(Edit::AddSong(Box::new(song)), Some(gesture))?;
        Ok(Added { song: applied.new_song, is_new_song: true, ..added })
    }

    /// The song that has a stem of the same file and track.
    fn song_with(&self, stem: &NewStem) -> Result<Option<SongId>, LibraryError> {
        let track = stem.file.track.and_then(|track| i64::try_from(track).ok());
        let sql = "SELECT song FROM stem WHERE path = ? AND track IS ? ORDER BY id LIMIT 1";
        let mut statement = self.connection().prepare_cached(sql)?;
        let key = params![path::to_bytes(&stem.file.path), track];
        Ok(statement.query_row(key, |row| row.get(0)).optional()?)
    }
}
