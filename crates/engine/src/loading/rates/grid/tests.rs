//! Claims about the grid of a pair of rates.

use super::*;

/// The rates of files and devices.
const USUAL_RATES: [u32; 15] = [
    8_000, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000, 88_200, 96_000, 176_400,
    192_000, 352_800, 384_000,
];

fn rate(hz: u32) -> SampleRate {
    SampleRate::new(hz).expect("a rate is not zero")
}

fn grid(source: u32, engine: u32) -> RateGrid {
    RateGrid::between(rate(source), rate(engine)).expect("rates for music").expect("other rates")
}

#[test]
fn blocks_are_short_for_usual_pairs_and_a_second_at_most_for_others() {
    let cases = [
        ((44_100, 48_000), (588, 640)),
        ((48_000, 44_100), (640, 588)),
        ((96_000, 48_000), (1024, 512)),
        ((8_000, 48_000), (512, 3072)),
        ((384_000, 44_100), (5120, 588)),
        ((44_101, 48_000), (44_101, 48_000)),
        ((383_999, 384_000), (383_999, 384_000)),
    ];
    for ((source, engine), (source_block, engine_block)) in cases {
        let grid = grid(source, engine);
        let blocks = (grid.source_block_frames(), grid.engine_block_frames());
        assert_eq!(blocks, (source_block, engine_block), "{source} to {engine} Hz");
    }
}

#[test]
fn both_blocks_last_equally_long_and_long_enough_for_the_filter() {
    let odd = [8_001, 11_127, 44_099, 44_101, 47_999, 96_001, 383_999];
    for source in USUAL_RATES.into_iter().chain(odd) {
        for engine in USUAL_RATES.into_iter().chain(odd).filter(|engine| *engine != source) {
            let grid = grid(source, engine);
            let frames = (grid.source_block_frames() as u64, grid.engine_block_frames() as u64);
            let pair = format!("{source} to {engine} Hz");
            assert_eq!(frames.0 * u64::from(engine), frames.1 * u64::from(source), "{pair}");
            assert!(frames.0.min(frames.1) >= 512, "{pair}: {frames:?}");
            assert!(frames.0 <= u64::from(source), "{pair}: {frames:?}");
        }
    }
}

#[test]
fn equal_rates_need_no_grid_and_rates_that_are_no_music_are_refused() {
    for hz in [1, 44_100, 700_000] {
        assert_eq!(RateGrid::between(rate(hz), rate(hz)).expect("equal rates"), None);
    }
    for (source, engine) in [(7_999, 48_000), (384_001, 48_000), (44_100, 4_000)] {
        let error = RateGrid::between(rate(source), rate(engine)).unwrap_err();
        let text = error.to_string();
        assert!(text.contains(&format!("the file is at {source} Hz")), "{text}");
        assert!(text.contains("from 8 to 384 kHz"), "{text}");
    }
}

#[test]
fn a_stem_is_as_long_as_its_file_to_the_next_frame() {
    // ⌈frames × engine rate / file's rate⌉, worked out by hand.
    let cases = [
        (44_100, 48_000, 0, 0),
        (44_100, 48_000, 1, 2),
        (44_100, 48_000, 147, 160),
        (44_100, 48_000, 148, 162),
        (48_000, 44_100, 1, 1),
        (48_000, 44_100, 160, 147),
        (96_000, 48_000, 3, 2),
        (44_101, 48_000, 44_101 * 3600, 48_000 * 3600),
        (8_000, 384_000, u64::MAX, u64::MAX),
    ];
    for (source, engine, frames, length) in cases {
        let FrameCount(actual) = grid(source, engine).length(FrameCount(frames));
        assert_eq!(actual, length, "{frames} frames, {source} to {engine} Hz");
    }
}

#[test]
fn source_blocks_follow_each_other_and_begin_before_the_file() {
    for grid in [grid(44_100, 48_000), grid(44_101, 48_000), grid(384_000, 8_000)] {
        let first = grid.source_block(0);
        let frames = grid.source_block_frames();
        assert_eq!(first.silent_frames, frames.div_ceil(2));
        assert_eq!(first.frames, 0..frames as u64 / 2);
        let mut end = first.frames.end;
        for number in 1..5 {
            let block = grid.source_block(number);
            assert_eq!((block.silent_frames, block.frames.start), (0, end));
            assert_eq!(block.frames.end - block.frames.start, frames as u64);
            end = block.frames.end;
        }
    }
}

#[test]
fn what_is_read_for_frames_lies_around_their_time() {
    let grid = grid(44_100, 48_000);
    // An hour in, at 48 kHz, is an hour in at 44.1 kHz.
    let engine = FramePos(48_000 * 3600)..FramePos(48_000 * 3601);
    let source = grid.source_range(&engine);
    assert!(source.start <= 44_100 * 3600 - 294 && source.start >= 44_100 * 3600 - 2 * 588);
    assert!(source.end >= 44_100 * 3601 + 294 && source.end <= 44_100 * 3601 + 2 * 588);
    assert_eq!(grid.engine_range(147..148), 160..162);
}
