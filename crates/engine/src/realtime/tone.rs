//! The tone that an output is tried with, added to what is rendered.

use std::{f32::consts::TAU, sync::Arc};

use attacca_units::SampleRate;

use crate::{
    protocol::tone::SharedTone,
    realtime::bus::OutputFrames,
    settings::{DECLICK_SECONDS, TONE_HZ, TONE_PEAK, TONE_SECONDS},
};

/// Makes the tones that are asked for, one after the other.
#[derive(Debug)]
pub(super) struct Tone {
    requests: Arc<SharedTone>,
    /// The last request that was begun.
    number: u64,
    channel: usize,
    /// Frames of it that were rendered.
    done: u64,
    total: u64,
    /// Frames of its ramps.
    ramp: u64,
    /// Periods a frame.
    step: f32,
    /// 0…1 of a period.
    phase: f32,
}

impl Tone {
    /// Silent until one is asked for. Allocates.
    pub(super) fn new(requests: Arc<SharedTone>, rate: SampleRate) -> Tone {
        let total = rate.frames_in(TONE_SECONDS).0;
        Tone {
            requests,
            number: 0,
            channel: 0,
            done: total,
            total,
            ramp: rate.frames_in(DECLICK_SECONDS).0.max(1),
            step: TONE_HZ / rate.hz() as f32,
            phase: 0.0,
        }
    }

    /// Adds what is due of a tone. A channel that the output lacks stays silent. Realtime-safe.
    pub(super) fn add_to(&mut self, out: &mut OutputFrames<'_>) {
        if let Some(request) = self.requests.last()
            && request.number != self.number
        {
            (self.number, self.channel) = (request.number, request.channel);
            (self.done, self.phase) = (0, 0.0);
        }
        if self.done >= self.total {
            return;
        }
        for frame in out.samples.chunks_exact_mut(out.channel_count) {
            let sample = self.next_sample();
            if let Some(channel) = frame.get_mut(self.channel) {
                *channel += sample;
            }
        }
    }

    fn next_sample(&mut self) -> f32 {
        let from_edge = self.done.min(self.total.saturating_sub(self.done)).min(self.ramp);
        let gain = TONE_PEAK * from_edge as f32 / self.ramp as f32;
        let sample = gain * (self.phase * TAU).sin();
        self.phase = (self.phase + self.step).fract();
        self.done += 1;
        sample
    }
}

#[cfg(test)]
mod tests;
