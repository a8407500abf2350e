//! From the renderer's samples to a device's. Pure; nothing wraps, whatever comes.

use cpal::{I24, SizedSample};

/// A sample as a device takes it.
pub(crate) trait DeviceSample: SizedSample {
    /// The nearest value to `sample` (nominal −1…1); beyond full scale the last one there is. NaN
    /// is silence in integers.
    fn nearest(sample: f32) -> Self;
}

impl DeviceSample for f32 {
    /// As it is: what is beyond full scale is the device's to clip.
    fn nearest(sample: f32) -> f32 {
        sample
    }
}

impl DeviceSample for i16 {
    fn nearest(sample: f32) -> i16 {
        // `as` saturates and takes NaN to zero; so below.
        (sample * 32_768.0).round() as i16
    }
}

impl DeviceSample for I24 {
    fn nearest(sample: f32) -> I24 {
        const MAX: f32 = 8_388_607.0;
        I24::new_unchecked((sample * 8_388_608.0).round().clamp(-MAX - 1.0, MAX) as i32)
    }
}

impl DeviceSample for i32 {
    fn nearest(sample: f32) -> i32 {
        (sample * 2_147_483_648.0).round() as i32
    }
}

/// Writes all of `samples` to `out`, which is equally long.
pub(crate) fn convert<S: DeviceSample>(samples: &[f32], out: &mut [S]) {
    for (out, sample) in out.iter_mut().zip(samples) {
        *out = S::nearest(*sample);
    }
}

#[cfg(test)]
mod tests;
