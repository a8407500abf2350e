//! Scheduled jumps: exact frames, exact lengths, and what becomes of a jump that can't happen.

mod crossfades;
mod loops;
mod model;

use attacca_engine::{
    EngineEvent, Jump, JumpError, JumpId, JumpTarget, SongSource, StemMix, StemSource,
    TransportState,
};
use attacca_test_support::{faults::Fault, files::write_wav_float, noise::Noise};
use attacca_units::{FrameCount, FramePos, Gain};

use crate::stage::{RATE, Stage};

/// From a frame of one song of a stage to a frame of another.
fn jump(stage: &Stage, from: (usize, u64), to: (usize, u64)) -> Jump {
    Jump {
        song: stage.songs[from.0].id,
        at: FramePos(from.1),
        to: JumpTarget { song: stage.songs[to.0].id, at: FramePos(to.1) },
        crossfade: FrameCount::ZERO,
    }
}

fn arm(stage: &mut Stage, from: (usize, u64), to: (usize, u64)) -> JumpId {
    let id = stage.engine.arm_jump(jump(stage, from, to)).expect("the jump can be armed");
    wait_until_ready(stage);
    id
}

fn wait_until_ready(stage: &mut Stage) {
    stage.wait_until("the jumps are ready", |stage| {
        stage.render(0);
        stage.engine.jumps().iter().all(|jump| jump.is_ready)
    });
}

fn wait_until_loaders_rest(stage: &mut Stage) {
    stage.wait_until("the loaders rest", |stage| {
        stage.render(0);
        let loader = stage.engine.telemetry().loader;
        loader.queued_jobs == 0 && loader.running_jobs == 0
    });
}

fn play(stage: &mut Stage, song: usize, at: u64) {
    stage.engine.play_song(stage.songs[song].id, FramePos(at));
    stage.wait_for_lead(4096);
}

/// Renders `frames` in blocks of random lengths.
fn render_randomly(stage: &mut Stage, frames: usize, seed: u64) -> Vec<f32> {
    let mut random = Noise::new(seed);
    let mut heard = Vec::new();
    while heard.len() < 2 * frames {
        let most = [1, 7, 64, 170, 480, 513, 2048, 5000][random.below(8) as usize];
        let block = (1 + random.below(most) as usize).min(frames - heard.len() / 2);
        heard.extend(stage.render_patiently(block, block));
    }
    heard
}

/// Asserts that `samples` are, one after the other and without a gap, these stretches of songs.
fn assert_stretches(stage: &Stage, samples: &[f32], stretches: &[(usize, std::ops::Range<u64>)]) {
    let mut left = samples;
    for (song, frames) in stretches {
        let length = 2 * (frames.end - frames.start) as usize;
        let (stretch, rest) = left.split_at(length.min(left.len()));
        stage.assert_plays(stretch, *song, frames.start);
        left = rest;
    }
    assert!(left.iter().all(|sample| *sample == 0.0), "silence after the last stretch");
}

/// The events that have come so far, of jumps alone.
fn jump_events(stage: &mut Stage, count: usize) -> Vec<EngineEvent> {
    let events = stage.engine.events();
    let mut told = Vec::new();
    stage.wait_until("the jump's events are told", |_| {
        told.extend(events.try_iter().filter(|event| {
            matches!(
                event,
                EngineEvent::JumpHappened { .. }
                    | EngineEvent::JumpMissed { .. }
                    | EngineEvent::JumpCancelled { .. }
            )
        }));
        told.len() >= count
    });
    told
}

#[test]
fn a_jump_happens_at_its_frame_whatever_the_blocks_are() {
    for seed in 0..8 {
        let mut stage = Stage::new(&[(5, 200_000)]);
        play(&mut stage, 0, 0);
        let id = arm(&mut stage, (0, 23_457), (0, 101_011));
        let heard = render_randomly(&mut stage, 60_000, seed);
        assert_stretches(&stage, &heard, &[(0, 0..23_457), (0, 101_011..137_554)]);
        let song = stage.songs[0].id;
        assert!(matches!(jump_events(&mut stage, 1)[..], [
            EngineEvent::JumpHappened { jump, song: s, at: FramePos(101_011) }
        ] if jump == id && s == song));
        assert!(stage.engine.jumps().is_empty());
    }
}

#[test]
fn several_jumps_happen_in_one_block() {
    let mut stage = Stage::new(&[(3, 200_000), (3, 50_000)]);
    play(&mut stage, 0, 0);
    arm(&mut stage, (0, 1000), (0, 100_000));
    arm(&mut stage, (0, 100_003), (1, 400));
    arm(&mut stage, (1, 401), (0, 7));
    let heard = stage.render(4096).samples;
    let stretches =
        [(0, 0..1000), (0, 100_000..100_003), (1, 400..401), (0, 7..7 + 4096 - 1000 - 3 - 1)];
    assert_stretches(&stage, &heard, &stretches);
}

#[test]
fn songs_follow_each_other_without_a_gap() {
    // Empty, of one frame, of whole slabs and not, shorter and longer than a window.
    let lengths = [10_001, 0, 1, 4096, 0, 8191, 1, 150_003, 2 * 4096, 333];
    let songs = lengths.map(|frames| (3, frames));
    for seed in 0..3 {
        let mut stage = Stage::new(&songs);
        for next in 1..lengths.len() {
            arm(&mut stage, (next - 1, u64::MAX), (next, 0));
        }
        play(&mut stage, 0, 0);
        let total: u64 = lengths.iter().sum();
        let heard = render_randomly(&mut stage, total as usize + 1000, seed);
        let stretches: Vec<_> = (0..lengths.len()).map(|k| (k, 0..lengths[k])).collect();
        assert_stretches(&stage, &heard, &stretches);
        let transport = stage.render(0).transport;
        assert_eq!(transport.state, TransportState::Stopped);
        assert_eq!(stage.number_of(transport.song.expect("the last song")), lengths.len() - 1);
        assert_eq!((transport.underruns, transport.unsynchronised_blocks), (0, 0));
    }
}

#[test]
fn a_jump_opens_the_song_it_goes_to() {
    let mut stage = Stage::new(&[(3, 20_000), (3, 20_000)]);
    play(&mut stage, 0, 0);
    arm(&mut stage, (0, u64::MAX), (1, 5000));
    let heard = render_randomly(&mut stage, 35_000, 1);
    assert_stretches(&stage, &heard, &[(0, 0..20_000), (1, 5000..20_000)]);
}

#[test]
fn a_cancelled_jump_does_not_happen() {
    let mut stage = Stage::new(&[(3, 100_000)]);
    play(&mut stage, 0, 0);
    let id = arm(&mut stage, (0, 20_000), (0, 60_000));
    render_randomly(&mut stage, 19_999, 2);
    stage.engine.cancel_jump(id);
    assert!(stage.engine.jumps().is_empty());
    let heard = render_randomly(&mut stage, 5000, 3);
    stage.assert_plays(&heard, 0, 19_999);
    let events = jump_events(&mut stage, 1);
    assert!(matches!(events[..], [EngineEvent::JumpCancelled { jump }] if jump == id));
}

#[test]
fn a_jump_armed_too_late_is_missed_and_the_old_audio_goes_on() {
    let mut stage = Stage::new(&[(3, 100_000)]);
    play(&mut stage, 0, 0);
    render_randomly(&mut stage, 20_000, 4);
    let id = stage.engine.arm_jump(jump(&stage, (0, 19_999), (0, 60_000))).expect("an id");
    let heard = render_randomly(&mut stage, 5000, 5);
    stage.assert_plays(&heard, 0, 20_000);
    let events = jump_events(&mut stage, 1);
    assert!(matches!(events[..], [EngineEvent::JumpMissed { jump }] if jump == id));
    assert!(stage.engine.jumps().is_empty());
}

#[test]
fn a_jump_to_what_cannot_be_read_in_time_is_missed() {
    let (control, mut stage) = Stage::faulty(&[(3, 100_000), (3, 50_000)]);
    play(&mut stage, 0, 0);
    stage.wait_for_lead(60_000);
    control.set("song-1", Fault::Stall);
    let id = stage.engine.arm_jump(jump(&stage, (0, 20_000), (1, 0))).expect("an id");
    let heard = stage.render(30_000).samples;
    stage.assert_plays(&heard, 0, 0);
    let events = jump_events(&mut stage, 1);
    assert!(matches!(events[..], [EngineEvent::JumpMissed { jump }] if jump == id));
    control.clear_all();
}

#[test]
fn a_seek_past_its_frame_cancels_a_jump_and_one_to_before_it_does_not() {
    let mut stage = Stage::new(&[(3, 200_000)]);
    play(&mut stage, 0, 0);
    let passed = arm(&mut stage, (0, 50_000), (0, 10_000));
    let kept = arm(&mut stage, (0, 150_000), (0, 180_000));
    stage.engine.seek(FramePos(100_000));
    stage.wait_for_target();
    stage.render(4800);
    let armed: Vec<JumpId> = stage.engine.jumps().iter().map(|report| report.id).collect();
    let events = jump_events(&mut stage, 1);
    assert!(matches!(events[..], [EngineEvent::JumpCancelled { jump }] if jump == passed));
    assert_eq!(armed, [kept]);
    stage.engine.seek(FramePos(140_000));
    stage.wait_for_target();
    stage.render_patiently(4800, 480);
    let heard = render_randomly(&mut stage, 10_000, 6);
    assert_stretches(&stage, &heard, &[(0, 144_800..150_000), (0, 180_000..184_800)]);
}

#[test]
fn going_to_another_song_keeps_the_jumps_that_can_be_come_to() {
    let mut stage = Stage::new(&[(2, 50_000), (2, 50_000), (2, 50_000), (2, 50_000)]);
    play(&mut stage, 0, 0);
    let left = arm(&mut stage, (0, 40_000), (0, 0));
    let here = arm(&mut stage, (1, 40_000), (2, 30_000));
    let there = arm(&mut stage, (2, 40_000), (1, 0));
    let passed_there = arm(&mut stage, (2, 29_999), (1, 0));
    let nowhere = arm(&mut stage, (3, 10), (1, 0));
    stage.engine.locate(stage.songs[1].id, FramePos(10_000));
    stage.wait_for_target();
    stage.render(4800);
    let armed = |stage: &Stage| -> Vec<JumpId> {
        stage.engine.jumps().iter().map(|report| report.id).collect()
    };
    let cancelled: Vec<_> = jump_events(&mut stage, 3)
        .into_iter()
        .map(|event| match event {
            EngineEvent::JumpCancelled { jump } => jump,
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(armed(&stage), [here, there]);
    assert_eq!(cancelled.len(), 3);
    assert!([left, passed_there, nowhere].iter().all(|jump| cancelled.contains(jump)));
}

#[test]
fn of_jumps_at_the_same_frame_the_last_one_happens() {
    let mut stage = Stage::new(&[(2, 100_000)]);
    play(&mut stage, 0, 0);
    let first = arm(&mut stage, (0, 5000), (0, 30_000));
    arm(&mut stage, (0, 5000), (0, 60_000));
    let heard = render_randomly(&mut stage, 8000, 7);
    assert_stretches(&stage, &heard, &[(0, 0..5000), (0, 60_000..63_000)]);
    let events = jump_events(&mut stage, 2);
    assert!(matches!(events[1], EngineEvent::JumpCancelled { jump } if jump == first));
}

#[test]
fn a_jump_waits_while_the_transport_is_paused() {
    let mut stage = Stage::new(&[(2, 100_000)]);
    play(&mut stage, 0, 0);
    arm(&mut stage, (0, 5000), (0, 60_000));
    render_randomly(&mut stage, 4000, 8);
    stage.engine.pause();
    stage.render(2000);
    assert_eq!(stage.render(2000).transport.playhead, FramePos(4240));
    assert_eq!(stage.engine.jumps().len(), 1);
    stage.engine.play();
    let heard = stage.render_patiently(2000, 128);
    assert_stretches(&stage, &heard[2 * 240..], &[(0, 4480..5000), (0, 60_000..61_240)]);
}

#[test]
fn a_jump_in_the_fade_of_a_pause_is_not_run_over() {
    for crossfade in [0, 10_000] {
        let mut stage = Stage::new(&[(2, 100_000)]);
        play(&mut stage, 0, 0);
        let jump = jump(&stage, (0, 5000), (0, 60_000));
        stage.engine.arm_jump(Jump { crossfade: FrameCount(crossfade), ..jump }).expect("an id");
        wait_until_ready(&mut stage);
        render_randomly(&mut stage, 4900, 8);
        stage.engine.pause();
        let fade = stage.render(2000).samples;
        // The fade of 240 frames goes on behind the jump as if there were none.
        assert_eq!(stage.render(0).transport.playhead, FramePos(60_140));
        let sounding = fade.chunks_exact(2).filter(|frame| **frame != [0.0, 0.0]).count();
        assert!((235..=240).contains(&sounding), "{sounding} frames");
        stage.engine.play();
        let heard = stage.render_patiently(1000, 128);
        stage.assert_plays(&heard[2 * 240..], 0, 60_140 + 240);
    }
}

#[test]
fn a_jump_in_a_fade_goes_on_with_it() {
    let mut stage = Stage::new(&[(2, 100_000)]);
    play(&mut stage, 0, 0);
    arm(&mut stage, (0, 50_100), (0, 10_000));
    stage.engine.pause();
    stage.render_patiently(1000, 100);
    stage.engine.seek(FramePos(50_000));
    stage.wait_for_lead(1000);
    stage.engine.play();
    // A declick of 240 frames, of which the jump cuts 140 off; then the rest of it.
    let heard = stage.render_patiently(1000, 128);
    stage.assert_plays(&heard[2 * 240..], 0, 10_140);
    let loudness = |frame: &[f32]| frame[0].abs().max(frame[1].abs());
    let levels: Vec<f32> = heard[..2 * 240].chunks_exact(2).map(loudness).collect();
    let steepest = levels.windows(2).map(|pair| (pair[1] - pair[0]).abs()).fold(0.0, f32::max);
    assert!(steepest < 0.02, "a step of {steepest}");
}

#[test]
fn a_gain_that_glides_goes_on_gliding_over_a_jump() {
    let glide = |has_jump: bool| {
        let mut stage = Stage::new(&[]);
        let path = stage.folder().join("level.wav");
        write_wav_float(&path, RATE, 2, &vec![0.5; 2 * 100_000]);
        let stems = vec![StemSource { location: path.into(), mix: StemMix::default() }];
        let song = stage.engine.add_song(SongSource { stems });
        stage.engine.play_song(song, FramePos::ZERO);
        stage.wait_for_lead(5000);
        if has_jump {
            let to = JumpTarget { song, at: FramePos(70_000) };
            let jump = Jump { song, at: FramePos(1200), to, crossfade: FrameCount::ZERO };
            stage.engine.arm_jump(jump).expect("the jump can be armed");
            wait_until_ready(&mut stage);
        }
        stage.render_patiently(1000, 100);
        stage.engine.set_stem_mix(song, 0, StemMix { gain: Gain(0.1), ..StemMix::default() });
        stage.render_patiently(1000, 64)
    };
    assert!(glide(true) == glide(false), "the jump is heard");
}

#[test]
fn so_many_jumps_can_be_armed_and_no_more() {
    let mut stage = Stage::new(&[(2, 100_000)]);
    play(&mut stage, 0, 0);
    let many: Vec<JumpId> =
        (0..16).map(|k| arm(&mut stage, (0, 50_000 + k), (0, 60_000))).collect();
    let one_more = jump(&stage, (0, 70_000), (0, 60_000));
    assert_eq!(stage.engine.arm_jump(one_more), Err(JumpError::TooMany));
    stage.engine.cancel_jump(many[3]);
    assert!(stage.engine.arm_jump(one_more).is_ok());
    stage.render(100);
    assert_eq!(stage.engine.jumps().len(), 16);
}

#[test]
fn a_jump_that_came_to_nothing_gives_its_memory_back() {
    let mut stage = Stage::new(&[(4, 300_000)]);
    play(&mut stage, 0, 0);
    wait_until_loaders_rest(&mut stage);
    let before = stage.engine.telemetry().memory.window_bytes;
    for _ in 0..50 {
        let id = arm(&mut stage, (0, 200_000), (0, 250_000));
        assert!(stage.engine.telemetry().memory.window_bytes > before);
        stage.engine.cancel_jump(id);
        stage.render(0);
    }
    stage.wait_until("the jump's slabs are given back", |stage| {
        stage.render(0);
        stage.engine.telemetry().memory.window_bytes == before
    });
}
