//! Pan and the trim of a song, heard through files.

use attacca_engine::{SongId, SongSource, StemMix, StemSource};
use attacca_test_support::files::{WavFormat, write_wav};
use attacca_units::{FramePos, Gain, Pan};

use crate::stage::{RATE, Stage};

const FRAMES: usize = 60_000;

/// A ramp at 48 kHz: 10 ms.
const RAMP: usize = 480;

/// A song of stems with these samples in each frame, in steps of 16 bits: one for a mono stem, two
/// for a stereo stem.
fn song_of(stage: &mut Stage, name: &str, stems: &[&[i32]], mix: StemMix) -> SongId {
    let folder = stage.folder().to_owned();
    let stems = stems.iter().enumerate().map(|(number, frame)| {
        let path = folder.join(format!("{name}-{number}.wav"));
        let channel_count = frame.len();
        let format = WavFormat { sample_rate: RATE, channel_count, bits_per_sample: 16 };
        write_wav(&path, format, &frame.repeat(FRAMES));
        StemSource { location: path.into(), mix }
    });
    let song = stage.engine.add_song(SongSource { stems: stems.collect() });
    stage.engine.arm(song, FramePos::ZERO);
    stage.wait_until("the song is armed", |stage| stage.engine.song(song).is_armed);
    song
}

fn panned(pan: f32) -> StemMix {
    StemMix { pan: Pan(pan), ..StemMix::default() }
}

/// The next frames, left and right, in steps of 16 bits.
fn next(stage: &mut Stage, frames: usize) -> Vec<[f32; 2]> {
    let heard = stage.render_patiently(frames, 100);
    heard.chunks_exact(2).map(|frame| [frame[0] * 32_768.0, frame[1] * 32_768.0]).collect()
}

fn last(stage: &mut Stage, frames: usize) -> [f32; 2] {
    *next(stage, frames).last().expect("a frame")
}

#[test]
fn a_pan_is_heard_from_the_first_frame_by_the_law_of_its_stem() {
    // Constant power for mono: cos and sin of (pan + 1)·45°; balance for stereo.
    let cases = [
        (-1.0, [10_000.0, 0.0], [10_000.0, 0.0]),
        (0.0, [7071.068, 7071.068], [10_000.0, 4000.0]),
        (0.5, [3826.834, 9238.795], [5000.0, 4000.0]),
        (1.0, [0.0, 10_000.0], [0.0, 4000.0]),
    ];
    let mut stage = Stage::new(&[]);
    for (number, (pan, mono, stereo)) in cases.into_iter().enumerate() {
        let kinds: [(&[i32], _); 2] = [(&[10_000], mono), (&[10_000, 4000], stereo)];
        for (frame, expected) in kinds {
            let name = format!("{number}-{}", frame.len());
            let song = song_of(&mut stage, &name, &[frame], panned(pan));
            stage.engine.stop();
            next(&mut stage, 1000);
            stage.engine.play_song(song, FramePos::ZERO);
            let heard = next(&mut stage, 1)[0];
            let is_near = |(heard, expected): (f32, f32)| (heard - expected).abs() < 0.01;
            assert!(heard.into_iter().zip(expected).all(is_near), "pan {pan}: {heard:?}");
        }
    }
}

#[test]
fn a_stereo_stem_in_the_middle_keeps_every_bit() {
    let mut stage = Stage::new(&[(1, 50_000)]);
    stage.open_all();
    let song = stage.songs[0].id;
    stage.engine.set_stem_mix(song, 0, panned(0.0));
    stage.engine.play_song(song, FramePos::ZERO);
    let heard = stage.render_patiently(40_000, 512);
    stage.assert_plays_code(&heard, 0);
}

#[test]
fn a_pan_glides_and_a_pan_beyond_the_sides_is_the_side() {
    let mut stage = Stage::new(&[]);
    let song = song_of(&mut stage, "stem", &[&[10_000], &[10_000, 10_000]], panned(-1.0));
    stage.engine.play_song(song, FramePos::ZERO);
    let mut before = last(&mut stage, 100);
    assert_eq!(before, [20_000.0, 0.0]);
    for stem in 0..2 {
        stage.engine.set_stem_mix(song, stem, panned(9.0));
        assert_eq!(stage.engine.stem_mix(song, stem).pan, Pan(1.0));
    }
    for now in next(&mut stage, RAMP + 1) {
        for (now, before) in now.into_iter().zip(before) {
            assert!((now - before).abs() < 20_000.0 / RAMP as f32 * 1.01, "{now} after {before}");
        }
        before = now;
    }
    assert_eq!(before, [0.0, 20_000.0]);
    stage.engine.set_stem_mix(song, 1, panned(f32::NAN));
    assert_eq!(last(&mut stage, RAMP + 1), [10_000.0, 20_000.0], "NaN is the middle");
}

#[test]
fn a_trim_is_on_all_stems_of_its_song_and_on_no_other_song() {
    let mut stage = Stage::new(&[]);
    let half = StemMix { gain: Gain(0.5), ..StemMix::default() };
    let loud = song_of(&mut stage, "loud", &[&[8000, 8000], &[4000, 4000]], half);
    let other = song_of(&mut stage, "other", &[&[1000, 1000]], StemMix::default());
    stage.engine.set_song_trim(loud, Gain(0.25));
    assert_eq!(stage.engine.song_trim(loud), Gain(0.25));
    assert_eq!(stage.engine.song_trim(other), Gain::UNITY);
    stage.engine.play_song(loud, FramePos::ZERO);
    assert_eq!(next(&mut stage, 1), [[1500.0; 2]], "from the first frame on");
    stage.engine.set_song_trim(loud, Gain(2.0));
    let heard = next(&mut stage, RAMP + 1);
    let step = |pair: &[[f32; 2]]| (pair[1][0] - pair[0][0]).abs();
    assert!(heard.windows(2).map(step).fold(0.0, f32::max) < 10_500.0 / RAMP as f32 * 1.01);
    assert_eq!(heard[RAMP], [12_000.0; 2]);
    assert_eq!(stage.engine.stem_mix(loud, 0), half, "faders stay where they are");
    stage.engine.play_song(other, FramePos::ZERO);
    stage.wait_for_target();
    assert_eq!(last(&mut stage, 3000), [1000.0; 2]);
}
