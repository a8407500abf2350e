//! Names: titles from file names, natural order, and text that is safe on a terminal.

mod natural;
mod printable;
mod title;

pub use natural::natural_order;
pub use printable::printable;
pub use title::{is_stem_file, song_title, stem_name};
