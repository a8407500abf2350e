//! Mute, solo, gains, meters and clips, with stems of constant levels: the sum tells which of them
//! sound.

use attacca_engine::{BusId, BusMix, SongId, SongSource, StemMix, StemSource};
use attacca_test_support::files::{WavFormat, write_wav};
use attacca_units::{Decibels, FramePos, Gain, SampleRate};

use crate::stage::Stage;

const FRAMES: usize = 200_000;

const FORMAT: WavFormat =
    WavFormat { sample_rate: SampleRate::HZ_48000, channel_count: 2, bits_per_sample: 16 };

/// A gain's ramp at 48 kHz: 10 ms.
const GAIN_RAMP: usize = 480;

/// A song whose stem `i` is `steps[i]` in every sample, in steps of 16 bits.
fn song_of(stage: &Stage, steps: &[i32], mixes: &[StemMix]) -> SongId {
    let stems = steps.iter().enumerate().map(|(number, step)| {
        let path = stage.folder().join(format!("level-{number}.wav"));
        write_wav(&path, FORMAT, &vec![*step; FRAMES * 2]);
        StemSource { location: path.into(), mix: mixes.get(number).copied().unwrap_or_default() }
    });
    stage.engine.add_song(SongSource { stems: stems.collect() })
}

/// Plays the song for a while and returns the level of the last frame, in steps of 16 bits.
fn level_after(stage: &mut Stage, frames: usize) -> [f32; 2] {
    let heard = stage.render_patiently(frames, 128);
    [heard[heard.len() - 2] * 32_768.0, heard[heard.len() - 1] * 32_768.0]
}

fn playing(steps: &[i32], mixes: &[StemMix]) -> (Stage, SongId) {
    let mut stage = Stage::new(&[]);
    let song = song_of(&stage, steps, mixes);
    stage.engine.arm(song, FramePos::ZERO);
    stage.wait_until("the song is armed", |stage| stage.engine.song(song).is_armed);
    stage.engine.play_song(song, FramePos::ZERO);
    (stage, song)
}

fn with(change: impl FnOnce(&mut StemMix)) -> StemMix {
    let mut mix = StemMix::default();
    change(&mut mix);
    mix
}

#[test]
fn which_stems_sound_follows_mute_solo_and_solo_safe() {
    let mute = with(|mix| mix.is_muted = true);
    let solo = with(|mix| mix.is_soloed = true);
    let safe = with(|mix| mix.is_solo_safe = true);
    let muted_solo = with(|mix| (mix.is_muted, mix.is_soloed) = (true, true));
    let plain = StemMix::default();
    let cases: &[([StemMix; 4], f32)] = &[
        ([plain, plain, plain, plain], 15.0),
        ([plain, mute, plain, plain], 13.0),
        ([solo, plain, plain, plain], 1.0),
        ([solo, plain, solo, plain], 5.0),
        ([solo, plain, plain, safe], 9.0),
        ([safe, mute, plain, plain], 13.0),
        ([muted_solo, plain, plain, safe], 8.0),
    ];
    let (mut stage, song) = playing(&[100, 200, 400, 800], &[]);
    for (mixes, expected) in cases {
        for (stem, mix) in mixes.iter().enumerate() {
            stage.engine.set_stem_mix(song, stem, *mix);
            assert_eq!(stage.engine.stem_mix(song, stem), *mix);
        }
        let level = level_after(&mut stage, GAIN_RAMP + 256);
        assert_eq!(level, [expected * 100.0; 2], "{mixes:?}");
    }
}

#[test]
fn a_mix_set_before_play_is_heard_from_the_first_frame() {
    let half = with(|mix| mix.gain = Gain(0.5));
    let mute = with(|mix| mix.is_muted = true);
    let (mut stage, _) = playing(&[1000, 2000, 4000], &[half, mute]);
    assert_eq!(stage.render(1).samples.map_steps(), [4500.0, 4500.0]);
}

#[test]
fn gains_follow_their_decibels_and_end_at_plus_twelve() {
    let (mut stage, song) = playing(&[1000], &[]);
    for (db, factor) in [(0.0, 1.0), (-6.0, 0.501_187), (12.0, 3.981_07), (30.0, 3.981_07)] {
        let gain = Decibels(db).to_gain();
        stage.engine.set_stem_mix(song, 0, with(|mix| mix.gain = gain));
        let level = level_after(&mut stage, GAIN_RAMP + 256);
        assert!((level[0] / 1000.0 - factor).abs() < 1e-4, "{db} dB gives {level:?}");
    }
    stage.engine.set_stem_mix(song, 0, with(|mix| mix.gain = Decibels::SILENCE.to_gain()));
    assert_eq!(level_after(&mut stage, GAIN_RAMP + 256), [0.0, 0.0]);
    stage.engine.set_stem_mix(song, 0, with(|mix| mix.gain = Gain(f32::NAN)));
    assert_eq!(level_after(&mut stage, GAIN_RAMP + 256), [0.0, 0.0], "NaN is silence");
}

#[test]
fn a_mute_glides_over_ten_milliseconds_without_a_step() {
    let (mut stage, song) = playing(&[20_000], &[]);
    stage.render_patiently(1000, 100);
    stage.engine.set_stem_mix(song, 0, with(|mix| mix.is_muted = true));
    let heard = stage.render_patiently(GAIN_RAMP + 10, 70).map_steps();
    let left: Vec<f32> = heard.iter().step_by(2).copied().collect();
    let largest = left.windows(2).map(|pair| (pair[1] - pair[0]).abs()).fold(0.0, f32::max);
    assert!(largest < 1.01 * 20_000.0 / GAIN_RAMP as f32, "a step of {largest}");
    assert_eq!(left[GAIN_RAMP..], [0.0; 10]);
}

#[test]
fn the_main_bus_scales_the_sum_and_its_meter_shows_it() {
    let (mut stage, _) = playing(&[8192, 8192], &[]);
    let half = BusMix { gain: Gain(0.5), ..BusMix::initial(BusId::MAIN) };
    stage.engine.set_bus(BusId::MAIN, half);
    assert_eq!(stage.engine.bus_mix(BusId::MAIN), half);
    stage.render_patiently(48_000, 480);
    stage.engine.bus_meter(BusId::MAIN);
    assert_eq!(level_after(&mut stage, 480), [8192.0, 8192.0]);
    let meter = stage.engine.bus_meter(BusId::MAIN);
    assert_eq!(meter.peak, [0.25, 0.25]);
    assert!((meter.rms[0] - 0.25).abs() < 0.01, "{meter:?}");
    assert_eq!(stage.engine.bus_meter(BusId::MAIN).peak, [0.0, 0.0], "a peak is read once");
}

#[test]
fn stem_meters_show_each_stem_after_its_gain() {
    let half = with(|mix| mix.gain = Gain(0.5));
    let mute = with(|mix| mix.is_muted = true);
    let (mut stage, song) = playing(&[16_384, -16_384, 16_384], &[StemMix::default(), half, mute]);
    stage.render_patiently(96_000, 480);
    let meters = stage.engine.stem_meters(song);
    let peaks: Vec<f32> = meters.iter().map(|meter| meter.peak[0]).collect();
    assert_eq!(peaks, [0.5, 0.25, 0.0]);
    for (meter, rms) in meters.iter().zip([0.5, 0.25, 0.0]) {
        assert!((meter.rms[1] - rms).abs() < 0.01, "{meters:?}");
    }
}

#[test]
fn frames_beyond_full_scale_are_counted_and_those_at_it_are_not() {
    let (mut stage, song) = playing(&[16_384, 16_384, 3], &[]);
    stage.engine.set_stem_mix(song, 2, with(|mix| mix.is_muted = true));
    stage.render_patiently(10_000, 100);
    let before = stage.engine.telemetry().transport.clipped_frames;
    stage.render_patiently(1000, 100);
    assert_eq!(stage.engine.telemetry().transport.clipped_frames, before, "full scale is not over");
    stage.engine.set_stem_mix(song, 2, StemMix::default());
    stage.render_patiently(GAIN_RAMP, 100);
    let before = stage.engine.telemetry().transport.clipped_frames;
    stage.render_patiently(1000, 100);
    assert_eq!(stage.engine.telemetry().transport.clipped_frames, before + 1000);
}

#[test]
fn one_channel_gets_the_mean_and_further_channels_are_silent() {
    let (mut stage, _) = playing(&[1000], &[]);
    let mut mono = [9.0; 4];
    stage.renderer.render(&mut mono, 1, std::time::Instant::now());
    assert_eq!(mono.map(|sample| sample * 32_768.0), [1000.0; 4]);
    let mut many = [9.0; 5 * 8];
    stage.renderer.render(&mut many, 8, std::time::Instant::now());
    for frame in many.chunks_exact(8) {
        assert_eq!(frame[..2], [1000.0 / 32_768.0; 2]);
        assert_eq!(frame[2..], [0.0; 6]);
    }
}

#[test]
fn stems_of_any_length_end_alone_and_the_song_with_the_longest() {
    let mut stage = Stage::new(&[]);
    let lengths = [0usize, 1, 4095, 4096, 4097, 9000, 20_000];
    let stems = lengths.iter().enumerate().map(|(number, frames)| {
        let path = stage.folder().join(format!("length-{frames}.wav"));
        write_wav(&path, FORMAT, &vec![1 << number; frames * 2]);
        StemSource { location: path.into(), mix: StemMix::default() }
    });
    let song = stage.engine.add_song(SongSource { stems: stems.collect() });
    stage.engine.play_song(song, FramePos::ZERO);
    stage.wait_for_lead(1000);
    let heard = stage.render_patiently(21_000, 333).map_steps();
    for (frame, pair) in heard.chunks_exact(2).enumerate() {
        let sounding = lengths.iter().enumerate().filter(|(_, length)| frame < **length);
        let expected: u32 = sounding.map(|(number, _)| 1 << number).sum();
        assert_eq!(pair, [expected as f32; 2], "frame {frame}");
    }
    assert_eq!(stage.engine.song(song).frame_count.map(|frames| frames.0), Some(20_000));
}

#[test]
fn a_song_of_128_stems_plays_them_all() {
    let (mut stage, _) = playing(&[100; 128], &[]);
    let heard = stage.render_patiently(10_000, 128).map_steps();
    assert!(heard.iter().all(|sample| *sample == 12_800.0));
}

trait Steps {
    /// The same in steps of 16 bits.
    fn map_steps(self) -> Vec<f32>;
}

impl Steps for Vec<f32> {
    fn map_steps(self) -> Vec<f32> {
        self.into_iter().map(|sample| sample * 32_768.0).collect()
    }
}
