//! What the recording of a session tells. Pure.

use std::time::Instant;

use attacca_test_support::audio_server::Recording;
use serde::{Deserialize, Serialize};

use super::INTERVAL;
use crate::{
    calls::Call,
    device::SAMPLE_RATE,
    figures::Steadiness,
    heard::{self, Arrival, Continuity, Heard},
    positions,
    spread::{Spread, rounded},
};

/// What a program reached.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(crate) struct ServedFigures {
    /// From play to sound, stopped at the first frame.
    pub(crate) start: ServedCalls,
    /// From a seek, while it plays, to the new place.
    pub(crate) seek: ServedCalls,
    /// Playing on, nobody touching anything.
    pub(crate) steadiness: Steadiness,
    /// Percent of one core, while playing on.
    pub(crate) cpu_percent: Option<f64>,
    /// Memory in use after that.
    pub(crate) resident_mib: Option<f64>,
}

/// Commands, and how they were heard.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(crate) struct ServedCalls {
    /// How often it was told.
    pub(crate) calls: usize,
    /// How often all stems came; the others are in none of the times.
    pub(crate) arrived: usize,
    /// How often they were in step.
    pub(crate) in_step: usize,
    /// To the frame that was asked for: under a fade, it is where it must have been.
    pub(crate) begins_ms: Spread,
    /// To the first frame that is heard alone and in full: after the fade, if there is one.
    pub(crate) in_full_ms: Spread,
    /// Silence between the command and that frame.
    pub(crate) silence_ms: Spread,
}

/// What was recorded of a program, and when it was told what.
#[derive(Debug)]
pub(crate) struct Session {
    pub(crate) recording: Recording,
    pub(crate) starts: Vec<Call>,
    pub(crate) seeks: Vec<Call>,
    pub(crate) watched: Watched,
}

/// A time in which it played on, and what that took.
#[derive(Debug)]
pub(crate) struct Watched {
    pub(crate) begin: Instant,
    pub(crate) end: Instant,
    pub(crate) cpu_percent: Option<f64>,
    pub(crate) resident_bytes: Option<u64>,
}

/// How one command was heard.
struct Answer {
    arrival: Arrival,
    begins_ms: f64,
    in_full_ms: f64,
}

impl Session {
    pub(crate) fn figures(&self) -> ServedFigures {
        let heard = heard::listen(&self.recording.samples, positions::STEMS);
        let Watched { begin, end, cpu_percent, resident_bytes } = &self.watched;
        let mib = |bytes: u64| rounded(bytes as f64 / f64::from(1 << 20));
        ServedFigures {
            start: self.calls(&heard, &self.starts),
            seek: self.calls(&heard, &self.seeks),
            steadiness: steadiness(self.between(&heard, *begin, *end)),
            cpu_percent: *cpu_percent,
            resident_mib: resident_bytes.map(mib),
        }
    }

    fn calls(&self, heard: &[Heard], calls: &[Call]) -> ServedCalls {
        let answers: Vec<Answer> =
            calls.iter().filter_map(|call| self.answer(heard, call)).collect();
        let spread = |ms_of: fn(&Answer) -> f64| Spread::of(answers.iter().map(ms_of).collect());
        ServedCalls {
            calls: calls.len(),
            arrived: answers.len(),
            in_step: answers.iter().filter(|answer| answer.arrival.is_in_step).count(),
            begins_ms: spread(|answer| answer.begins_ms),
            in_full_ms: spread(|answer| answer.in_full_ms),
            silence_ms: spread(|answer| ms(answer.arrival.silent_frames as f64)),
        }
    }

    /// `None` when the stems did not come before the next command.
    fn answer(&self, heard: &[Heard], call: &Call) -> Option<Answer> {
        let begin = self.recording.frame_at(call.at);
        let heard = self.between(heard, call.at, call.at + INTERVAL);
        let arrival = heard::arrival(heard, call.target)?;
        let came = self.recording.arrival_of(begin + arrival.at)?;
        let in_full_ms = came.saturating_duration_since(call.at).as_secs_f64() * 1e3;
        let faded_frames = match heard.get(arrival.at) {
            Some(Heard::Together(frame)) => frame.saturating_sub(call.target),
            _ => 0,
        };
        Some(Answer { arrival, begins_ms: in_full_ms - ms(faded_frames as f64), in_full_ms })
    }

    /// What was recorded between two instants.
    fn between<'a>(&self, heard: &'a [Heard], begin: Instant, end: Instant) -> &'a [Heard] {
        let frames = self.recording.frame_at(begin)..self.recording.frame_at(end);
        heard.get(frames).unwrap_or_default()
    }
}

fn steadiness(heard: &[Heard]) -> Steadiness {
    let Continuity { frames, out_of_step_frames, holes } = heard::continuity(heard);
    let percent = 100.0 * out_of_step_frames as f64 / frames.max(1) as f64;
    Steadiness { holes, out_of_step_percent: rounded(percent) }
}

fn ms(frames: f64) -> f64 {
    1e3 * frames / f64::from(SAMPLE_RATE)
}

#[cfg(test)]
mod tests;
