//! The database: its tables, how rows are written so that it can be undone, and the index of words.

pub(crate) mod change;
pub(crate) mod connection;
mod image;
pub(crate) mod path;
pub(crate) mod schema;
pub(crate) mod table;
pub(crate) mod text;
pub(crate) mod undo;
pub(crate) mod words;
