//! What a listener hears of position-coded stems: which frames sound, and whether all stems agree.
//!
//! Pure. The stems are those of [`positions`](crate::positions): mixed at a gain of 1, so that no player
//! has to turn them down.

use attacca_test_support::position::frame_of;

use crate::positions::{CODE_CENTRE, DIVISOR, STRETCH_FRAMES};

/// How far the right sample's sum may be from a code for stems in one stretch, in steps of 16 bits:
/// six times what the noise of thirty stems out of step adds to their mean, and less than one stem
/// among thirty adds that is ten steps off.
const STRETCH_TOLERANCE: f32 = 0.3;

/// One frame of the mix.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Heard {
    /// No stem sounds.
    Silence,
    /// All stems are at this frame.
    Together(u64),
    /// All stems sound and are in this stretch, but not at the same frame. Of stems that are far from
    /// each other some mixes look like a stretch in which none of them is.
    Near {
        /// The number of the stretch of [`STRETCH_FRAMES`].
        stretch: u64,
    },
    /// Some stems sound and some don't, or they are far from each other.
    Apart,
}

impl Heard {
    /// Where all stems are, if they are in one stretch.
    fn stretch(self) -> Option<u64> {
        match self {
            Heard::Together(frame) => Some(frame / STRETCH_FRAMES),
            Heard::Near { stretch } => Some(stretch),
            Heard::Silence | Heard::Apart => None,
        }
    }
}

/// Reads a mix of `stem_count` identical stems.
///
/// Shape: `samples` is interleaved stereo, one item of the answer for each frame.
pub(crate) fn listen(samples: &[f32], stem_count: usize) -> Vec<Heard> {
    let scale = DIVISOR / stem_count as f32;
    let (frames, _) = samples.as_chunks::<2>();
    frames.iter().map(|[left, right]| hear(left * scale, right * scale)).collect()
}

fn hear(left: f32, right: f32) -> Heard {
    // No stem here is long enough to hold the frame whose code is silence.
    if left == 0.0 && right == 0.0 {
        return Heard::Silence;
    }
    if let Some(frame) = frame_of(left, right) {
        return Heard::Together(frame);
    }
    let steps = right * 32_768.0;
    let is_code = (steps - steps.round()).abs() <= STRETCH_TOLERANCE;
    match u64::try_from(steps.round() as i64 + CODE_CENTRE) {
        Ok(stretch) if is_code => Heard::Near { stretch },
        _ => Heard::Apart,
    }
}

/// All stems have come to where they were called to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Arrival {
    /// Index of the first frame at which they are there: in step, if they come to be in step.
    pub(crate) at: usize,
    /// Whether they are in step then or soon.
    pub(crate) is_in_step: bool,
    /// Frames of silence before.
    pub(crate) silent_frames: usize,
    /// Frames before at which the stems were not together.
    pub(crate) apart_frames: usize,
}

/// Frames beyond the target that stems may have missed while they came: half a second, which is
/// longer than any player's fade and shorter than a stretch.
const MOST_MISSED_FRAMES: u64 = 8192;

/// Frames in a row that count as being there: fewer could be a coincidence of sums.
const SURE_FRAMES: usize = 32;

/// Frames after the arrival in which the stems may find each other: 200 ms.
const SETTLING_FRAMES: usize = 9600;

/// Finds when all stems have come to `target`; `None` if they never do.
///
/// The target has to be in the first half of a stretch, and what sounded before in another one.
pub(crate) fn arrival(heard: &[Heard], target: u64) -> Option<Arrival> {
    let wanted = target / STRETCH_FRAMES;
    let there = first_run(heard, |frame| frame.stretch() == Some(wanted))?;
    let settling = &heard[there..heard.len().min(there + SETTLING_FRAMES)];
    let in_step = first_run(settling, |frame| match frame {
        Heard::Together(frame) => (target..target + MOST_MISSED_FRAMES).contains(&frame),
        _ => false,
    });
    let at = there + in_step.unwrap_or(0);
    let before = &heard[..at];
    let count = |wanted: fn(&Heard) -> bool| before.iter().filter(|frame| wanted(frame)).count();
    Some(Arrival {
        at,
        is_in_step: in_step.is_some(),
        silent_frames: count(|frame| matches!(frame, Heard::Silence)),
        apart_frames: count(|frame| matches!(frame, Heard::Near { .. } | Heard::Apart)),
    })
}

/// Where [`SURE_FRAMES`] in a row are as wanted.
fn first_run(heard: &[Heard], is_wanted: impl Fn(Heard) -> bool) -> Option<usize> {
    heard.windows(SURE_FRAMES).position(|run| run.iter().all(|frame| is_wanted(*frame)))
}

/// How well a stretch of undisturbed playing held together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Continuity {
    /// Frames listened to.
    pub(crate) frames: usize,
    /// Of these, frames at which the stems were not together, or silent.
    pub(crate) out_of_step_frames: usize,
    /// Times that sound stopped, or that stems together went on elsewhere than at the next frame.
    pub(crate) holes: usize,
}

/// Looks for holes and lost steps where there should be none.
pub(crate) fn continuity(heard: &[Heard]) -> Continuity {
    let is_hole = |pair: &&[Heard]| match (pair[0], pair[1]) {
        (Heard::Together(frame), Heard::Together(next)) => next != frame + 1,
        (Heard::Silence, _) => false,
        (_, Heard::Silence) => true,
        _ => false,
    };
    let is_out_of_step = |frame: &&Heard| !matches!(frame, Heard::Together(_));
    Continuity {
        frames: heard.len(),
        out_of_step_frames: heard.iter().filter(is_out_of_step).count(),
        holes: heard.windows(2).filter(is_hole).count(),
    }
}

#[cfg(test)]
mod tests;
