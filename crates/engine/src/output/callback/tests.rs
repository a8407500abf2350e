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

fn engine() -> (MultiTrackEngine, Renderer) {
    MultiTrackEngine::new(EngineSettings::new(SampleRate::HZ_48000)).expect("threads")
}

/// A callback for a device at 48 kHz, and the two ends that it shares with its owner.
fn callback_of(
    renderer: Renderer,
    change: impl FnOnce(&mut CallbackSettings),
) -> (DeviceCallback, Arc<RendererSlot>, Arc<StreamState>) {
    let mut settings = CallbackSettings {
        engine_rate: renderer.engine_rate(),
        device_rate: SampleRate::HZ_48000,
        channel_count: 1,
        declick: FrameCount(240),
        fades_in: false,
        stats: renderer.callback_stats(),
    };
    change(&mut settings);
    let (slot, state) = (Arc::<RendererSlot>::default(), Arc::<StreamState>::default());
    slot.put(Box::new(renderer));
    let (first, _) = bounded(1);
    let callback = DeviceCallback::new(settings, Arc::clone(&slot), Arc::clone(&state), first);
    (callback, slot, state)
}

#[test]
fn a_callback_takes_any_length_keeps_the_latency_and_never_allocates() {
    let (engine, renderer) = engine();
    let (mut callback, _slot, state) = callback_of(renderer, |settings| settings.channel_count = 3);
    // Two pieces and a rest; the fill shows what was not written.
    for frames in [1, 170, PIECE_FRAMES, 2 * PIECE_FRAMES + 5] {
        let mut out = vec![i16::MAX; frames * 3];
        assert_no_alloc(|| callback.call(&mut out, Some(LATENCY)));
        assert!(out.iter().all(|sample| *sample == 0), "{frames} frames of silence");
        let last_block = engine.telemetry().transport.block_frames;
        assert_eq!(last_block.0 as usize, (frames - 1) % PIECE_FRAMES + 1);
        assert_eq!(state.block_frames().0 as usize, frames);
    }
    assert_eq!(state.latency(), LATENCY);
    assert_eq!(engine.telemetry().callbacks.callbacks, 4, "pieces are no callbacks");
}

#[test]
fn a_device_at_another_rate_is_fed_as_many_seconds_and_never_allocates() {
    let (engine, renderer) = engine();
    let (mut callback, _slot, _state) =
        callback_of(renderer, |settings| settings.device_rate = SampleRate::HZ_44100);
    let begin = Instant::now();
    for frames in [1, 170, PIECE_FRAMES, 2 * PIECE_FRAMES + 5] {
        let mut out = vec![9.0_f32; frames];
        assert_no_alloc(|| callback.call(&mut out, Some(LATENCY)));
        assert!(out.iter().all(|sample| *sample == 0.0), "{frames} frames of silence");
    }
    // The last engine frames are heard after those that were asked for last, by the sinc's reach.
    let last_piece = duration_of(FrameCount(2 * 4096), SampleRate::HZ_44100);
    assert!(engine.telemetry().transport.at >= begin + LATENCY + last_piece);
}

#[test]
fn a_piece_is_heard_after_the_pieces_before_it() {
    let (engine, renderer) = engine();
    let (mut callback, _slot, _state) = callback_of(renderer, |_| {});
    let begin = Instant::now();
    callback.call(&mut vec![0.0_f32; 48_000], Some(LATENCY));
    // 11 whole pieces of 4096 frames go before the last one.
    let before_last = duration_of(FrameCount(11 * 4096), SampleRate::HZ_48000);
    assert!(engine.telemetry().transport.at >= begin + LATENCY + before_last);
}

#[test]
fn the_first_callback_is_reported_once() {
    let (_engine, renderer) = engine();
    let (mut callback, _slot, _state) = callback_of(renderer, |_| {});
    let (first, first_callbacks) = bounded(4);
    callback.first = first;
    for _ in 0..3 {
        callback.call(&mut [0.0_f32; 64], Some(LATENCY));
    }
    assert_eq!(first_callbacks.len(), 1);
    let report = first_callbacks.recv().expect("it is there");
    assert!(report.own_request.is_none(), "nobody was refused, so nobody asks again");
}

#[test]
fn without_a_renderer_a_callback_is_silent_and_counts_as_no_ones() {
    let (engine, renderer) = engine();
    let (mut callback, slot, state) = callback_of(renderer, |_| {});
    let renderer = slot.take().expect("no block has it");
    let mut out = [9.0_f32; 64];
    assert_no_alloc(|| callback.call(&mut out, Some(LATENCY)));
    assert_eq!(out, [0.0; 64]);
    assert_eq!((state.callbacks(), engine.telemetry().callbacks.callbacks), (1, 0));
    slot.put(renderer);
    callback.call(&mut out, Some(LATENCY));
    assert_eq!((state.callbacks(), engine.telemetry().callbacks.callbacks), (2, 1));
}

#[test]
fn a_stream_that_is_to_end_renders_one_block_more_and_leaves_the_renderer_alone() {
    let (engine, renderer) = engine();
    let (mut callback, slot, state) = callback_of(renderer, |_| {});
    callback.call(&mut [0.0_f32; 64], Some(LATENCY));
    state.ask_to_end();
    assert!(!state.has_ended());
    for _ in 0..3 {
        callback.call(&mut [0.0_f32; 64], Some(LATENCY));
        assert!(state.has_ended());
    }
    assert_eq!(engine.telemetry().callbacks.callbacks, 2, "one before, one that fades");
    assert!(slot.take().is_some());
}

#[test]
fn a_clock_that_runs_wrong_is_said_and_an_xrun_makes_it_start_again() {
    let (_engine, renderer) = engine();
    let (mut callback, _slot, state) = callback_of(renderer, |_| {});
    let start = Instant::now();
    let block = FrameCount(512);
    // At 44.1 kHz, by the wall clock, for three seconds.
    let begins = |n: u64| start + duration_of(FrameCount(n * 512), SampleRate::HZ_44100);
    for n in 0..258 {
        if n % 100 == 99 {
            state.count_xrun();
        }
        callback.watch_clock(begins(n), block);
    }
    assert_eq!(state.found_rate(), None);
    for n in 258..516 {
        callback.watch_clock(begins(n), block);
    }
    assert_eq!(state.found_rate(), Some(SampleRate::HZ_44100));
}

#[test]
fn a_latency_that_cannot_be_true_moves_nothing_and_is_marked() {
    let (engine, renderer) = engine();
    let (mut callback, _slot, state) = callback_of(renderer, |_| {});
    callback.call(&mut [0.0_f32; 64], Some(LATENCY));
    assert!(!state.is_latency_wrong());
    for said in [None, Some(Duration::from_secs(4_000)), Some(Duration::MAX)] {
        let begin = Instant::now();
        assert_no_alloc(|| callback.call(&mut [0.0_f32; 64], said));
        let heard_at = engine.telemetry().transport.at;
        assert!(heard_at >= begin + LATENCY && heard_at <= Instant::now() + LATENCY, "{said:?}");
        assert_eq!(state.latency(), LATENCY);
        assert!(state.is_latency_wrong());
    }
}
