//! Codes go there and back, alone, in mixes and through files.

use super::*;
use crate::{
    files::TestFolder,
    noise::Noise,
    reference::{decode_with_ffmpeg, decode_with_flac},
};

fn as_floats((left, right): (i16, i16)) -> (f32, f32) {
    (f32::from(left) / 32_768.0, f32::from(right) / 32_768.0)
}

#[test]
fn codes_are_those_of_the_engine_notes() {
    assert_eq!(position_coded_stereo(0), (-0x2000, -0x2000));
    assert_eq!(position_coded_stereo(0x3FFF), (0x1FFF, -0x2000));
    assert_eq!(position_coded_stereo(0x4000), (-0x2000, -0x1FFF));
    assert_eq!(position_coded_stereo(MAX_FRAMES - 1), (0x1FFF, 0x1FFF));
    assert_eq!(position_coded_stereo(SILENCE), (0, 0));
}

#[test]
fn every_code_decodes_to_its_frame() {
    // All values of either half, and a stride through the rest that is prime to both.
    let all_of_each_half = (0..1 << 14).chain((0..1 << 14).map(|high| high << 14));
    let through_the_rest = (0..MAX_FRAMES).step_by(10_007);
    for frame in all_of_each_half.chain(through_the_rest).chain([MAX_FRAMES - 1]) {
        let (left, right) = as_floats(position_coded_stereo(frame));
        assert_eq!(frame_of(left, right), Some(frame));
    }
}

#[test]
#[should_panic(expected = "has no code")]
fn frame_past_the_last_code_is_refused() {
    position_coded_stereo(MAX_FRAMES);
}

#[test]
fn any_number_of_stems_in_step_decodes() {
    let mut noise = Noise::new(1);
    for stem_count in 1..=128 {
        let gain = 1.0 / stem_count as f32;
        for _ in 0..100 {
            let frame = noise.below(MAX_FRAMES);
            let (left, right) = as_floats(position_coded_stereo(frame));
            let mix = |sample: f32| (0..stem_count).map(|_| sample * gain).sum::<f32>();
            assert_eq!(frame_of(mix(left), mix(right)), Some(frame), "{stem_count} stems");
            let sum = |sample: f32| (0..stem_count).map(|_| sample / QUIET_DIVISOR).sum::<f32>();
            assert_eq!(frame_of_quiet(sum(left), sum(right), stem_count), Some(frame));
        }
    }
}

#[test]
fn stem_that_is_one_frame_off_is_noticed() {
    for frame in 1000..2000 {
        let (left, right) = as_floats(position_coded_stereo(frame));
        let (late, _) = as_floats(position_coded_stereo(frame - 1));
        for stem_count in 2..=60 {
            let mix = (left * (stem_count - 1) as f32 + late) / stem_count as f32;
            assert_eq!(frame_of(mix, right), None, "{stem_count} stems");
        }
        for stem_count in 2..=500 {
            let n = stem_count as f32;
            let sum = (left * (n - 1.0) + late) / QUIET_DIVISOR;
            assert_eq!(frame_of_quiet(sum, right * n / QUIET_DIVISOR, stem_count), None);
        }
    }
}

#[test]
fn samples_between_or_beyond_codes_are_none() {
    let step = 1.0 / 32_768.0;
    assert_eq!(frame_of(0.5 * step, 0.0), None);
    assert_eq!(frame_of(0.0, 0.02 * step), None);
    assert_eq!(frame_of(0.25, 0.0), None, "one step above the highest code");
    assert_eq!(frame_of(-0.25 - step, 0.0), None, "one step below the lowest code");
    assert_eq!(frame_of(f32::NAN, 0.0), None);
    assert_eq!(frame_of(0.0, f32::INFINITY), None);
}

#[test]
fn files_hold_their_codes_in_the_eyes_of_other_decoders() {
    let folder = TestFolder::new();
    let frames = 16_000..26_001;
    for stem in [
        PositionCodedStem::new(frames.clone()),
        PositionCodedStem::quiet(frames.clone()),
        PositionCodedStem { block_frames: 192, ..PositionCodedStem::new(frames.clone()) },
    ] {
        let (flac, wav) = (folder.path("stem.flac"), folder.path("stem.wav"));
        stem.write_flac(&flac);
        stem.write_wav(&wav);
        for decoded in [decode_with_flac(&flac), decode_with_ffmpeg(&wav)] {
            assert_eq!((decoded.sample_rate, decoded.channel_count), (48_000, 2));
            let found: Vec<Option<u64>> = decoded
                .interleaved
                .chunks_exact(2)
                .map(|frame| (frame[0] as f32, frame[1] as f32))
                .map(|(left, right)| match stem.scale {
                    CodeScale::Whole => frame_of(left, right),
                    CodeScale::Quiet => frame_of_quiet(left, right, 1),
                })
                .collect();
            assert_eq!(found, frames.clone().map(Some).collect::<Vec<_>>());
        }
    }
}

#[test]
fn stem_of_no_frames_is_a_file_of_no_frames() {
    let folder = TestFolder::new();
    let path = folder.path("empty.flac");
    PositionCodedStem::new(0..0).write_flac(&path);
    assert_eq!(decode_with_flac(&path).frame_count(), 0);
}
