//! The server runs at another rate than the songs: a sine keeps its pitch, its level and its purity.

use std::{f64::consts::TAU, path::Path, thread, time::Duration};

use attacca_engine::{
    EngineSettings, MultiTrackEngine, SongSource, StemMix, StemSource,
    output::{DeviceSettings, DeviceStream},
};
use attacca_test_support::files::{TestFolder, write_wav_float};
use attacca_units::{FramePos, SampleRate};

use crate::{player, server};

const TEST: &str = "resampled::a_sine_keeps_its_pitch_level_and_purity_at_another_rate";

/// In Hz: a whole number of cycles in a stretch.
const PITCH: f64 = 995.0;

const AMPLITUDE: f64 = 0.5;

/// The server's rate.
const DEVICE_RATE: u32 = 44_100;

/// How long it plays.
const PLAYS: Duration = Duration::from_millis(1_500);

/// Frames that are compared at once: a fifth of a second. A server that loses a quantum spoils one
/// stretch, or two.
const STRETCH: usize = 8_820;

/// Recordings that are made before a machine is given up.
const ATTEMPTS: usize = 5;

#[test]
fn a_sine_keeps_its_pitch_level_and_purity_at_another_rate() {
    if let Some(folder) = player::role() {
        return play(&folder);
    }
    let folder = TestFolder::new();
    let sample = |n: u32| (AMPLITUDE * (TAU * PITCH * f64::from(n) / 48_000.0).sin()) as f32;
    let samples: Vec<f32> = (0..5 * 48_000).flat_map(|n| [sample(n), -sample(n)]).collect();
    write_wav_float(&folder.path("sine.wav"), SampleRate::HZ_48000, 2, &samples);
    for _ in 0..ATTEMPTS {
        let server = server::start(DEVICE_RATE);
        let recorder = server.record();
        let report = player::run(&server, TEST, folder.root());
        assert_eq!((report.underruns, report.unsynchronised_blocks), (0, 0));
        let recorded = recorder.stop().samples;
        let left: Vec<f64> = recorded.chunks_exact(2).map(|frame| frame[0].into()).collect();
        let rests = left.chunks_exact(STRETCH).map(rest_db);
        let pure = rests.filter(|rest| rest.is_some_and(|rest_db| rest_db < -100.0)).count();
        // 1.5 s are seven stretches and a half.
        if pure >= 3 {
            return;
        }
        eprintln!("{pure} pure stretches, {} xruns: recording again", report.xruns);
    }
    panic!("no recording holds the sine");
}

/// What a stretch holds beside the sine at its right level, in dB against it; `None` without one.
fn rest_db(stretch: &[f64]) -> Option<f64> {
    let angle = |n: usize| TAU * PITCH * n as f64 / f64::from(DEVICE_RATE);
    let part = |wave: fn(f64) -> f64| {
        let sum: f64 = stretch.iter().enumerate().map(|(n, y)| y * wave(angle(n))).sum();
        2.0 * sum / stretch.len() as f64
    };
    let (sine, cosine) = (part(f64::sin), part(f64::cos));
    let level_db = 20.0 * (sine.hypot(cosine) / AMPLITUDE).log10();
    let rest =
        |(n, y): (usize, &f64)| (y - sine * angle(n).sin() - cosine * angle(n).cos()).powi(2);
    let rest: f64 = stretch.iter().enumerate().map(rest).sum::<f64>() / stretch.len() as f64;
    let rest_db = 10.0 * (rest / (AMPLITUDE * AMPLITUDE / 2.0)).log10();
    (level_db.abs() < 0.01).then_some(rest_db)
}

/// Plays the sine at the server's rate.
fn play(folder: &Path) {
    let settings = EngineSettings::new(SampleRate::HZ_48000);
    let (engine, renderer) = MultiTrackEngine::new(settings).expect("an engine");
    let device = DeviceSettings {
        buffer_frames: Some(4096),
        // The server would take 48 kHz, too, and resample it by itself.
        sample_rate: SampleRate::new(DEVICE_RATE),
        ..DeviceSettings::default()
    };
    let stream = DeviceStream::start(renderer, &device).expect("the server's sink opens");
    let status = stream.status().expect("it is open");
    assert_eq!(status.sample_rate.hz(), DEVICE_RATE);
    let stems =
        vec![StemSource { location: folder.join("sine.wav").into(), mix: StemMix::default() }];
    let song = engine.add_song(SongSource { stems });
    engine.play_song(song, FramePos::ZERO);
    player::wait(&engine, "plays", |t| t.transport.playhead > FramePos::ZERO);
    thread::sleep(PLAYS);
    let telemetry = engine.telemetry();
    stream.stop();
    player::report(telemetry.callbacks.xruns, &telemetry.transport);
}
