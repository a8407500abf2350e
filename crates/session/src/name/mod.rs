//! Names: titles from file names, natural order, and text that is safe on a terminal.

mod audio;
mod natural;
mod printable;
mod title;

pub use audio::{is_audio_file, is_passed_over};
pub use natural::natural_order;
pub use printable::printable;
pub use title::{is_stem_file, song_title, stem_name};
