//! The user's songs, stems, setlists and settings: stored, imported, searched.
//!
//! A [`Library`] is a data folder with an SQLite file in it. [`Edit`]s change it, each in one transaction that is saved when
//! the call returns and can be undone; queries read records. [`import`] finds songs in folders, [`waves`] measures how loud
//! they are in the background, [`care`] keeps backups. Files of sound are linked and never changed.

pub mod care;
mod edit;
mod edits;
mod error;
mod ids;
pub mod import;
mod library;
pub mod places;
mod priority;
mod queries;
mod records;
mod role;
mod store;
pub mod waves;

pub use attacca_session::Colour;
pub use edit::{
    Applied, Edit, NewSong, NewStem, Relink, SongChange, StemChange, StemMixChange, UndoState,
};
pub use error::LibraryError;
pub use ids::{EntryId, SetlistId, SongId, StemId};
pub use library::{Library, OpenReport};
pub use queries::{SongFilter, SongOrder, SongPage, SongQuery};
pub use records::{
    EntryRecord, SectionRecord, SetlistRecord, SetlistSummary, SongDetail, SongRecord, StemFacts,
    StemFile, StemRecord, Transition, UnixSeconds,
};
pub use role::Role;
