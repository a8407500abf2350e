//! What happens between a song of a set and the next one. Pure.

use attacca_units::FrameCount;

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
