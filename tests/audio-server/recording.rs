//! Which frames a recording holds.

use std::ops::Range;

use attacca_test_support::position::frame_of_quiet;

use crate::script::{STEMS, Songs};

/// Frames in a row that are no accident: within a crossfade a few samples may look like codes.
const MIN_FRAMES: usize = 48;

/// Frames of a song that were heard one after the other, exactly and with all stems in step.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Stretch {
    /// Which song.
    pub(crate) song: usize,
    /// Which of its frames.
    pub(crate) frames: Range<u64>,
    /// Where in the recording they begin, in frames.
    pub(crate) at: usize,
}

impl Stretch {
    /// Where in the recording they end, in frames.
    pub(crate) fn end(&self) -> usize {
        self.at + self.len()
    }

    fn len(&self) -> usize {
        (self.frames.end - self.frames.start) as usize
    }
}

/// The stretches of a recording in interleaved stereo, in order.
pub(crate) fn stretches(samples: &[f32], songs: &Songs) -> Vec<Stretch> {
    let mut stretches: Vec<Stretch> = Vec::new();
    for (at, frame) in samples.chunks_exact(2).enumerate() {
        let code = frame_of_quiet(frame[0], frame[1], STEMS);
        let Some((song, frame)) = code.and_then(|code| songs.frame_of_code(code)) else { continue };
        match stretches.last_mut() {
            Some(last) if (last.end(), last.song, last.frames.end) == (at, song, frame) => {
                last.frames.end += 1;
            }
            _ => stretches.push(Stretch { song, frames: frame..frame + 1, at }),
        }
    }
    stretches.retain(|stretch| stretch.len() >= MIN_FRAMES);
    stretches
}

#[cfg(test)]
mod tests;
