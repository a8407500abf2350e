//! What somebody may type, and what it means.

mod jumps;
mod mixing;
mod parse;

use std::fmt;

use attacca_session::name::printable;
use attacca_units::{Decibels, Pan, format_seconds};

pub use mixing::{parse_level, parse_route};
pub use parse::{CommandError, parse};

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
    /// Place a stem between left and right.
    Pan {
        /// The stem's name or number.
        stem: String,
        /// Where.
        pan: Pan,
    },
    /// Set the level of all stems of the current song, beside their own.
    Trim(Decibels),
    /// Set a bus's level.
    BusLevel {
        /// The bus's name.
        bus: String,
        /// From −∞ to [`Decibels::FADER_MAX`].
        level: Decibels,
    },
    /// Silence a bus, or let it sound again.
    BusMute {
        /// The bus's name.
        bus: String,
    },
    /// Send a stem to a bus, in every song.
    Route {
        /// The stem's name or number.
        stem: String,
        /// The bus's name.
        bus: String,
    },
    /// Arm a jump from the current song to a place in it or in another.
    Jump(JumpPlan),
    /// Play a stretch of the current song over and over, once it is reached.
    Loop(LoopPlan),
    /// Disarm every jump and loop: what plays goes on.
    Cancel,
}

/// Where to jump, and when.
#[derive(Debug, Clone, PartialEq)]
pub struct JumpPlan {
    /// The song to go to, by title or number; `None` for the current one.
    pub song: Option<String>,
    /// Where in that song it goes on, in seconds.
    pub to_seconds: f64,
    /// Where in the current song it happens.
    pub at: JumpAt,
    /// Length of the crossfade in seconds; 0 cuts.
    pub crossfade_seconds: f64,
}

/// Where in a song a jump happens.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum JumpAt {
    /// Seconds after its start.
    Position(f64),
    /// After its last frame.
    End,
}

/// What to play over and over.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LoopPlan {
    /// Where it begins, in seconds.
    pub from_seconds: f64,
    /// Where it ends, in seconds.
    pub to_seconds: f64,
    /// Length of the crossfade at its seam in seconds; 0 cuts.
    pub crossfade_seconds: f64,
}

/// A place in a song.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum SeekTo {
    /// Seconds after its start.
    Position(f64),
    /// Seconds from here, forwards or (negative) back.
    Offset(f64),
}

impl fmt::Display for JumpPlan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("at ")?;
        match self.at {
            JumpAt::Position(seconds) => f.write_str(&format_seconds(seconds))?,
            JumpAt::End => f.write_str("the end")?,
        }
        write!(f, " on to {}", format_seconds(self.to_seconds))?;
        if let Some(song) = &self.song {
            write!(f, " of {}", printable(song))?;
        }
        write_crossfade(f, self.crossfade_seconds)
    }
}

impl fmt::Display for LoopPlan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (from, to) = (format_seconds(self.from_seconds), format_seconds(self.to_seconds));
        write!(f, "{from} to {to} over and over")?;
        write_crossfade(f, self.crossfade_seconds)
    }
}

fn write_crossfade(f: &mut fmt::Formatter<'_>, seconds: f64) -> fmt::Result {
    if seconds > 0.0 { write!(f, ", with a crossfade of {seconds} s") } else { Ok(()) }
}

/// What can be typed, one line each.
pub const HELP: &str = "\
play                 play from here
pause                fall silent, stay here
stop                 fall silent, go to the song's start
seek TIME            go to 45.5, 3:20.5 or 1:02:03; +TIME and -TIME go on and back
song SONG            go to a song by number or title
jump TIME at TIME    when the second time is reached, go on at the first: jump 1:00 at 0:45;
                     jump 0:00 of SONG at end goes to another song, and fade 5 crossfades
loop TIME TIME       play from the first to the second time over and over
cancel               forget jumps and loops that have not happened yet
next, prev           go to the next song, the song before
gain STEM LEVEL      a stem's level in dB, -inf to +12
mute STEM            silence a stem, or let it sound again
solo STEM            hear only this stem (and other soloed ones), or all again
safe STEM            never silence a stem by another's solo, or do
pan STEM PLACE       place a stem: L100 to L1, C, R1 to R100
trim LEVEL           the level of the song, beside its stems' own
master LEVEL         the level of the main bus in dB, -inf to +12
bus BUS LEVEL        the level of a bus; bus BUS mute silences it, or lets it sound again
route STEM=BUS       send a stem to a bus, in every song that has it
status               print one line of JSON
help                 print this
quit                 end

STEM is a name, a file name, a number, or the beginning of one name; quotes are not needed.
";

#[cfg(test)]
mod tests;
