//! Gate: the fade of a voice between silence and full level. Every edge goes through one.
//!
//! Runs on: audio.

use attacca_units::FrameCount;

/// A fade that can turn round at any frame.
///
/// Its position runs linearly, frame by frame, so that the result does not depend on how a stretch
/// is cut into blocks. Two gates that run against each other over the same frames make an
/// equal-power crossfade.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Gate {
    /// 0 (closed) to 1 (open).
    position: f64,
    /// Change of the position in a frame; its sign is the direction.
    step: f64,
}

impl Gate {
    pub(crate) const CLOSED: Gate = Gate { position: 0.0, step: -1.0 };

    /// Begins to open; a gate that is closed takes `fade` frames. None: open at once.
    pub(crate) fn open(&mut self, fade: FrameCount) {
        self.run_towards(1.0, fade);
    }

    /// Begins to close; a gate that is open takes `fade` frames. None: closed at once.
    pub(crate) fn close(&mut self, fade: FrameCount) {
        self.run_towards(0.0, fade);
    }

    /// Closes in at most `fade` frames from any position, if it is closing more slowly.
    pub(crate) fn hurry_closing(&mut self, fade: FrameCount) {
        if self.step.abs() < 1.0 / fade.0.max(1) as f64 {
            self.close(fade);
        }
    }

    fn run_towards(&mut self, end: f64, fade: FrameCount) {
        if fade == FrameCount::ZERO {
            self.position = end;
        }
        let step = 1.0 / fade.0.max(1) as f64;
        self.step = if end > 0.5 { step } else { -step };
    }

    pub(crate) fn is_open(&self) -> bool {
        self.position >= 1.0 && self.step > 0.0
    }

    pub(crate) fn is_closed(&self) -> bool {
        self.position <= 0.0 && self.step < 0.0
    }

    pub(crate) fn is_closing(&self) -> bool {
        self.step < 0.0
    }

    /// Frames until it is open or closed, whichever it runs to.
    pub(crate) fn frames_left(&self) -> usize {
        let way = if self.step > 0.0 { 1.0 - self.position } else { self.position };
        // A way of a whole number of steps must not cost one more for rounding.
        ((way / self.step.abs()) - 1e-6).ceil().max(0.0) as usize
    }

    /// Fades both channels and advances by their length. Realtime-safe.
    pub(crate) fn apply(&mut self, left: &mut [f32], right: &mut [f32]) {
        if self.is_open() {
            return;
        }
        for (left, right) in left.iter_mut().zip(right) {
            let gain = self.gain();
            *left *= gain;
            *right *= gain;
            self.advance();
        }
    }

    /// Advances without a signal.
    pub(crate) fn skip(&mut self, frames: usize) {
        for _ in 0..frames.min(self.frames_left()) {
            self.advance();
        }
    }

    fn advance(&mut self) {
        let next = self.position + self.step;
        // The last step lands exactly, whatever rounding has gathered.
        self.position = if next > 1.0 - 1e-9 {
            1.0
        } else if next < 1e-9 {
            0.0
        } else {
            next
        };
    }

    /// `p·√(3−2p)`: the square root of smoothstep `3p²−2p³`. Smoothstep at `p` and at `1−p` add
    /// up to 1, so opposite gates keep the power; and unlike `√p` it starts without a corner.
    fn gain(&self) -> f32 {
        (self.position * (3.0 - 2.0 * self.position).sqrt()) as f32
    }
}

#[cfg(test)]
mod tests;
