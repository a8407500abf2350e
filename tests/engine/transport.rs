//! The transport, action by action.

use attacca_engine::{EngineEvent, TransportState};
use attacca_units::{FrameCount, FramePos};

use crate::stage::{DECLICK, Stage};

#[test]
fn an_armed_song_sounds_in_the_very_next_callback() {
    let mut stage = Stage::new(&[(30, 200_000)]);
    stage.arm_all();
    let song = stage.songs[0].id;
    let action = stage.engine.play_song(song, FramePos::ZERO);
    let heard = stage.render(128);
    assert_eq!(heard.report.action, action);
    stage.assert_plays(&heard.samples, 0, 0);
}

#[test]
fn a_song_never_seen_sounds_without_being_armed() {
    let mut stage = Stage::new(&[(8, 200_000)]);
    stage.engine.play_song(stage.songs[0].id, FramePos(54_321));
    stage.wait_for_lead(1000);
    let heard = stage.render_patiently(10_000, 500);
    stage.assert_plays(&heard[2 * DECLICK as usize..], 0, 54_321 + DECLICK);
}

#[test]
fn a_song_plays_to_its_last_frame_and_stops() {
    for (frames, block) in [(0, 64), (1, 64), (4096, 100), (10_000, 128), (12_288, 4096)] {
        let mut stage = Stage::new(&[(3, frames)]);
        stage.arm_all();
        let song = stage.songs[0].id;
        stage.engine.play_song(song, FramePos::ZERO);
        let heard = stage.render_patiently(frames as usize + block, block);
        stage.assert_plays(&heard[..2 * frames as usize], 0, 0);
        assert!(heard[2 * frames as usize..].iter().all(|sample| *sample == 0.0));
        let transport = stage.engine.telemetry().transport;
        assert_eq!(transport.state, TransportState::Stopped, "{frames} frames");
        assert_eq!(transport.playhead, FramePos(frames));
        let events = stage.engine.events();
        stage.wait_until("the end is told", |_| {
            events
                .try_iter()
                .any(|event| matches!(event, EngineEvent::Ended { song: s } if s == song))
        });
    }
}

#[test]
fn play_after_the_end_starts_again() {
    let mut stage = Stage::new(&[(2, 5000)]);
    stage.arm_all();
    stage.engine.play_song(stage.songs[0].id, FramePos::ZERO);
    stage.render_patiently(6000, 100);
    stage.engine.play();
    let heard = stage.render(100);
    stage.assert_plays(&heard.samples, 0, 0);
}

#[test]
fn pause_fades_and_resume_goes_on_where_it_fell_silent() {
    let mut stage = Stage::new(&[(4, 100_000)]);
    stage.arm_all();
    stage.engine.play_song(stage.songs[0].id, FramePos::ZERO);
    let heard = stage.render_patiently(1000, 100);
    stage.assert_plays(&heard, 0, 0);
    stage.engine.pause();
    let fade = stage.render(300);
    let silent_from = 2 * DECLICK as usize;
    assert!(fade.samples[..silent_from].iter().any(|sample| *sample != 0.0));
    assert!(fade.samples[silent_from..].iter().all(|sample| *sample == 0.0));
    assert_eq!(fade.transport.playhead, FramePos(1000 + DECLICK));
    assert!(stage.render(500).is_silent());
    stage.engine.play();
    let heard = stage.render_patiently(1000, 128);
    stage.assert_plays(&heard[silent_from..], 0, 1000 + 2 * DECLICK);
}

#[test]
fn a_seek_crossfades_over_fifty_milliseconds() {
    let mut stage = Stage::new(&[(4, 300_000)]);
    stage.arm_all();
    stage.engine.play_song(stage.songs[0].id, FramePos::ZERO);
    stage.render_patiently(5000, 500);
    let action = stage.engine.seek(FramePos(200_000)).expect("a song is current");
    // The old audio goes on until the target is complete.
    let mut playhead = 5000;
    loop {
        let heard = stage.render(100);
        if heard.report.action == action {
            break;
        }
        stage.assert_plays(&heard.samples, 0, playhead);
        playhead += 100;
        stage.wait_for_lead(100);
    }
    let rest = stage.render_patiently(2300, 100);
    assert!(rest.chunks_exact(2).any(|frame| stage.decode(frame[0], frame[1]).is_none()));
    let heard = stage.render_patiently(3000, 100);
    stage.assert_plays(&heard, 0, 200_000 + 2400);
}

#[test]
fn a_seek_inside_the_window_is_heard_in_the_next_callback() {
    let mut stage = Stage::new(&[(30, 300_000)]);
    stage.arm_all();
    stage.engine.play_song(stage.songs[0].id, FramePos::ZERO);
    stage.render_patiently(5000, 500);
    stage.wait_until("the window is full", |stage| {
        stage.render(0).transport.leads.playing > FrameCount(60_000)
    });
    let action = stage.engine.seek(FramePos(50_000)).expect("a song is current");
    assert_eq!(stage.render(128).report.action, action);
}

#[test]
fn a_newer_seek_supersedes_an_older_one() {
    let mut stage = Stage::new(&[(4, 300_000)]);
    stage.arm_all();
    stage.engine.play_song(stage.songs[0].id, FramePos::ZERO);
    stage.render_patiently(500, 500);
    let older = stage.engine.seek(FramePos(200_000)).expect("a song is current");
    let newer = stage.engine.seek(FramePos(100_000)).expect("a song is current");
    stage.wait_for_target();
    let heard = stage.render(10);
    assert_eq!(heard.report.action, newer);
    let events = stage.engine.events();
    stage.render_patiently(5000, 100);
    let located: Vec<_> = events
        .try_iter()
        .filter_map(|event| match event {
            EngineEvent::Located { action, .. } => Some(action),
            _ => None,
        })
        .collect();
    assert!(!located.contains(&older), "the older seek is never heard");
    let playhead = stage.engine.telemetry().transport.playhead.0;
    let heard = stage.render_patiently(100, 100);
    stage.assert_plays(&heard, 0, playhead);
    assert_eq!(playhead, 100_000 + 10 + 5000);
}

#[test]
fn a_jump_to_another_song_crossfades_too() {
    let mut stage = Stage::new(&[(5, 100_000), (7, 100_000)]);
    stage.arm_all();
    stage.engine.play_song(stage.songs[0].id, FramePos::ZERO);
    stage.render_patiently(1000, 100);
    let action = stage.engine.locate(stage.songs[1].id, FramePos::ZERO);
    assert_eq!(stage.render(100).report.action, action, "an armed song is there at once");
    stage.render_patiently(2300, 100);
    let heard = stage.render_patiently(1000, 100);
    stage.assert_plays(&heard, 1, 2400);
}

#[test]
fn stop_falls_silent_and_stands_at_the_start() {
    let mut stage = Stage::new(&[(4, 100_000)]);
    stage.arm_all();
    stage.engine.play_song(stage.songs[0].id, FramePos::ZERO);
    stage.render_patiently(10_000, 100);
    stage.engine.stop();
    let fade = stage.render(DECLICK as usize + 60);
    assert!(fade.samples[2 * DECLICK as usize..].iter().all(|sample| *sample == 0.0));
    assert_eq!(fade.transport.state, TransportState::Stopped);
    assert_eq!(fade.transport.playhead, FramePos::ZERO);
    stage.engine.play();
    let heard = stage.render(100);
    stage.assert_plays(&heard.samples, 0, 0);
}

#[test]
fn a_place_found_while_paused_sounds_only_when_played() {
    let mut stage = Stage::new(&[(4, 100_000), (4, 100_000)]);
    stage.arm_all();
    stage.engine.play_song(stage.songs[0].id, FramePos::ZERO);
    stage.render_patiently(1000, 100);
    stage.engine.pause();
    stage.render_patiently(1000, 100);
    stage.engine.locate(stage.songs[1].id, FramePos(70_000));
    stage.wait_for_lead(1000);
    assert!(stage.render(1000).is_silent());
    stage.engine.play();
    let heard = stage.render_patiently(2000, 100);
    stage.assert_plays(&heard[2 * DECLICK as usize..], 1, 70_000 + DECLICK);
}

#[test]
fn a_place_beyond_the_end_is_the_end() {
    let mut stage = Stage::new(&[(2, 8192)]);
    stage.arm_all();
    for at in [8191, 8192, 8193, 1 << 40] {
        stage.engine.locate(stage.songs[0].id, FramePos(at));
        stage.wait_for_lead(100);
        let transport = stage.render(0).transport;
        assert_eq!(transport.playhead, FramePos(at.min(8192)));
    }
}

#[test]
fn blocks_of_any_length_give_the_same_sound() {
    let whole = {
        let mut stage = Stage::new(&[(3, 60_000)]);
        stage.arm_all();
        stage.engine.play_song(stage.songs[0].id, FramePos::ZERO);
        stage.render_patiently(30_000, 30_000)
    };
    for block in [1, 33, 170, 512, 513, 4096, 8192] {
        let mut stage = Stage::new(&[(3, 60_000)]);
        stage.arm_all();
        stage.engine.play_song(stage.songs[0].id, FramePos::ZERO);
        assert!(stage.render_patiently(30_000, block) == whole, "blocks of {block}");
    }
}
