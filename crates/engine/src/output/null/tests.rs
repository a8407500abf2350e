//! The pace, the block sizes, and how a stream ends.

use std::time::Duration;

use attacca_units::SampleRate;
use crossbeam_channel::unbounded;

use super::*;
use crate::{EngineSettings, MultiTrackEngine};

fn renderer() -> (MultiTrackEngine, Renderer) {
    MultiTrackEngine::new(EngineSettings::new(SampleRate::HZ_48000)).expect("threads")
}

fn settings(block_sizes: &[usize], channel_count: usize) -> NullSettings {
    NullSettings { block_sizes: BlockSizes::Cycle(block_sizes.to_vec()), channel_count }
}

#[test]
fn blocks_come_at_the_pace_of_the_wall_clock() {
    let (_engine, renderer) = renderer();
    let (blocks_sender, blocks) = unbounded();
    let start = Instant::now();
    let stream = NullStream::start_with_tap(
        renderer,
        &NullSettings::default(),
        move |_: &[f32], _, t: BlockTiming| {
            let _ = blocks_sender.send(t.begin);
        },
    )
    .expect("a thread");
    let begins: Vec<Instant> = blocks.iter().take(48).collect();
    stream.stop();
    // The 48th block begins 47 × 512 frames after the first: a slow machine may delay it, but
    // nothing may bring it before its time.
    let earliest = start + Duration::from_micros(47 * 512 * 1_000_000 / 48_000);
    assert!(begins[47] >= earliest, "the last block began too early");
    assert!(begins[47] < earliest + Duration::from_secs(20), "the clock lost twenty seconds");
}

#[test]
fn blocks_take_the_sizes_in_turn_and_have_all_channels() {
    let (_engine, renderer) = renderer();
    let (lengths_sender, lengths) = unbounded();
    let stream = NullStream::start_with_tap(
        renderer,
        &settings(&[1, 170, 512], 3),
        move |block: &[f32], _, _| {
            let _ = lengths_sender.send(block.len());
        },
    )
    .expect("a thread");
    let first: Vec<usize> = lengths.iter().take(7).collect();
    stream.stop();
    assert_eq!(first, [3, 510, 1536, 3, 510, 1536, 3]);
}

#[test]
fn a_stopped_stream_gives_its_renderer_to_the_next_one() {
    let (_engine, renderer) = renderer();
    let stats = renderer.callback_stats();
    let mut renderer = renderer;
    for _ in 0..2 {
        let (blocks_sender, blocks) = unbounded();
        let stream = NullStream::start_with_tap(
            renderer,
            &NullSettings::default(),
            move |_: &[f32], _, _| {
                let _ = blocks_sender.send(());
            },
        )
        .expect("a thread");
        assert_eq!(blocks.iter().take(3).count(), 3);
        renderer = stream.stop();
    }
    assert!(stats.duration.snapshot().count() >= 6, "both streams count into the engine's figures");
}

#[test]
fn a_device_with_long_blocks_stops_at_once() {
    let (_engine, renderer) = renderer();
    let stream = NullStream::start(renderer, &settings(&[480_000], 2)).expect("a thread");
    let begin = Instant::now();
    stream.stop();
    assert!(begin.elapsed() < Duration::from_secs(5), "it waited for the end of a 10 s block");
}

#[test]
fn a_tap_that_holds_up_the_blocks_makes_an_xrun() {
    let (_engine, renderer) = renderer();
    let stats = renderer.callback_stats();
    let (blocks_sender, blocks) = unbounded();
    let mut is_first = true;
    let stream =
        NullStream::start_with_tap(renderer, &NullSettings::default(), move |_: &[f32], _, _| {
            if std::mem::take(&mut is_first) {
                // Nine blocks, where the device holds four.
                thread::sleep(Duration::from_millis(100));
            }
            let _ = blocks_sender.send(());
        })
        .expect("a thread");
    assert_eq!(blocks.iter().take(2).count(), 2);
    stream.stop();
    assert!(stats.xruns.load(Relaxed) >= 1);
}

#[test]
fn an_output_without_frames_or_channels_is_refused() {
    for (block_sizes, channel_count) in [(&[512, 0][..], 2), (&[], 2), (&[512], 0)] {
        let (_engine, renderer) = renderer();
        let refusal = NullStream::start(renderer, &settings(block_sizes, channel_count));
        assert!(
            matches!(refusal, Err(OutputError::EmptyBlock | OutputError::NoChannels)),
            "{block_sizes:?} × {channel_count} channels must be refused"
        );
    }
}
