//! Slow storage: the look-ahead grows, and songs that fit are held in memory whole.

use std::time::{Duration, Instant};

use attacca_engine::{EngineEvent, LiveSettings, MemoryBudget};
use attacca_test_support::faults::Fault;
use attacca_units::FramePos;

use crate::stage::{DECLICK, Stage};

/// Renders in blocks of 480 frames as fast as they are heard, until something is so.
fn play_until(stage: &mut Stage, what: &str, mut is_so: impl FnMut(&mut Stage) -> bool) {
    let begun = Instant::now();
    let mut due = begun;
    while !is_so(stage) {
        assert!(begun.elapsed().as_secs() < 40, "40 s passed before {what}");
        due += Duration::from_millis(10);
        std::thread::sleep(due.saturating_duration_since(Instant::now()));
        stage.render(480);
    }
}

fn events(stage: &Stage) -> Vec<EngineEvent> {
    stage.engine.events().try_iter().collect()
}

/// Waits until all of the current song is in memory.
fn wait_for_whole_song(stage: &mut Stage) {
    let song = stage.songs[0].id;
    stage.wait_until("the whole song is in memory", |stage| {
        stage.render(0);
        let pins = stage.engine.song(song).pins;
        let is_whole = stage.engine.telemetry().look_ahead.whole_song == Some(song);
        is_whole && pins.iter().all(|pin| pin.is_ready)
    });
}

fn hold_whole_songs(stage: &Stage) {
    let live = stage.engine.settings().live;
    stage.engine.set_settings(LiveSettings { whole_song: true, ..live });
}

#[test]
fn a_song_that_is_held_whole_plays_and_seeks_without_its_files() {
    let (control, mut stage) = Stage::faulty(&[(4, 600_000)]);
    let song = stage.songs[0].id;
    hold_whole_songs(&stage);
    stage.engine.play_song(song, FramePos::ZERO);
    stage.wait_for_lead(1000);
    wait_for_whole_song(&mut stage);
    control.set("", Fault::Stall);
    for at in [500_000, 3000, 250_000, 599_000, 0] {
        let action = stage.engine.play_song(song, FramePos(at));
        assert_eq!(stage.render(480).report.action, action, "the next callback is there");
        let fade = stage.render(480 * 10);
        assert_eq!(fade.transport.leads.outgoing, None);
        if at < 590_000 {
            let from = stage.engine.telemetry().transport.playhead.0;
            let heard = stage.render_patiently(20_000, 480);
            stage.assert_plays(&heard, 0, from);
        }
    }
    let from = stage.engine.telemetry().transport.playhead.0;
    let heard = stage.render_patiently(600_000 - from as usize, 480);
    stage.assert_plays(&heard, 0, from);
    assert_eq!(stage.engine.telemetry().transport.underruns, 0);
}

#[test]
fn the_next_song_is_held_whole_too_when_there_is_memory_left() {
    let mut stage = Stage::new(&[(2, 300_000), (2, 200_000), (2, 100_000)]);
    let ids: Vec<_> = stage.songs.iter().map(|song| song.id).collect();
    stage.engine.set_setlist(&ids);
    hold_whole_songs(&stage);
    stage.engine.play_song(ids[0], FramePos::ZERO);
    wait_for_whole_song(&mut stage);
    let end_of_pins = |stage: &Stage, number: usize| {
        let pins = stage.engine.song(ids[number]).pins;
        pins.iter().filter(|pin| pin.is_ready).map(|pin| pin.frames.end.0).max().unwrap_or(0)
    };
    stage.wait_until("the next song is in memory", |stage| end_of_pins(stage, 1) == 200_000);
    assert_eq!(end_of_pins(&stage, 2), 2 * 4096, "of the others the head is kept");
}

#[test]
fn a_song_that_does_not_fit_is_streamed_and_that_is_said_once() {
    let mut stage = Stage::new(&[(16, 800_000)]);
    let live = stage.engine.settings().live;
    let budget = 32 << 20;
    stage.engine.set_settings(LiveSettings {
        whole_song: true,
        memory_budget: MemoryBudget::Bytes(budget),
        ..live
    });
    stage.engine.play_song(stage.songs[0].id, FramePos::ZERO);
    stage.wait_for_lead(1000);
    let heard = stage.render_patiently(200_000, 480);
    stage.assert_plays(&heard, 0, 0);
    assert_eq!(stage.engine.telemetry().look_ahead.whole_song, None);
    let refusals: Vec<_> = events(&stage)
        .into_iter()
        .filter_map(|event| match event {
            EngineEvent::WholeSongRefused { needed_bytes, budget_bytes, .. } => {
                Some((needed_bytes, budget_bytes))
            }
            _ => None,
        })
        .collect();
    let [(needed, had)] = refusals[..] else { panic!("said once: {refusals:?}") };
    assert_eq!(had, budget);
    // Sixteen stems of 196 slabs are 49 MiB.
    assert!(needed > 49 << 20 && needed < 70 << 20, "{needed}");

    stage.engine.set_settings(LiveSettings {
        memory_budget: MemoryBudget::Bytes(needed),
        ..stage.engine.settings().live
    });
    wait_for_whole_song(&mut stage);
}

#[test]
fn a_song_that_does_not_fit_is_named_once_whatever_was_played_meanwhile() {
    let mut stage = Stage::new(&[(16, 800_000), (2, 100_000)]);
    let live = stage.engine.settings().live;
    let small =
        LiveSettings { whole_song: true, memory_budget: MemoryBudget::Bytes(32 << 20), ..live };
    stage.engine.set_settings(small);
    let mut refused = Vec::new();
    let mut visit = |stage: &mut Stage, number: usize| {
        let song = stage.songs[number].id;
        stage.engine.play_song(song, FramePos::ZERO);
        stage.wait_until("it is heard", |stage| {
            let transport = stage.render(64).transport;
            transport.song == Some(song) && transport.song_frames.is_some()
        });
        refused.extend(events(stage).into_iter().filter_map(|event| match event {
            EngineEvent::WholeSongRefused { song, budget_bytes, .. } => Some((song, budget_bytes)),
            _ => None,
        }));
    };
    for _ in 0..3 {
        visit(&mut stage, 0);
        visit(&mut stage, 1);
    }
    // With another budget it is news.
    stage
        .engine
        .set_settings(LiveSettings { memory_budget: MemoryBudget::Bytes(33 << 20), ..small });
    visit(&mut stage, 0);
    let big = stage.songs[0].id;
    assert_eq!(refused, [(big, 32 << 20), (big, 33 << 20)]);
}

#[test]
fn a_window_that_was_too_short_grows_and_says_so() {
    let (control, mut stage) = Stage::faulty(&[(4, 1_500_000)]);
    stage.arm_all();
    stage.engine.play_song(stage.songs[0].id, FramePos::ZERO);
    play_until(&mut stage, "the window is full", |stage| {
        stage.engine.telemetry().transport.leads.playing.0 >= 70_000
    });
    events(&stage);
    control.set("", Fault::Stall);
    play_until(&mut stage, "the lead is under half", |stage| {
        stage.engine.telemetry().transport.leads.playing.0 < 34_000
    });
    control.clear_all();
    play_until(&mut stage, "the window is longer", |stage| {
        stage.engine.telemetry().transport.leads.playing.0 >= 90_000
    });
    let grown = events(&stage).into_iter().find_map(|event| match event {
        EngineEvent::WindowGrown { seconds } => Some(seconds),
        _ => None,
    });
    assert!(grown.is_some_and(|seconds| seconds >= 2.25), "{grown:?}");
    let now = stage.engine.telemetry().look_ahead;
    assert!(now.window_seconds >= 2.25 && now.whole_song.is_none(), "{now:?}");
    assert_eq!(stage.engine.telemetry().transport.underruns, 0);

    // Another setting sets it back.
    let live = LiveSettings { pcm_window_seconds: 1.0, ..stage.engine.settings().live };
    stage.engine.set_settings(live);
    assert_eq!(stage.engine.telemetry().look_ahead.window_seconds, 1.0);
}

#[test]
fn a_storage_that_reads_slower_than_play_has_songs_held_whole() {
    let (control, mut stage) = Stage::faulty(&[(16, 500_000)]);
    stage.arm_all();
    let song = stage.songs[0].id;
    let make_slow = || {
        // Every read gives a few slabs of one stem.
        control.set("", Fault::ShortReads(4096));
        control.set("", Fault::Delay(Duration::from_millis(30)));
    };
    make_slow();
    stage.engine.play_song(song, FramePos::ZERO);
    let mut told = Vec::new();
    play_until(&mut stage, "the storage is said to be slow", |stage| {
        told.extend(events(stage));
        told.iter().any(|event| matches!(event, EngineEvent::StorageSlow))
    });
    let telemetry = stage.engine.telemetry();
    assert!(telemetry.look_ahead.is_storage_slow);
    // In silence the storage catches up, and the song plays to its end without it.
    stage.engine.stop();
    stage.render(4800);
    control.clear_all();
    wait_for_whole_song(&mut stage);
    make_slow();
    let before = stage.engine.telemetry().transport.underruns;
    stage.engine.play();
    stage.render(480);
    let from = stage.engine.telemetry().transport.playhead.0;
    let heard = stage.render_patiently(400_000, 480);
    stage.assert_plays(&heard[2 * DECLICK as usize..], 0, from + DECLICK);
    assert_eq!(stage.engine.telemetry().transport.underruns, before);
}
