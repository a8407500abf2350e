//! The fade with which a stream begins in the middle of the sound, or ends. Runs on: audio.

use attacca_units::FrameCount;

/// A ramp over interleaved frames, from silence to full level or back; it does not depend on how
/// the frames are cut into blocks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Edge {
    /// Gain of the next frame, 0…1.
    gain: f32,
    /// Change of the gain in a frame.
    step: f32,
    /// Frames until the ramp is over.
    frames_left: u64,
}

impl Edge {
    /// Full level.
    pub(crate) const NONE: Edge = Edge { gain: 1.0, step: 0.0, frames_left: 0 };

    /// From silence to full level over `frames`, at least one.
    pub(crate) fn opening(frames: FrameCount) -> Edge {
        let frames_left = frames.0.max(1);
        Edge { gain: 0.0, step: 1.0 / frames_left as f32, frames_left }
    }

    /// Begins to fall to silence over `frames`, at least one, from where it is.
    pub(crate) fn close(&mut self, frames: FrameCount) {
        self.frames_left = frames.0.max(1);
        self.step = -self.gain / self.frames_left as f32;
    }

    /// Ramps `out` and advances by its length. Realtime-safe.
    pub(crate) fn apply(&mut self, out: &mut [f32], channel_count: usize) {
        if *self == Edge::NONE {
            return;
        }
        for frame in out.chunks_mut(channel_count) {
            for sample in frame {
                *sample *= self.gain;
            }
            self.advance();
        }
    }

    fn advance(&mut self) {
        if self.frames_left == 0 {
            return;
        }
        self.gain += self.step;
        self.frames_left -= 1;
        if self.frames_left == 0 {
            // Lands exactly, whatever rounding has gathered.
            self.gain = if self.step > 0.0 { 1.0 } else { 0.0 };
            self.step = 0.0;
        }
    }
}

#[cfg(test)]
mod tests;
