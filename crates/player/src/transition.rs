//! What happens between a song of a set and the next one. Pure.

use std::str::FromStr;

use attacca_engine::settings::MAX_JUMP_CROSSFADE_SECONDS;
use attacca_units::{FrameCount, parse_seconds};

/// How a set goes from the end of a song to the next one.
#[derive(Debug, Default, Clone, Copy, PartialEq)]
pub enum Transition {
    /// Stops; the next song waits for play.
    #[default]
    Stop,
    /// The next song's first frame follows the last one of this song.
    Gapless,
    /// The song's last seconds fade into the first ones of the next: so many, 0 to 30, or half of
    /// what either song has, if that is less.
    Crossfade(f64),
}

/// Why a text is not a transition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("write stop, gapless or crossfade:SECONDS, at most {MAX_JUMP_CROSSFADE_SECONDS} s")]
pub struct ParseTransitionError;

impl FromStr for Transition {
    type Err = ParseTransitionError;

    /// `stop`, `gapless`, `crossfade:8` or `crossfade:2.5`.
    fn from_str(text: &str) -> Result<Transition, ParseTransitionError> {
        let crossfade = |seconds: &str| {
            let seconds = parse_seconds(seconds).ok()?;
            (seconds <= MAX_JUMP_CROSSFADE_SECONDS).then_some(Transition::Crossfade(seconds))
        };
        match text.split_once(':') {
            None if text == "stop" => Ok(Transition::Stop),
            None if text == "gapless" => Ok(Transition::Gapless),
            Some(("crossfade", seconds)) => crossfade(seconds).ok_or(ParseTransitionError),
            _ => Err(ParseTransitionError),
        }
    }
}

/// How long a crossfade of `wanted` frames may be when `left` frames are left of a song and the next
/// one has `next`: half of either at most, so that each is heard alone too.
pub(crate) fn fitting_crossfade(
    wanted: FrameCount,
    left: FrameCount,
    next: FrameCount,
) -> FrameCount {
    wanted.min(FrameCount(left.0.min(next.0) / 2))
}

#[cfg(test)]
mod tests;
