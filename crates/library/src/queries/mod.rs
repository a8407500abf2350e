//! What can be asked.

mod search;
mod setlists;
mod settings;
mod songs;

pub use search::{SongFilter, SongOrder, SongPage, SongQuery};
