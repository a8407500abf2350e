//! Calls for a place, and how a recording answers them. Pure: times are passed in.

use std::time::{Duration, Instant};

use crate::{
    device::Tape,
    heard::{self, Arrival},
};

/// Somebody asks for a place.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Call {
    pub(crate) at: Instant,
    pub(crate) target: u64,
}

/// How a call was answered.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Outcome {
    /// To the end of the block that holds the first frame with all stems there.
    pub(crate) latency: Duration,
    pub(crate) arrival: Arrival,
}

impl Call {
    /// What the tape tells of the time until `next`; `None` when the stems never came.
    pub(crate) fn outcome(
        &self,
        tape: &Tape,
        next: Option<Instant>,
        stem_count: usize,
    ) -> Option<Outcome> {
        let frames = |block: usize| block * tape.block_frames;
        let begin = frames(tape.block_after(self.at));
        let end = next.map_or(tape.samples.len() / 2, |next| frames(tape.block_after(next)));
        let heard = heard::listen(tape.samples.get(2 * begin..2 * end)?, stem_count);
        let arrival = heard::arrival(&heard, self.target)?;
        let end = tape.end_of_frame(begin + arrival.at)?;
        Some(Outcome { latency: end.saturating_duration_since(self.at), arrival })
    }
}

#[cfg(test)]
mod tests;
