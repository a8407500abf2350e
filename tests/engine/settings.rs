//! Settings that change while the engine plays.

use std::{sync::Arc, time::Duration};

use attacca_engine::{EngineSettings, LiveSettings};
use attacca_test_support::faults::{Fault, faulty_files};
use attacca_units::{FrameCount, FramePos};

use crate::stage::{RATE, Stage};

/// The lead that the playing window comes to, in frames.
fn full_lead(stage: &mut Stage, at_least: u64) -> FrameCount {
    stage.wait_until("the window is full", |stage| {
        stage.render(0).transport.leads.playing.0 >= at_least
    });
    stage.engine.telemetry().transport.leads.playing
}

#[test]
fn the_window_of_the_voice_that_plays_becomes_longer_and_shorter() {
    let mut stage = Stage::new(&[(2, 1_500_000)]);
    stage.arm_all();
    stage.engine.play_song(stage.songs[0].id, FramePos::ZERO);
    full_lead(&mut stage, 72_000);
    let live = stage.engine.settings().live;

    stage.engine.set_settings(LiveSettings { pcm_window_seconds: 6.0, ..live });
    let lead = full_lead(&mut stage, 288_000);
    assert!(lead.0 < 310_000, "{lead:?} ahead where 6 s are wanted");

    stage.engine.set_settings(LiveSettings { pcm_window_seconds: 0.5, ..live });
    let heard = stage.render_patiently(280_000, 480);
    stage.assert_plays(&heard, 0, 0);
    let lead = stage.engine.telemetry().transport.leads.playing;
    assert!(lead.0 < 40_000, "{lead:?} ahead where half a second is wanted");
    assert_eq!(stage.engine.telemetry().transport.underruns, 0);
}

#[test]
fn a_window_longer_than_the_audio_thread_takes_waits_on_the_shelf() {
    let mut settings = EngineSettings::new(RATE);
    settings.live.pcm_window_seconds = 20.0;
    let mut stage = Stage::with(settings, &[(2, 2_000_000)]);
    stage.engine.play_song(stage.songs[0].id, FramePos::ZERO);
    let slab_bytes = 2 * 4096 * 4;
    stage.wait_until("20 s are decoded", |stage| {
        stage.render(0);
        let memory = stage.engine.telemetry().memory;
        memory.window_bytes + memory.head_bytes >= 235 * slab_bytes
    });
    let lead = stage.engine.telemetry().transport.leads.playing;
    assert!(lead.0 < 420_000, "8 s are delivered, not {lead:?}");
    let heard = stage.render_patiently(100_000, 480);
    stage.assert_plays(&heard, 0, 0);
}

#[test]
fn settings_come_back_within_their_limits() {
    let stage = Stage::new(&[]);
    let live = stage.engine.settings().live;
    let asked = LiveSettings { pcm_window_seconds: 1e9, loader_threads: 0, ..live };
    let held = stage.engine.set_settings(asked);
    assert_eq!((held.pcm_window_seconds, held.loader_threads), (60.0, 2));
    assert_eq!(stage.engine.settings().live, held);
}

#[test]
fn loaders_end_and_begin_as_many_as_are_wanted() {
    let mut stage = Stage::new(&[(4, 400_000)]);
    stage.arm_all();
    stage.engine.play_song(stage.songs[0].id, FramePos::ZERO);
    let live = stage.engine.settings().live;
    for loader_threads in [6, 2, 9, 3, 2, 4] {
        stage.engine.set_settings(LiveSettings { loader_threads, ..live });
        stage.wait_until("there are as many loaders", |stage| {
            stage.render(64);
            stage.engine.telemetry().loader.threads == loader_threads
        });
    }
}

#[test]
fn without_parallel_decoding_one_part_is_decoded_at_a_time() {
    let (control, opener) = faulty_files();
    let mut settings = EngineSettings::new(RATE);
    settings.opener = Arc::new(opener);
    settings.live.parallel_decode = false;
    let mut stage = Stage::with(settings, &[(12, 600_000)]);
    stage.arm_all();
    control.set("", Fault::Delay(Duration::from_millis(1)));
    stage.engine.play_song(stage.songs[0].id, FramePos::ZERO);
    let mut most = 0;
    for step in 0..10 {
        stage.engine.seek(FramePos(step * 50_011));
        stage.wait_until("the target is complete", |stage| {
            most = most.max(stage.engine.telemetry().loader.decoding_jobs);
            let transport = stage.render(0).transport;
            transport.seeking.is_none() && transport.leads.playing.0 > 12_288
        });
    }
    assert_eq!(most, 1, "parts that were decoded at once");
}
