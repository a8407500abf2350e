//! Ramps: what glides frame by frame, so that no change is heard as a step.
//!
//! Runs on: audio.

/// Gains that glide together to their targets by equal steps, frame by frame.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Ramp<const N: usize> {
    current: [f32; N],
    target: [f32; N],
    step: [f32; N],
    frames_left: u32,
}

impl<const N: usize> Ramp<N> {
    /// Steady.
    pub(crate) fn at(gains: [f32; N]) -> Ramp<N> {
        Ramp { current: gains, target: gains, step: [0.0; N], frames_left: 0 }
    }

    /// Glides to `gains` in `frames`, at least 1, from wherever it is.
    pub(crate) fn set_target(&mut self, gains: [f32; N], frames: u32) {
        if gains == self.target {
            return;
        }
        self.target = gains;
        self.frames_left = frames;
        for ((step, current), target) in self.step.iter_mut().zip(self.current).zip(gains) {
            *step = (target - current) / frames as f32;
        }
    }

    /// The gains of the next frame.
    pub(crate) fn next(&mut self) -> [f32; N] {
        self.skip(1);
        self.current
    }

    /// Goes on by so many frames.
    pub(crate) fn skip(&mut self, frames: usize) {
        let frames = (frames as u64).min(self.frames_left.into()) as u32;
        if frames == 0 {
            return;
        }
        self.frames_left -= frames;
        for ((current, target), step) in self.current.iter_mut().zip(self.target).zip(self.step) {
            // Counted back from the target, so that no rounding gathers on the way.
            *current = target - step * self.frames_left as f32;
        }
    }

    /// The gains of the last frame, which stay when no frames are left.
    pub(crate) fn current(&self) -> [f32; N] {
        self.current
    }

    /// Frames until it is steady.
    pub(crate) fn frames_left(&self) -> usize {
        self.frames_left as usize
    }

    /// True when it is zero and stays so.
    pub(crate) fn is_silent(&self) -> bool {
        self.frames_left == 0 && self.current == [0.0; N]
    }
}

/// A choice whose changes are crossfaded: while one is on its way, the old and the new one sound.
///
/// Both carry the same signal, so a linear crossfade keeps its level.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Crossfaded<T> {
    choice: T,
    old: T,
    /// How much of the new and of the old one sounds.
    shares: Ramp<2>,
}

impl<T: Copy + PartialEq> Crossfaded<T> {
    /// Steady.
    pub(crate) fn at(choice: T) -> Crossfaded<T> {
        Crossfaded { choice, old: choice, shares: Ramp::at([1.0, 0.0]) }
    }

    /// Fades to `choice` in `frames`, at least 1. While a fade is on its way nothing changes: the
    /// next call will do it.
    pub(crate) fn follow(&mut self, choice: T, frames: u32) {
        if choice == self.choice || self.frames_left() > 0 {
            return;
        }
        let mut shares = Ramp::at([0.0, 1.0]);
        shares.set_target([1.0, 0.0], frames);
        *self = Crossfaded { choice, old: self.choice, shares };
    }

    /// What it is, or will be when no frames are left.
    pub(crate) fn choice(&self) -> T {
        self.choice
    }

    /// What it was, while that is still heard.
    pub(crate) fn leaving(&self) -> Option<T> {
        (self.frames_left() > 0).then_some(self.old)
    }

    /// How much of the new and of the old one sounds.
    pub(crate) fn shares(&self) -> Ramp<2> {
        self.shares
    }

    /// Frames until only the new one sounds.
    pub(crate) fn frames_left(&self) -> usize {
        self.shares.frames_left()
    }

    /// Goes on by so many frames.
    pub(crate) fn skip(&mut self, frames: usize) {
        self.shares.skip(frames);
    }
}

#[cfg(test)]
mod tests;
