//! What somebody may type, and what it means.

mod parse;

use attacca_units::Decibels;

pub use parse::{CommandError, parse, parse_level};

/// One typed line.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// Something for the player to do.
    Action(Action),
    /// Print the player's status.
    Status,
    /// Print what can be typed.
    Help,
    /// End.
    Quit,
}

/// Something for the player to do.
#[derive(Debug, Clone, PartialEq)]
pub enum Action {
    /// Play from here.
    Play,
    /// Fall silent and stay here.
    Pause,
    /// Pause while playing, else play.
    TogglePlay,
    /// Fall silent and go to the song's start.
    Stop,
    /// Go to a place in the song.
    Seek(SeekTo),
    /// Go to the song of this title or number.
    Song(String),
    /// Go to the song of this number, from 1.
    SongNumber(usize),
    /// Go to the next song.
    Next,
    /// Go to the song before.
    Previous,
    /// Set a stem's level.
    Gain {
        /// The stem's name or number.
        stem: String,
        /// From −∞ to [`Decibels::FADER_MAX`].
        level: Decibels,
    },
    /// Silence a stem, or let it sound again.
    Mute {
        /// The stem's name or number.
        stem: String,
    },
    /// Let only this stem and other soloed ones sound, or end that.
    Solo {
        /// The stem's name or number.
        stem: String,
    },
    /// Make a stem solo-safe, so that another's solo does not silence it, or end that.
    SoloSafe {
        /// The stem's name or number.
        stem: String,
    },
    /// Set the level of the whole, from −∞ to [`Decibels::FADER_MAX`].
    Master(Decibels),
}

/// A place in a song.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum SeekTo {
    /// Seconds after its start.
    Position(f64),
    /// Seconds from here, forwards or (negative) back.
    Offset(f64),
}

/// What can be typed, one line each.
pub const HELP: &str = "\
play                 play from here
pause                fall silent, stay here
stop                 fall silent, go to the song's start
seek TIME            go to 45.5, 3:20.5 or 1:02:03; +TIME and -TIME go on and back
song SONG            go to a song by number or title
next, prev           go to the next song, the song before
gain STEM LEVEL      a stem's level in dB, -inf to +12
mute STEM            silence a stem, or let it sound again
solo STEM            hear only this stem (and other soloed ones), or all again
safe STEM            never silence a stem by another's solo, or do
master LEVEL         the level of the whole in dB, -inf to +12
status               print one line of JSON
help                 print this
quit                 end

STEM is a name, a file name, a number, or the beginning of one name; quotes are not needed.
";

#[cfg(test)]
mod tests;
