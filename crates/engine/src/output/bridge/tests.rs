//! The playhead stays with the wall clock.

use std::time::Duration;

use attacca_units::SampleRate;

use super::*;
use crate::{EngineSettings, MultiTrackEngine};

#[test]
fn frames_are_rendered_until_they_are_due_and_at_the_end_to_the_frame() {
    let settings = EngineSettings::new(SampleRate::HZ_48000);
    let (engine, mut renderer) = MultiTrackEngine::new(settings).expect("threads");
    let start = Instant::now();
    renderer.render(&mut [0.0; 480], 1, start);
    let mut bridge = Bridge::new(Box::new(renderer), 2);
    let heard_until = |bridge: &Bridge| bridge.next_heard_at - start;
    assert_eq!(heard_until(&bridge), Duration::from_millis(10));

    // The 480 frames of ten milliseconds are no block.
    bridge.run_until(start + Duration::from_millis(20));
    assert_eq!(heard_until(&bridge), Duration::from_millis(10));
    bridge.run_until(start + Duration::from_millis(1_000));
    // 480 frames and 92 blocks of 512: 47,584 of 48,000.
    let frames = 480 + 92 * BLOCK_FRAMES;
    let rendered = heard_until(&bridge).as_nanos() * 48_000 / 1_000_000_000;
    assert!(rendered.abs_diff(u128::from(frames)) <= 1, "{rendered} frames");

    let renderer = bridge.end_at(start + Duration::from_millis(1_000));
    assert_eq!(renderer.last_block().1, FrameCount(48_000 - frames));
    let bridge = Bridge::new(renderer, 2);
    let error = heard_until(&bridge).abs_diff(Duration::from_millis(1_000));
    assert!(error < Duration::from_micros(1), "off by {error:?}");
    assert_eq!(engine.telemetry().callbacks.callbacks, 0, "no device called");
}

#[test]
fn a_time_that_is_past_renders_nothing() {
    let settings = EngineSettings::new(SampleRate::HZ_48000);
    let (_engine, mut renderer) = MultiTrackEngine::new(settings).expect("threads");
    let start = Instant::now();
    renderer.render(&mut [0.0; 4_800], 1, start);
    let renderer = Bridge::new(Box::new(renderer), 2).end_at(start);
    assert_eq!(renderer.last_block(), (start, FrameCount(4_800)));
}

#[test]
fn a_renderer_that_nobody_called_begins_when_it_is_asked_to() {
    let settings = EngineSettings::new(SampleRate::HZ_48000);
    let (engine, renderer) = MultiTrackEngine::new(settings).expect("threads");
    let start = Instant::now() + Duration::from_secs(3_600);
    let mut bridge = Bridge::starting_at(start, Box::new(renderer), 2);
    bridge.run_until(start);
    assert_eq!(engine.telemetry().transport.block_frames, FrameCount(0), "nothing is due yet");
    let renderer = bridge.end_at(start + Duration::from_millis(1));
    assert_eq!(renderer.last_block(), (start, FrameCount(48)));
}
