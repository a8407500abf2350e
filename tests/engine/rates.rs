//! Songs whose files have several rates: their stems are in step from the first frame on, and after
//! every seek.

use std::path::Path;

use attacca_engine::{SongId, SongSource, StemMix, StemSource};
use attacca_test_support::files::{WavFormat, write_wav};
use attacca_units::{FramePos, Gain, SampleRate};

use crate::stage::{RATE, Stage};

/// The clicks of a track, in seconds: at no frame of any rate, and no two gaps are equal.
fn clicks() -> impl Iterator<Item = f64> {
    (0..40_u32)
        .map(|number| 0.02 + 0.1003 * f64::from(number) + 0.0007 * f64::from(number * number % 7))
}

const SECONDS: f64 = 4.1;

/// A click that 44.1 kHz hold whole: a bell of some ten frames.
fn click_track(seconds: f64) -> f64 {
    let width = 3.0 / 44_100.0;
    let bell = |at: f64| (-((seconds - at) / width).powi(2) / 2.0).exp();
    0.25 * clicks().map(bell).sum::<f64>()
}

/// Writes the click track at `hz`, as FLAC or WAV by the name.
fn write_clicks(path: &Path, hz: u32) {
    let sample_rate = SampleRate::new(hz).expect("a rate is not zero");
    let format = WavFormat { sample_rate, channel_count: 2, bits_per_sample: 24 };
    let frames = (SECONDS * f64::from(hz)) as u32;
    let code = |frame: u32| (click_track(f64::from(frame) / f64::from(hz)) * 8_388_608.0) as i32;
    let interleaved: Vec<i32> = (0..frames).map(code).flat_map(|code| [code, code]).collect();
    write_wav(path, format, &interleaved);
}

/// A song of the click track at three rates, a third of the gain each.
fn add_song(stage: &Stage) -> SongId {
    let mix = StemMix { gain: Gain(1.0 / 3.0), ..StemMix::default() };
    let stems = [44_100, 48_000, 96_000].map(|hz| {
        let path = stage.folder().join(format!("clicks-{hz}.wav"));
        write_clicks(&path, hz);
        StemSource { location: path.into(), mix }
    });
    stage.engine.add_song(SongSource { stems: stems.into() })
}

/// Asserts that `samples` are the click track from frame `first` on: a stem that were a tenth of a
/// frame late would be off by 0.002.
fn assert_in_step(samples: &[f32], first: u64) {
    for (frame, sample) in samples.chunks_exact(2).enumerate() {
        let frame = first + frame as u64;
        let expected = click_track(RATE.seconds_at(FramePos(frame)));
        for sample in sample {
            let error = (f64::from(*sample) - expected).abs();
            assert!(error < 1e-5, "frame {frame} is {error} off");
        }
    }
}

#[test]
fn stems_of_three_rates_start_in_step_and_stay_so_after_seeks() {
    let mut stage = Stage::new(&[]);
    let song = add_song(&stage);
    stage.engine.play_song(song, FramePos::ZERO);
    let heard = stage.render_patiently(40_000, 500);
    assert_in_step(&heard, 0);
    // On no grid, back and forth, inside the window and far outside.
    for target in [100_001, 7, 150_000, 41_234, 45_000, 96_000] {
        stage.engine.seek(FramePos(target));
        stage.wait_for_target();
        let heard = stage.render_patiently(12_000, 500);
        // The crossfade takes 2,400 frames.
        assert_in_step(&heard[2 * 2_500..], target + 2_500);
    }
}

#[test]
fn a_song_lasts_as_long_as_its_longest_file_at_the_engine_rate() {
    let mut stage = Stage::new(&[]);
    let song = add_song(&stage);
    stage.engine.play_song(song, FramePos(190_000));
    let heard = stage.render_patiently(10_000, 500);
    // 4.1 s at 48 kHz; the file at 44.1 kHz ends within the same frame.
    let length = stage.engine.song(song).frame_count.expect("it is open");
    assert_eq!(length.0, 196_800);
    assert!(heard[2 * 6_800..].iter().all(|sample| *sample == 0.0));
}
