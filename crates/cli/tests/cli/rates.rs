//! Claims about sets whose files have different rates.

use std::{f64::consts::TAU, ffi::OsStr, path::Path};

use attacca_test_support::{
    files::{TestFolder, WavFormat, write_wav_float},
    reference::decode_with_ffmpeg,
};
use attacca_units::SampleRate;
use serde_json::{Value, json};

use crate::{
    attacca::{Playing, Ran, run},
    material::{FORMAT, set, song, write_noise},
};

/// In Hz: a frame's delay changes it by a seventh of its amplitude.
const PITCH: f64 = 997.0;

const AMPLITUDE: f64 = 0.25;

/// Where a sine that begins and ends at once is not that of a table, in frames.
const EDGE: usize = 2_000;

/// Songs of [`STEMS`](crate::material::STEMS) at 48 kHz, with a fourth and a fifth stem at 44.1 kHz.
fn mixed_set(titles: &[&str], seconds: f64) -> TestFolder {
    let set = set(titles, seconds);
    let disc = WavFormat { sample_rate: SampleRate::HZ_44100, ..FORMAT };
    for (number, title) in titles.iter().enumerate() {
        let folder = song(&set, number + 1, title);
        write_noise(&folder.join("04 Pad.wav"), disc, seconds, 4);
        write_noise(&folder.join("05 Guide.wav"), disc, seconds, 5);
    }
    set
}

/// A second of [`PITCH`] at `hz` frames per second, the right channel upside down.
fn write_sine(path: &Path, hz: u32) {
    let samples = (0..hz).flat_map(|frame| {
        let sample = sine_at(frame as usize, hz) as f32;
        [sample, -sample]
    });
    let rate = SampleRate::new(hz).expect("no rate here is zero");
    write_wav_float(path, rate, 2, &samples.collect::<Vec<f32>>());
}

fn sine_at(frame: usize, hz: u32) -> f64 {
    AMPLITUDE * (TAU * PITCH * frame as f64 / f64::from(hz)).sin()
}

fn render(song: &Path, out: &Path, more: &[&str]) -> Ran {
    let words = ["render".as_ref(), song.as_os_str(), "-o".as_ref(), out.as_os_str()];
    let ran = run(words.into_iter().chain(more.iter().map(OsStr::new)));
    assert_eq!(ran.code, Some(0), "{ran:?}");
    ran
}

/// The file holds a second of `count` sines on top of each other, each at its own time.
#[track_caller]
fn assert_sines(out: &Path, hz: u32, count: f64) {
    let rendered = decode_with_ffmpeg(out);
    assert_eq!((rendered.sample_rate, rendered.interleaved.len()), (hz, 2 * hz as usize));
    let frames = rendered.interleaved.chunks_exact(2).enumerate();
    let worst = frames
        .skip(EDGE)
        .take(hz as usize - 2 * EDGE)
        .map(|(frame, heard)| {
            let due = count * sine_at(frame, hz);
            (heard[0] - due).abs().max((heard[1] + due).abs())
        })
        .fold(0.0, f64::max);
    assert!(worst < 1e-4, "the greatest difference is {worst}");
}

fn resampled_from(status: &Value) -> Vec<Value> {
    let stems = status["stems"].as_array().expect("a list");
    stems.iter().map(|stem| stem["resampled_from_hz"].clone()).collect()
}

#[test]
fn a_set_plays_at_the_commonest_rate_and_the_other_stems_are_resampled() {
    let set = mixed_set(&["One", "Two"], 20.0);
    let mut playing = Playing::start([set.root()]);
    let status = playing.until(|s| s["state"] == "playing" && s["position_frames"] != 0);
    assert_eq!(
        (&status["sample_rate_hz"], &status["length_seconds"]),
        (&48_000.into(), &20.0.into())
    );
    let disc = json!(44_100);
    assert_eq!(
        resampled_from(&status),
        [json!(null), json!(null), json!(null), disc.clone(), disc]
    );
    let errors = status["stems"].as_array().expect("a list").iter().map(|stem| &stem["error"]);
    assert!(errors.into_iter().all(Value::is_null), "{status}");
    let ran = playing.quit();
    assert!(ran.stderr.contains("48 kHz; 4 of 10 stems are resampled"), "{ran:?}");
    assert!(!ran.stderr.contains("is silent"), "{ran:?}");
}

#[test]
fn a_set_plays_at_the_rate_that_is_asked_for() {
    let set = set(&["One"], 20.0);
    let arguments = [set.root().as_os_str(), "--rate".as_ref(), "96 kHz".as_ref()];
    let mut playing = Playing::start(arguments);
    let status = playing.until(|s| s["state"] == "playing" && s["position_frames"] != 0);
    assert_eq!(status["sample_rate_hz"], 96_000);
    assert_eq!(status["length_frames"], 20 * 96_000);
    assert_eq!(resampled_from(&status), vec![json!(48_000); 3]);
    assert_eq!(status["output"], "null output, no sound (96000 Hz, f32, 512 frames)");
    let ran = playing.quit();
    assert!(ran.stderr.contains("96 kHz; 3 of 3 stems are resampled"), "{ran:?}");
}

#[test]
fn a_set_of_one_rate_says_nothing_of_resampling() {
    let set = set(&["One"], 0.2);
    let ran = Playing::start([set.root()]).end_input();
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(!ran.stderr.contains("resampled"), "{ran:?}");
}

#[test]
fn stems_of_every_rate_are_rendered_at_the_same_time() {
    let folder = TestFolder::new();
    let song = folder.make_folder("song");
    let rates = [22_050, 44_100, 44_100, 48_000, 96_000];
    for (number, hz) in rates.iter().enumerate() {
        write_sine(&song.join(format!("{number}.wav")), *hz);
    }
    let out = folder.path("out.wav");
    let ran = render(&song, &out, &["--bits", "32f"]);
    assert!(ran.stderr.contains("0:01.0 at 44.1 kHz; 3 of 5 stems are resampled"), "{ran:?}");
    assert_sines(&out, 44_100, 5.0);
    render(&song, &out, &["--bits", "32f", "--force", "--rate", "48k"]);
    assert_sines(&out, 48_000, 5.0);
}

#[test]
fn sixteen_bits_at_another_rate_are_dithered() {
    let set = set(&[], 0.0);
    let song = set.make_folder("song");
    write_noise(&song.join("stem.wav"), FORMAT, 0.5, 1);
    let out = set.path("out.wav");
    let ran = render(&song, &out, &["--bits", "16"]);
    assert!(!ran.stderr.contains("dithered"), "{ran:?}");
    let ran = render(&song, &out, &["--bits", "16", "--force", "--rate", "44100"]);
    assert!(ran.stderr.contains("dithered"), "{ran:?}");
}

#[test]
fn inspect_tells_which_stems_are_resampled_and_the_commonest_rate() {
    let set = mixed_set(&["One"], 0.1);
    let ran = run(["inspect".as_ref(), set.root().as_os_str()]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(ran.stdout.contains("16-bit, 44.1 kHz resampled to 48 kHz, stereo"), "{ran:?}");
    let last = "\ncommonest rate 48 kHz: 3 of 5 stems; the others are resampled to it\n";
    assert!(ran.stdout.ends_with(last), "{ran:?}");

    let ran = run(["inspect".as_ref(), set.root().as_os_str(), "--json".as_ref()]);
    let report: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(report["sample_rate_hz"], 48_000);
    let rate = |hz, count| json!({ "sample_rate_hz": hz, "stem_count": count });
    assert_eq!(report["rates"], json!([rate(48_000, 3), rate(44_100, 2)]));
    let stems = &report["songs"][0]["stems"];
    assert!(stems[0]["file"]["resampled_to_hz"].is_null(), "{stems}");
    assert_eq!(stems[3]["file"]["resampled_to_hz"], 48_000);
}
