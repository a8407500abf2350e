//! What can be asked.

mod dump;
mod rows;
mod search;
mod setlists;
pub(crate) mod settings;
mod songs;

pub use search::{SongFilter, SongOrder, SongPage, SongQuery};
