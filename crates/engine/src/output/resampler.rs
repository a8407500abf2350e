//! From the engine's rate to the device's, for all channels at once. Runs on: audio.
//!
//! A windowed sinc of rubato's. Measured in `resampler/tests.rs`: up to 20 kHz the level is within
//! 0.01 dB, and everything that was not in the signal is below −100 dB.

use std::time::{Duration, Instant};

use attacca_units::{FrameCount, SampleRate};
use audioadapter_buffers::direct::InterleavedSlice;
use rubato::{
    Async, FixedAsync, Resampler, SincInterpolationParameters, SincInterpolationType,
    WindowFunction,
};

use super::pacing::duration_of;

/// Frames, at the lower one of both rates, that the sinc reaches over. With [`CUTOFF`] at 44.1 kHz
/// it passes 20 kHz whole and stops the first image of 20 kHz, at 24.1 kHz, by 113 dB; it delays by
/// half of it, 1.5 ms.
const SINC_FRAMES: u32 = 128;

/// Where the level is −6 dB, as a part of half the lower rate: in the middle between 20 kHz and its
/// image, less what keeps 20 kHz whole.
const CUTOFF: f32 = 0.98;

/// Sincs between two frames; between two of these a cubic goes, 120 dB true.
const SINCS: usize = 256;

/// Device frames that are made at once: no more than any device's block, so that what is made ahead
/// does not add to the latency.
const CHUNK_FRAMES: usize = 64;

/// The lowest rate that is made: a device below it is none for music, and its sinc would be long.
pub(crate) const LOWEST_RATE: u32 = 8_000;

/// The highest rate that is made.
pub(crate) const HIGHEST_RATE: u32 = 768_000;

/// Makes a device's frames out of the engine's.
pub(crate) struct OutputResampler {
    sinc: Async<f32>,
    channel_count: usize,
    /// Device frames for each engine frame.
    ratio: f64,
    /// From a device frame to the one that holds what was taken for it, in device frames.
    delay: f64,
    device_rate: SampleRate,
    /// The engine's frames for the next chunk.
    input: Vec<f32>,
    chunk: Vec<f32>,
    /// Frames of the chunk that the device has got.
    given: usize,
    /// Engine frames taken so far.
    taken: u64,
    /// Device frames made so far.
    made: u64,
}

impl OutputResampler {
    /// A resampler that has played silence so far; `None` when the rates are equal, and when one is
    /// beyond [`LOWEST_RATE`] and [`HIGHEST_RATE`]. Allocates.
    pub(crate) fn new(
        engine_rate: SampleRate,
        device_rate: SampleRate,
        channel_count: usize,
    ) -> Option<OutputResampler> {
        let is_made = |rate: SampleRate| (LOWEST_RATE..=HIGHEST_RATE).contains(&rate.hz());
        if engine_rate == device_rate || !is_made(engine_rate) || !is_made(device_rate) {
            return None;
        }
        let ratio = f64::from(device_rate.hz()) / f64::from(engine_rate.hz());
        // At the lower rate as long; in eights, as rubato wants it.
        let reach =
            ((f64::from(SINC_FRAMES) / ratio.min(1.0)).round() as usize).next_multiple_of(8);
        let settings = SincInterpolationParameters::new(reach, WindowFunction::BlackmanHarris)
            .f_cutoff(CUTOFF)
            .oversampling_factor(SINCS)
            .interpolation(SincInterpolationType::Cubic);
        let fixed = FixedAsync::Output;
        let sinc =
            Async::new_sinc(ratio, 1.0, &settings, CHUNK_FRAMES, channel_count, fixed).ok()?;
        Some(OutputResampler {
            input: vec![0.0; sinc.input_frames_max() * channel_count],
            chunk: vec![0.0; CHUNK_FRAMES * channel_count],
            sinc,
            channel_count,
            ratio,
            // Half the reach; rubato steps on before it makes a frame, and its middle sinc is the
            // one before the middle.
            delay: (reach as f64 / 2.0 - 1.0 / SINCS as f64) * ratio - 1.0,
            device_rate,
            given: CHUNK_FRAMES,
            taken: 0,
            made: 0,
        })
    }

    /// The most engine frames that are asked for to make `frames` for the device.
    pub(crate) fn engine_frames_for(&self, frames: FrameCount) -> FrameCount {
        FrameCount((frames.0 as f64 / self.ratio) as u64 + self.sinc.input_frames_max() as u64)
    }

    /// Fills `out`, whose first frame is heard at `at`. `render` fills what it gets with the
    /// engine's next frames, which are heard when it is told.
    ///
    /// Shape: interleaved, any number of frames. Realtime-safe, if `render` is.
    pub(crate) fn fill(
        &mut self,
        out: &mut [f32],
        at: Instant,
        mut render: impl FnMut(&mut [f32], Instant),
    ) {
        let channels = self.channel_count;
        let mut done = 0;
        while done < out.len() {
            if self.given == CHUNK_FRAMES {
                let before = FrameCount((done / channels) as u64);
                self.make_chunk(at + duration_of(before, self.device_rate), &mut render);
            }
            let rest = &self.chunk[self.given * channels..];
            let length = rest.len().min(out.len() - done);
            out[done..done + length].copy_from_slice(&rest[..length]);
            self.given += length / channels;
            done += length;
        }
    }

    fn make_chunk(&mut self, at: Instant, render: &mut impl FnMut(&mut [f32], Instant)) {
        let channels = self.channel_count;
        let frames = self.sinc.input_frames_next();
        let heard_at = at + self.lead();
        let input = &mut self.input[..frames * channels];
        render(input, heard_at);
        self.given = 0;
        self.taken += frames as u64;
        self.made += CHUNK_FRAMES as u64;
        let adapters = (
            InterleavedSlice::new(input, channels, frames),
            InterleavedSlice::new_mut(&mut self.chunk, channels, CHUNK_FRAMES),
        );
        let made = match adapters {
            (Ok(input), Ok(mut chunk)) => {
                self.sinc.process_into_buffer(&input, &mut chunk, None).is_ok()
            }
            _ => false,
        };
        // Buffers of the lengths that were asked for are always taken; if not, silence is best.
        if !made {
            self.chunk.fill(0.0);
        }
    }

    /// From the next device frame to when the next engine frame is heard.
    fn lead(&self) -> Duration {
        let frames = self.delay + self.taken as f64 * self.ratio - self.made as f64;
        Duration::from_secs_f64(frames.max(0.0) / f64::from(self.device_rate.hz()))
    }
}

#[cfg(test)]
mod tests;
