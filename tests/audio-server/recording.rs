//! Which frames a recording holds.

use std::ops::Range;

use attacca_test_support::position::frame_of_quiet;

use crate::{
    script::{STEMS, Songs},
    server::QUANTUM,
};

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

/// The same stretches, with those joined that only a loss of the server parts.
///
/// A server that comes too late leaves out a whole quantum of what it was given, cuts it hard and
/// goes on in time: as many frames are missing as are silent. Nothing that the engine does looks so:
/// its own holes are faded, and counted.
pub(crate) fn joined_over_lost_quanta(stretches: Vec<Stretch>, samples: &[f32]) -> Vec<Stretch> {
    let mut joined: Vec<Stretch> = Vec::new();
    for stretch in stretches {
        match joined.last_mut() {
            Some(last) if is_lost_between(last, &stretch, samples) => {
                last.frames.end = stretch.frames.end;
            }
            _ => joined.push(stretch),
        }
    }
    joined
}

fn is_lost_between(before: &Stretch, after: &Stretch, samples: &[f32]) -> bool {
    let hole = before.end()..after.at;
    let goes_on_in_time = before.frames.end + hole.len() as u64 == after.frames.start;
    before.song == after.song
        && goes_on_in_time
        && hole.len().is_multiple_of(QUANTUM)
        && is_silent(samples, hole)
}

/// How often the sound stops for a quantum or longer, between the first sound and the last.
pub(crate) fn silences(samples: &[f32]) -> usize {
    let sounds = |frame: &[f32]| frame.iter().any(|sample| *sample != 0.0);
    let frames = samples.chunks_exact(2).enumerate();
    let sounding: Vec<usize> = frames.filter(|(_, f)| sounds(f)).map(|(at, _)| at).collect();
    sounding.windows(2).filter(|pair| pair[1] - pair[0] > QUANTUM).count()
}

/// True when nothing is heard in these frames.
pub(crate) fn is_silent(samples: &[f32], frames: Range<usize>) -> bool {
    samples[2 * frames.start..2 * frames.end].iter().all(|sample| *sample == 0.0)
}

#[cfg(test)]
mod tests;
