//! How true the resampler is: level, images, noise, and when each frame is heard.

use std::f64::consts::TAU;

use assert_no_alloc::assert_no_alloc;

use super::*;

/// Rates in use, in pairs of engine and device.
const PAIRS: [(u32, u32); 8] = [
    (48_000, 44_100),
    (44_100, 48_000),
    (48_000, 96_000),
    (96_000, 48_000),
    (44_100, 96_000),
    (96_000, 44_100),
    (192_000, 48_000),
    // A clock that runs 2 % slow.
    (48_000, 47_040),
];

fn resampler(engine: u32, device: u32, channel_count: usize) -> OutputResampler {
    let rate = |hz| SampleRate::new(hz).expect("it is not zero");
    OutputResampler::new(rate(engine), rate(device), channel_count).expect("the rates differ")
}

/// The sine of `hz` at full scale through the resampler, in blocks of 170 frames, without its
/// beginning; and the time of its first frame by what `fill` said, in seconds from frame 0.
fn through(engine: u32, device: u32, hz: f64) -> (Vec<f64>, f64) {
    let mut resampler = resampler(engine, device, 1);
    let begin = Instant::now();
    let mut next = 0_u64;
    let mut first_heard = None;
    let mut out = Vec::new();
    for block in 0_u64..96 {
        let mut samples = [0.0; 170];
        let at = begin + duration_of(FrameCount(block * 170), resampler.device_rate);
        resampler.fill(&mut samples, at, |input, heard_at| {
            // Frame 0 is heard this long after `begin`.
            let frame_time = next as f64 / f64::from(engine);
            let offset = heard_at.duration_since(begin).as_secs_f64() - frame_time;
            first_heard.get_or_insert(offset);
            let drift = offset - first_heard.expect("it was just set");
            assert!(drift.abs() < 1e-6, "frame {next} is said to be heard {drift} s off");
            for sample in input {
                *sample = (TAU * hz * next as f64 / f64::from(engine)).sin() as f32;
                next += 1;
            }
        });
        out.extend(samples.map(f64::from));
    }
    let skipped = 2_000;
    let start = skipped as f64 / f64::from(device) - first_heard.expect("there are blocks");
    (out.split_off(skipped), start)
}

/// Amplitude and phase (in cycles) of `hz` in `signal`, and the power of all the rest against it,
/// by least squares.
fn fit(signal: &[f64], hz: f64, rate: f64) -> (f64, f64, f64) {
    let angle = |n: usize| TAU * hz * n as f64 / rate;
    let (mut ss, mut sc, mut cc, mut ys, mut yc) = (0.0, 0.0, 0.0, 0.0, 0.0);
    for (n, y) in signal.iter().enumerate() {
        let (s, c) = angle(n).sin_cos();
        (ss, sc, cc, ys, yc) = (ss + s * s, sc + s * c, cc + c * c, ys + y * s, yc + y * c);
    }
    let det = ss * cc - sc * sc;
    let (a, b) = ((ys * cc - yc * sc) / det, (yc * ss - ys * sc) / det);
    let rest = |(n, y): (usize, &f64)| (y - a * angle(n).sin() - b * angle(n).cos()).powi(2);
    let rest: f64 = signal.iter().enumerate().map(rest).sum::<f64>() / signal.len() as f64;
    let amplitude = a.hypot(b);
    (amplitude, b.atan2(a) / TAU, rest / (amplitude * amplitude / 2.0))
}

#[test]
fn up_to_20_khz_the_level_is_true_and_nothing_is_added() {
    for (engine, device) in PAIRS {
        for hz in [20.0, 1_000.0, 7_919.0, 15_000.0, 19_000.0, 20_000.0] {
            let (signal, _) = through(engine, device, hz);
            let (amplitude, _, rest) = fit(&signal, hz, f64::from(device));
            let (level_db, rest_db) = (20.0 * amplitude.log10(), 10.0 * rest.log10());
            let what = format!(
                "{engine} to {device} Hz at {hz} Hz: {level_db:.4} dB, rest {rest_db:.1} dB"
            );
            assert!(level_db.abs() < 0.01, "{what}");
            assert!(rest_db < -100.0, "{what}");
        }
    }
}

#[test]
fn what_a_lower_rate_cannot_hold_is_left_out() {
    for (engine, device, hz) in [(96_000, 48_000, 28_000.0), (96_000, 44_100, 25_000.0)] {
        let (signal, _) = through(engine, device, hz);
        let power = signal.iter().map(|y| y * y).sum::<f64>() / signal.len() as f64;
        assert!(10.0 * (2.0 * power).log10() < -100.0, "{hz} Hz is heard at {device} Hz");
    }
}

#[test]
fn each_frame_is_heard_when_it_is_said_to_be() {
    for (engine, device) in PAIRS {
        let hz = 997.0;
        let (signal, start) = through(engine, device, hz);
        let (_, phase, _) = fit(&signal, hz, f64::from(device));
        // The difference in cycles, −½ to ½.
        let cycles = (phase - hz * start + 0.5).rem_euclid(1.0) - 0.5;
        let error = cycles / hz * f64::from(engine);
        assert!(error.abs() < 0.001, "{engine} to {device} Hz: off by {error} frames");
    }
}

#[test]
fn blocks_of_any_length_hold_the_same_samples_and_nothing_allocates() {
    let ramp = |resampler: &mut OutputResampler, lengths: &[usize]| {
        let mut next = 0_u32;
        let mut all = vec![0.0; lengths.iter().sum::<usize>() * 3];
        let mut rest = &mut all[..];
        for length in lengths {
            let (out, after) = rest.split_at_mut(length * 3);
            rest = after;
            assert_no_alloc(|| {
                resampler.fill(out, Instant::now(), |input, _| {
                    for (n, sample) in input.iter_mut().enumerate() {
                        *sample = ((next as usize + n / 3) % 480) as f32 / 480.0 * (n % 3) as f32;
                    }
                    next += (input.len() / 3) as u32;
                });
            });
        }
        all
    };
    let whole = ramp(&mut resampler(48_000, 44_100, 3), &[4_096]);
    let parts = ramp(&mut resampler(48_000, 44_100, 3), &[1, 63, 64, 65, 170, 2_000, 1_733]);
    assert_eq!(whole, parts);
    assert!(whole.iter().step_by(3).all(|sample| *sample == 0.0), "channel 1 stays silent");
    let (second, third) = (whole.iter().skip(1).step_by(3), whole.iter().skip(2).step_by(3));
    assert!(second.zip(third).all(|(a, b)| (2.0 * a - b).abs() < 1e-5), "channels are mixed up");
}

#[test]
fn equal_rates_and_rates_out_of_reach_need_no_resampler() {
    for (engine, device) in [(48_000, 48_000), (48_000, 7_999), (48_000, 768_001)] {
        let rate = |hz| SampleRate::new(hz).expect("it is not zero");
        assert!(OutputResampler::new(rate(engine), rate(device), 2).is_none());
    }
}
