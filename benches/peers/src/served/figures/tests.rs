//! Tests of what is read from the recording of a session.

use std::time::Duration;

use super::*;
use crate::positions::{Noise, samples};

/// A recording, piece by piece, and when its first frame was heard.
struct Tape {
    begin: Instant,
    samples: Vec<f32>,
}

/// The recorder's own delay.
const DELAY: Duration = Duration::from_millis(80);

impl Tape {
    fn new() -> Tape {
        Tape { begin: Instant::now(), samples: Vec::new() }
    }

    fn now(&self) -> Instant {
        self.begin + Duration::from_secs_f64(ms(self.samples.len() as f64 / 2.0) / 1e3)
    }

    fn silence(&mut self, frames: usize) {
        self.samples.extend(vec![0.0; 2 * frames]);
    }

    /// What stems in step sound like, each at `gain`.
    fn play(&mut self, frames: std::ops::Range<u64>, gain: f32) {
        let pairs = positions::STEMS as f32 / 2.0;
        for frame in frames {
            let (plus, minus) = (samples(frame, Noise::Plus), samples(frame, Noise::Minus));
            let sum = |side: usize| (plus[side] + minus[side]) as f32 * pairs * gain / 8_388_608.0;
            self.samples.extend([sum(0), sum(1)]);
        }
    }

    /// The figures of one seek, which the recorder gave 10 ms at a time.
    fn seek(mut self, at: Instant, target: u64) -> ServedCalls {
        self.silence(2 * 48_000);
        let arrivals = (480..=self.samples.len() / 2).step_by(480).map(|frames| {
            (frames, self.begin + DELAY + Duration::from_secs_f64(frames as f64 / 48_000.0))
        });
        let arrivals = arrivals.collect();
        let recording = Recording { samples: self.samples, arrivals, rate: SAMPLE_RATE };
        let seeks = vec![Call { at, target }];
        let (begin, end) = (self.begin, self.begin);
        let watched = Watched { begin, end, cpu_percent: None, resident_bytes: None };
        Session { recording, starts: Vec::new(), seeks, watched }.figures().seek
    }
}

/// In the first quarter of a stretch, far from the beginning.
const TARGET: u64 = 600 * positions::STRETCH_FRAMES + 1000;

#[test]
fn a_seek_takes_until_the_target_sounds_and_its_silence_is_counted() {
    let mut tape = Tape::new();
    tape.play(0..48_000, 1.0);
    let at = tape.now();
    tape.play(48_000..52_800, 1.0);
    tape.silence(9_600);
    tape.play(TARGET..TARGET + 9_600, 1.0);
    let seek = tape.seek(at, TARGET);
    assert_eq!((seek.calls, seek.arrived, seek.in_step), (1, 1, 1));
    // 100 ms of the old place, 200 of silence, 80 of the recorder.
    assert_eq!((seek.begins_ms.max, seek.in_full_ms.max), (380.0, 380.0));
    assert_eq!(seek.silence_ms.max, 200.0);
}

#[test]
fn a_place_that_is_faded_in_began_before_it_was_heard_in_full() {
    let mut tape = Tape::new();
    tape.play(0..48_000, 1.0);
    let at = tape.now();
    tape.play(TARGET..TARGET + 2_400, 0.7);
    tape.play(TARGET + 2_400..TARGET + 9_600, 1.0);
    let seek = tape.seek(at, TARGET);
    assert_eq!((seek.begins_ms.max, seek.in_full_ms.max), (80.0, 130.0));
    assert_eq!(seek.silence_ms.max, 0.0);
}

#[test]
fn a_seek_that_was_not_answered_counts_in_no_time() {
    let mut tape = Tape::new();
    tape.play(0..48_000, 1.0);
    let at = tape.now();
    tape.play(48_000..96_000, 1.0);
    let seek = tape.seek(at, TARGET);
    assert_eq!((seek.calls, seek.arrived, seek.in_full_ms.n), (1, 0, 0));
}
