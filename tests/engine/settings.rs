//! Settings that change while the engine plays.

use attacca_engine::{EngineSettings, LiveSettings};
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
        stage.engine.telemetry().memory.window_bytes >= 235 * slab_bytes
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
