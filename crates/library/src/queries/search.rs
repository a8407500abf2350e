//! Finding songs.

use crate::{Library, LibraryError, SetlistId, SongRecord};

/// Which songs are asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SongQuery {
    /// Words that all begin words of the title, the artist, the notes or the stems' names, without regard to case and accents;
    /// empty means every song.
    pub text: String,
    /// What is first.
    pub order: SongOrder,
    /// The other way round.
    pub is_descending: bool,
    /// Which of them are left out.
    pub filter: SongFilter,
    /// How many of the first ones are left out.
    pub offset: usize,
    /// How many are returned at most.
    pub limit: usize,
}

/// The order of songs; those that are alike in it follow by title.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum SongOrder {
    /// By title, as people sort.
    #[default]
    Title,
    /// By artist; songs without one are last.
    Artist,
    /// The first imported first.
    Added,
    /// The slowest first; songs without a tempo are last.
    Tempo,
    /// The shortest first.
    Length,
}

/// Which songs are left out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum SongFilter {
    /// None.
    #[default]
    All,
    /// Those whose stems are all there.
    Missing,
    /// Those that the setlist has.
    NotIn(SetlistId),
    /// Those that any setlist has.
    InNoSetlist,
}

/// Songs that were found.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SongPage {
    /// How many there are, offset and limit left aside.
    pub total: usize,
    /// Those from the offset on.
    pub songs: Vec<SongRecord>,
}

impl Library {
    /// Finds songs.
    ///
    /// # Errors
    /// When the library can't be read.
    pub fn search(&self, query: &SongQuery) -> Result<SongPage, LibraryError> {
        let _ = query;
        unimplemented!()
    }
}
