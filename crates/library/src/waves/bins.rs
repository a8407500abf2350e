//! Peak and RMS of parts of a sound. Pure.

use crate::waves::Wave;

/// A wave that is being measured, block by block.
#[derive(Debug)]
pub(super) struct Bins {
    frames_per_bin: usize,
    seconds_per_bin: f64,
    peak: Vec<u8>,
    rms: Vec<u8>,
    /// Of the bin under way.
    highest: f32,
    squares: f64,
    n_frames: usize,
}

impl Bins {
    /// Bins of so many frames, which is not zero, at a rate in Hz.
    pub(super) fn new(frames_per_bin: usize, rate_hz: f64) -> Bins {
        let seconds_per_bin = frames_per_bin as f64 / rate_hz;
        let (peak, rms) = Default::default();
        Bins { frames_per_bin, seconds_per_bin, peak, rms, highest: 0.0, squares: 0.0, n_frames: 0 }
    }

    /// Adds the next frames of both channels; full scale is 1. What is not a number is silence.
    pub(super) fn add(&mut self, left: &[f32], right: &[f32]) {
        for (left, right) in left.iter().zip(right) {
            // `max` leaves out what is not a number.
            self.highest = self.highest.max(left.abs()).max(right.abs());
            let square = f64::from(left * left + right * right);
            self.squares += if square.is_finite() { square } else { 0.0 };
            self.n_frames += 1;
            if self.n_frames == self.frames_per_bin {
                self.end_bin();
            }
        }
    }

    fn end_bin(&mut self) {
        let rms = (self.squares / (2 * self.n_frames) as f64).sqrt();
        self.peak.push(byte(f64::from(self.highest)));
        self.rms.push(byte(rms));
        (self.highest, self.squares, self.n_frames) = (0.0, 0.0, 0);
    }

    /// The wave, with the last bin as far as it came.
    pub(super) fn finish(mut self) -> Wave {
        if self.n_frames > 0 {
            self.end_bin();
        }
        Wave { seconds_per_bin: self.seconds_per_bin, peak: self.peak, rms: self.rms }
    }
}

/// 0…1 as 0…255. What sounds at all is not 0.
fn byte(level: f64) -> u8 {
    let scaled = (level * 255.0).round().clamp(0.0, 255.0) as u8;
    if level > 0.0 { scaled.max(1) } else { scaled }
}

#[cfg(test)]
mod tests;
