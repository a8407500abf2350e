//! Whether a device takes frames as fast as it says, by the wall clock. Pure: time is passed in.

use std::time::{Duration, Instant};

use attacca_units::SampleRate;

/// How long a device is left alone after its start or an xrun: it fetches a bufferful at once then.
const SETTLING: Duration = Duration::from_millis(500);

/// What is measured at once.
const WINDOW: Duration = Duration::from_millis(500);

/// A clock further off than this is a wrong rate; crystals are within a thousandth of it.
const TOLERANCE: f64 = 0.01;

/// Windows in a row that must agree. A machine under load delays a callback by a tenth of a window,
/// but not three windows alike.
const WINDOWS_TO_AGREE: u32 = 3;

/// How far windows that agree may be apart: ten milliseconds of a window.
const AGREEMENT: f64 = 0.02;

/// What clocks run at. What is measured is true to half a percent, and a clock that runs wrong runs
/// at another one of these.
const USUAL_RATES: [u32; 11] =
    [8_000, 11_025, 16_000, 22_050, 32_000, 44_100, 48_000, 88_200, 96_000, 176_400, 192_000];

/// Measures the rate at which a device takes frames.
#[derive(Debug)]
pub(crate) struct ClockMeter {
    /// The rate that the device is taken to have, in Hz.
    believed: f64,
    /// When measuring begins; `None` before the first block.
    settles_at: Option<Instant>,
    window: Option<Window>,
    suspicion: Option<Suspicion>,
}

/// Frames taken since a block began.
#[derive(Debug, Clone, Copy)]
struct Window {
    start: Instant,
    frames: u64,
}

/// Windows in a row that agree on a wrong rate.
#[derive(Debug, Clone, Copy)]
struct Suspicion {
    windows: u32,
    frames: u64,
    seconds: f64,
}

impl Suspicion {
    fn rate(&self) -> f64 {
        self.frames as f64 / self.seconds
    }
}

impl ClockMeter {
    /// A meter of a device that is taken to run at `believed`.
    pub(crate) fn new(believed: SampleRate) -> ClockMeter {
        let believed = f64::from(believed.hz());
        ClockMeter { believed, settles_at: None, window: None, suspicion: None }
    }

    /// Counts a block of `frames` whose callback began at `begin`; the rate at which the device
    /// really runs, once it is certain that it is another one. Realtime-safe.
    pub(crate) fn count(&mut self, begin: Instant, frames: u64) -> Option<SampleRate> {
        if begin < *self.settles_at.get_or_insert(begin + SETTLING) {
            return None;
        }
        let window = self.window.get_or_insert(Window { start: begin, frames: 0 });
        let length = begin.saturating_duration_since(window.start);
        let taken = window.frames;
        if length < WINDOW {
            window.frames += frames;
            return None;
        }
        self.window = Some(Window { start: begin, frames });
        self.judge(taken, length.as_secs_f64())
    }

    /// Forgets what was measured: frames were lost, or are fetched at once.
    pub(crate) fn restart(&mut self) {
        (self.settles_at, self.window, self.suspicion) = (None, None, None);
    }

    fn judge(&mut self, frames: u64, seconds: f64) -> Option<SampleRate> {
        let rate = frames as f64 / seconds;
        if is_within(rate, self.believed, TOLERANCE) {
            self.suspicion = None;
            return None;
        }
        let suspicion = match self.suspicion {
            Some(old) if is_within(rate, old.rate(), AGREEMENT) => Suspicion {
                windows: old.windows + 1,
                frames: old.frames + frames,
                seconds: old.seconds + seconds,
            },
            _ => Suspicion { windows: 1, frames, seconds },
        };
        self.suspicion = Some(suspicion);
        if suspicion.windows < WINDOWS_TO_AGREE {
            return None;
        }
        self.suspicion = None;
        usual(suspicion.rate()).filter(|rate| self.is_believable(*rate))
    }

    /// Beyond half and double the rate it is no clock: a device that discards what it gets, or one
    /// that stands.
    fn is_believable(&self, rate: SampleRate) -> bool {
        let ratio = f64::from(rate.hz()) / self.believed;
        (0.5..=2.0).contains(&ratio) && ratio != 1.0
    }
}

fn usual(measured: f64) -> Option<SampleRate> {
    let usual =
        USUAL_RATES.into_iter().find(|usual| is_within(measured, (*usual).into(), TOLERANCE));
    SampleRate::new(usual.unwrap_or(measured.round() as u32))
}

fn is_within(rate: f64, expected: f64, tolerance: f64) -> bool {
    (rate / expected - 1.0).abs() <= tolerance
}

#[cfg(test)]
mod tests;
