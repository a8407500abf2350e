//! What can be asked.

mod dump;
mod rows;
mod search;
mod setlists;
mod settings;
mod songs;

pub use search::{SongFilter, SongOrder, SongPage, SongQuery};
