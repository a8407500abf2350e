//! Any length, the latency kept, the renderer sent home.

use assert_no_alloc::{AllocDisabler, assert_no_alloc};
use attacca_units::SampleRate;
use crossbeam_channel::bounded;

use super::*;
use crate::{EngineSettings, MultiTrackEngine};

/// Ends the program when anything allocates or frees in `assert_no_alloc`.
#[global_allocator]
static ALLOCATOR: AllocDisabler = AllocDisabler;

const LATENCY: Duration = Duration::from_millis(20);

#[test]
fn a_callback_takes_any_length_keeps_the_latency_and_never_allocates() {
    let (engine, renderer) =
        MultiTrackEngine::new(EngineSettings::new(SampleRate::HZ_48000)).expect("threads");
    let (home, _home) = bounded(1);
    let (first, _first) = bounded(1);
    let state = Arc::new(StreamState::default());
    let homing = HomingRenderer::new(renderer, home);
    let mut callback = DeviceCallback::new(homing, 3, Arc::clone(&state), first);
    // Two pieces and a rest; the fill shows what was not written.
    for frames in [1, 170, PIECE_FRAMES, 2 * PIECE_FRAMES + 5] {
        let mut out = vec![i16::MAX; frames * 3];
        assert_no_alloc(|| callback.call(&mut out, LATENCY));
        assert!(out.iter().all(|sample| *sample == 0), "{frames} frames of silence");
        let last_block = engine.telemetry().transport.block_frames;
        assert_eq!(last_block.0 as usize, (frames - 1) % PIECE_FRAMES + 1);
    }
    assert_eq!(state.latency(), LATENCY);
    assert_eq!(engine.telemetry().callbacks.callbacks, 4, "pieces are no callbacks");
}

#[test]
fn a_piece_is_heard_after_the_pieces_before_it() {
    let (engine, renderer) =
        MultiTrackEngine::new(EngineSettings::new(SampleRate::HZ_48000)).expect("threads");
    let (home, _home) = bounded(1);
    let (first, _first) = bounded(1);
    let homing = HomingRenderer::new(renderer, home);
    let mut callback = DeviceCallback::new(homing, 1, Arc::default(), first);
    let begin = Instant::now();
    callback.call(&mut vec![0.0_f32; 48_000], LATENCY);
    // 11 whole pieces of 4096 frames go before the last one.
    let before_last = duration_of(FrameCount(11 * 4096), SampleRate::HZ_48000);
    assert!(engine.telemetry().transport.at >= begin + LATENCY + before_last);
}

#[test]
fn the_first_callback_is_reported_once() {
    let (_engine, renderer) =
        MultiTrackEngine::new(EngineSettings::new(SampleRate::HZ_48000)).expect("threads");
    let (home, _home) = bounded(1);
    let (first, first_callbacks) = bounded(4);
    let homing = HomingRenderer::new(renderer, home);
    let mut callback = DeviceCallback::new(homing, 2, Arc::default(), first);
    for _ in 0..3 {
        callback.call(&mut [0.0_f32; 64], LATENCY);
    }
    assert_eq!(first_callbacks.len(), 1);
    let report = first_callbacks.recv().expect("it is there");
    assert!(report.own_request.is_none(), "nobody was refused, so nobody asks again");
}

#[test]
fn a_dropped_callback_sends_its_renderer_home() {
    let (_engine, renderer) =
        MultiTrackEngine::new(EngineSettings::new(SampleRate::HZ_44100)).expect("threads");
    let (home, at_home) = bounded(1);
    let (first, _first) = bounded(1);
    drop(DeviceCallback::new(HomingRenderer::new(renderer, home), 2, Arc::default(), first));
    let renderer = at_home.try_recv().expect("the renderer is home");
    assert_eq!(renderer.engine_rate(), SampleRate::HZ_44100);
}
