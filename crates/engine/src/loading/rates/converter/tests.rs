//! Claims about the conversion of rates; tones tell the filter, noise the grid.

use std::{f64::consts::TAU, io};

use attacca_units::SampleRate;
use proptest::prelude::*;

use super::*;

/// Pairs with short and long blocks, up and down, near and far.
const PAIRS: [(u32, u32); 16] = [
    (44_100, 48_000),
    (48_000, 44_100),
    (8_000, 48_000),
    (11_025, 48_000),
    (12_000, 44_100),
    (16_000, 44_100),
    (22_050, 48_000),
    (24_000, 44_100),
    (32_000, 48_000),
    (88_200, 48_000),
    (96_000, 44_100),
    (176_400, 48_000),
    (192_000, 44_100),
    (352_800, 48_000),
    (384_000, 44_100),
    (44_101, 48_000),
];

fn grid(source: u32, engine: u32) -> RateGrid {
    let rate = |hz| SampleRate::new(hz).expect("a rate is not zero");
    RateGrid::between(rate(source), rate(engine)).expect("rates for music").expect("other rates")
}

/// A file at another rate: one channel whose frame *n* is `sample(n)`.
struct Source<F> {
    converter: RateConverter,
    sample: F,
    frame_count: u64,
}

impl<F: Fn(u64) -> f64> Source<F> {
    fn new(source: u32, engine: u32, frame_count: u64, sample: F) -> Source<F> {
        let grid = grid(source, engine);
        let converter = RateConverter::new(grid, 1, grid.length(FrameCount(frame_count)));
        Source { converter, sample, frame_count }
    }

    /// The frames from `start` on, where there was noise before.
    fn convert(&mut self, start: u64, count: usize) -> Vec<f32> {
        let mut out = SampleBlock::silent(SampleFormat::F32, 1, count);
        let SampleData::F32(data) = &mut out.data else { unreachable!("float samples") };
        data.fill(f32::NAN);
        let mut read = |frames: Range<u64>, out: &mut SampleBlock| {
            let SampleData::F32(data) = &mut out.data else { unreachable!("float samples") };
            data.fill(0.0);
            let frames = frames.start..frames.end.min(self.frame_count);
            data.iter_mut().zip(frames).for_each(|(out, n)| *out = (self.sample)(n) as f32);
            Ok(())
        };
        self.converter.convert(start, &mut out, &mut read).expect("nothing is damaged");
        let SampleData::F32(data) = out.data else { unreachable!("float samples") };
        data.into_vec()
    }
}

/// A tone that was converted, compared with the same tone at the engine's rate.
struct Tone {
    /// Its level against what it was, in dB.
    level_db: f64,
    /// How much later it sounds than it should, in the engine's frames.
    late_frames: f64,
    /// All that is not the tone, against the tone that went in, in dB.
    rest_db: f64,
}

/// Converts a tone of full scale from its middle on.
fn tone(source: u32, engine: u32, hz: f64) -> Tone {
    let mut file = Source::new(source, engine, u64::MAX, |n| {
        (TAU * (n as f64 * hz / f64::from(source)).fract()).cos()
    });
    let start = 3 * u64::from(engine);
    let out = file.convert(start, (engine / 4).max(8_192) as usize);
    // The least squares of a·cos + b·sin.
    let step = TAU * hz / f64::from(engine);
    let waves = |n: usize| {
        let angle = step * (start + n as u64) as f64;
        (angle.cos(), angle.sin())
    };
    let (mut cc, mut ss, mut cs, mut xc, mut xs) = (0.0, 0.0, 0.0, 0.0, 0.0);
    for (n, sample) in out.iter().enumerate() {
        let (c, s) = waves(n);
        cc += c * c;
        ss += s * s;
        cs += c * s;
        xc += f64::from(*sample) * c;
        xs += f64::from(*sample) * s;
    }
    let determinant = cc * ss - cs * cs;
    let (a, b) = ((xc * ss - xs * cs) / determinant, (xs * cc - xc * cs) / determinant);
    let rest = out.iter().enumerate().map(|(n, sample)| {
        let (c, s) = waves(n);
        (f64::from(*sample) - a * c - b * s).powi(2)
    });
    let rest = rest.sum::<f64>() / out.len() as f64 * 2.0;
    Tone {
        level_db: 20.0 * a.hypot(b).log10(),
        late_frames: b.atan2(a) / step,
        rest_db: 10.0 * rest.log10(),
    }
}

/// The level of all that is heard of a tone beyond half the engine's rate, in dB.
fn alias_db(source: u32, engine: u32, hz: f64) -> f64 {
    let mut file = Source::new(source, engine, u64::MAX, |n| {
        (TAU * (n as f64 * hz / f64::from(source)).fract()).cos()
    });
    let out = file.convert(3 * u64::from(engine), 16_384);
    let power = out.iter().map(|sample| f64::from(*sample).powi(2)).sum::<f64>();
    10.0 * (power / out.len() as f64 * 2.0).log10()
}

#[test]
fn between_44100_and_48000_all_that_is_heard_keeps_its_level_and_nothing_is_added() {
    for (source, engine) in [(44_100, 48_000), (48_000, 44_100)] {
        for hz in [20.0, 997.0, 5_000.0, 12_000.0, 16_000.0, 19_000.0, 19_990.0, 20_900.0] {
            let Tone { level_db, late_frames, rest_db } = tone(source, engine, hz);
            assert!(level_db.abs() < 0.001, "{source} to {engine}, {hz} Hz: {level_db} dB");
            assert!(
                late_frames.abs() < 1e-4,
                "{source} to {engine}, {hz} Hz: {late_frames} frames"
            );
            assert!(rest_db < -130.0, "{source} to {engine}, {hz} Hz: {rest_db} dB added");
        }
    }
}

#[test]
fn images_and_aliases_are_below_120_decibels() {
    for hz in [21_000.0, 21_500.0, 21_800.0, 22_000.0, 22_049.0] {
        let Tone { rest_db, .. } = tone(44_100, 48_000, hz);
        assert!(rest_db < -120.0, "{hz} Hz: an image of {rest_db} dB");
    }
    for hz in [22_051.0, 22_200.0, 23_000.0, 23_990.0] {
        let alias = alias_db(48_000, 44_100, hz);
        assert!(alias < -120.0, "{hz} Hz: an alias of {alias} dB");
    }
    for hz in [24_010.0, 26_000.0, 33_000.0, 47_000.0, 90_000.0] {
        let alias = alias_db(192_000, 48_000, hz);
        assert!(alias < -120.0, "{hz} Hz: an alias of {alias} dB");
    }
}

#[test]
fn every_pair_keeps_95_percent_of_the_band_at_its_time() {
    for (source, engine) in PAIRS {
        let band = f64::from(source.min(engine)) / 2.0;
        for part in [0.01, 0.5, 0.9, 0.95] {
            let Tone { level_db, late_frames, rest_db } = tone(source, engine, part * band);
            let what = format!("{source} to {engine} Hz, {part} of the band");
            assert!(level_db.abs() < 0.01, "{what}: {level_db} dB");
            assert!(late_frames.abs() < 1e-3, "{what}: {late_frames} frames late");
            assert!(rest_db < -120.0, "{what}: {rest_db} dB added");
        }
    }
}

/// Noise with an onset at frame 0 and an end.
fn noise(n: u64) -> f64 {
    let scrambled = n.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ (n << 7);
    f64::from((scrambled >> 40) as u32) / f64::from(1 << 23) - 1.0
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn any_chunk_is_that_of_the_whole_file_to_the_bit(
        pair in 0..PAIRS.len(),
        chunks in prop::collection::vec((0_u64..120_000, 1_usize..9_000, any::<bool>()), 1..8),
    ) {
        let (source, engine) = PAIRS[pair];
        let frame_count = 100_000 * u64::from(source) / u64::from(engine);
        let whole = Source::new(source, engine, frame_count, noise).convert(0, 130_000);
        let mut file = Source::new(source, engine, frame_count, noise);
        let mut end = 0;
        for (start, count, goes_on) in chunks {
            let start = if goes_on { end } else { start }.min(120_000);
            prop_assert!(file.convert(start, count) == whole[start as usize..][..count]);
            end = start + count as u64;
        }
    }
}

#[test]
fn behind_the_last_frame_is_silence() {
    let mut file = Source::new(44_100, 48_000, 1470, |_| 0.5);
    let out = file.convert(0, 3000);
    // 1470 × 48 / 44.1.
    assert!(out[1599] != 0.0, "the last frame sounds");
    assert!(out[1600..].iter().all(|sample| *sample == 0.0));
    assert!(file.convert(u64::MAX - 5, 4096).iter().all(|sample| *sample == 0.0));
}

#[test]
fn files_of_no_frame_and_of_one_are_converted() {
    let mut none = Source::new(44_100, 48_000, 0, |_| 1.0);
    assert!(none.convert(0, 4096).iter().all(|sample| *sample == 0.0));
    let mut one = Source::new(44_100, 48_000, 1, |_| 1.0);
    let out = one.convert(0, 4096);
    // A click of one frame is a sinc of the lower rate's band: its peak is the filter's cutoff,
    // 0.977 of the band, and it is 1.09 frames long.
    assert!((out[0] - 0.977).abs() < 0.01, "{}", out[0]);
    assert!(out[1] != 0.0 && out[2..].iter().all(|sample| *sample == 0.0));
    let mut low = Source::new(8_000, 384_000, 1, |_| 1.0);
    assert!((low.convert(0, 1)[0] - 0.973).abs() < 0.01);
}

/// What `decode` says when the file's frames in `lost` can't be read for `error`.
fn damage_of(
    converter: &mut RateConverter,
    start: u64,
    lost: Range<u64>,
    error: impl Fn() -> DecodeError,
) -> Option<Damage> {
    let mut out = SampleBlock::silent(SampleFormat::F32, 1, 4096);
    let mut read = |frames: Range<u64>, _: &mut SampleBlock| {
        let lost = lost.start.max(frames.start)..lost.end.min(frames.end);
        if lost.is_empty() {
            return Ok(());
        }
        let frames = FrameCount(lost.end - lost.start);
        Err(Damage { at: FramePos(lost.start), frames, error: error() })
    };
    converter.convert(start, &mut out, &mut read).err()
}

#[test]
fn damage_is_told_in_frames_of_the_engine_with_the_request_that_it_lies_in() {
    let mut converter = RateConverter::new(grid(44_100, 48_000), 1, FrameCount(1_000_000));
    let truncated = || DecodeError::Truncated;
    // A second in, for a hundredth of one.
    let lost = 44_100..44_541;
    let mut told = Vec::new();
    for start in (0..81_920).step_by(4096) {
        let damage = damage_of(&mut converter, start, lost.clone(), truncated);
        told.extend(damage.map(|damage| (damage.at.0, damage.frames.0)));
    }
    let before_the_slab = 49_152 - 48_000;
    assert!(before_the_slab > 480, "one request has it all");
    assert_eq!(told, [(48_000, 480)]);
}

#[test]
fn a_read_that_failed_is_told_at_once_and_tried_again() {
    let mut converter = RateConverter::new(grid(44_100, 48_000), 1, FrameCount(1_000_000));
    let failed = || DecodeError::Read(io::Error::other("a bad cable"));
    // It is read for what comes next, and lies behind what is asked for.
    let damage = damage_of(&mut converter, 0, 3_900..4_000, failed).expect("it was read");
    assert!(matches!(damage.error, DecodeError::Read(_)));
    assert_eq!((damage.at, damage.frames), (FramePos(4095), FrameCount(1)));
    let again = damage_of(&mut converter, 4096, 3_900..4_000, failed).expect("it is read again");
    assert_eq!(again.at.0, 3_900 * 160 / 147);
    assert!(damage_of(&mut converter, 0, 0..0, failed).is_none());
}
