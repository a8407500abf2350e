//! Loops: every lap begins at its exact frame, however short it is and whatever the disk does.

use std::ops::Range;

use attacca_engine::{EngineEvent, Jump, JumpError, JumpId};
use attacca_test_support::faults::Fault;
use attacca_units::{FrameCount, FramePos};

use super::{assert_stretches, jump_events, play, render_randomly, wait_until_ready};
use crate::stage::Stage;

fn arm_loop(stage: &mut Stage, range: Range<u64>, crossfade: u64) -> JumpId {
    let (song, range) = (stage.songs[0].id, FramePos(range.start)..FramePos(range.end));
    let id = stage.engine.arm_loop(song, range, FrameCount(crossfade)).expect("it can be armed");
    wait_until_ready(stage);
    id
}

/// The beginning of a song up to the end of `range`, and so many laps.
fn laps(range: Range<u64>, count: usize) -> Vec<(usize, Range<u64>)> {
    let mut stretches = vec![(0, 0..range.end)];
    stretches.resize(1 + count, (0, range));
    stretches
}

fn length(stretches: &[(usize, Range<u64>)]) -> usize {
    stretches.iter().map(|(_, range)| (range.end - range.start) as usize).sum()
}

#[test]
fn laps_of_any_length_follow_each_other_exactly() {
    // 20 ms, over the edge of a slab; a third of a second; a second; more than a window.
    let cases =
        [(4000..4960, 2000), (10_000..26_001, 60), (5000..53_000, 20), (12_288..132_288, 6)];
    for (seed, (range, count)) in cases.into_iter().enumerate() {
        let mut stage = Stage::new(&[(3, 200_000)]);
        play(&mut stage, 0, 0);
        arm_loop(&mut stage, range.clone(), 0);
        let stretches = laps(range, count);
        let heard = render_randomly(&mut stage, length(&stretches), seed as u64);
        assert_stretches(&stage, &heard, &stretches);
        assert_eq!(stage.render(0).transport.underruns, 0);
    }
}

#[test]
fn a_loop_to_the_songs_end_goes_round() {
    let mut stage = Stage::new(&[(3, 30_000)]);
    play(&mut stage, 0, 0);
    arm_loop(&mut stage, 20_000..u64::MAX, 0);
    let stretches = laps(20_000..30_000, 10);
    let heard = render_randomly(&mut stage, length(&stretches), 1);
    assert_stretches(&stage, &heard, &stretches);
}

#[test]
fn short_loops_go_on_when_no_loader_ever_answers() {
    // 20 ms, and as long as is held whole wherever it lies in its slabs.
    for range in [4095..5055, 3000..23_000] {
        let (control, mut stage) = Stage::faulty(&[(3, 200_000)]);
        play(&mut stage, 0, 0);
        stage.wait_for_lead(60_000);
        arm_loop(&mut stage, range.clone(), 0);
        control.set("", Fault::Stall);
        let stretches = laps(range, 100);
        let mut heard = Vec::new();
        while heard.len() < 2 * length(&stretches) {
            heard.extend(stage.render(480).samples);
        }
        heard.truncate(2 * length(&stretches));
        assert_stretches(&stage, &heard, &stretches);
        assert_eq!(stage.render(0).transport.underruns, 0);
        control.clear_all();
    }
}

#[test]
fn a_loop_that_is_cancelled_goes_on_behind_its_end() {
    let mut stage = Stage::new(&[(3, 100_000)]);
    play(&mut stage, 0, 0);
    let id = arm_loop(&mut stage, 10_000..20_000, 0);
    let heard = render_randomly(&mut stage, 45_000, 2);
    let mut stretches = laps(10_000..20_000, 2);
    stretches.push((0, 10_000..15_000));
    assert_stretches(&stage, &heard, &stretches);
    stage.engine.cancel_jump(id);
    let heard = render_randomly(&mut stage, 40_000, 3);
    stage.assert_plays(&heard, 0, 15_000);
    let events = jump_events(&mut stage, 4);
    assert!(matches!(events[3], EngineEvent::JumpCancelled { jump } if jump == id));
    assert!(stage.engine.jumps().is_empty());
}

#[test]
fn seeks_into_and_before_a_loop_keep_it_and_one_behind_it_ends_it() {
    let mut stage = Stage::new(&[(3, 200_000)]);
    play(&mut stage, 0, 0);
    let id = arm_loop(&mut stage, 50_000..60_000, 0);
    for at in [55_000, 1000, 40_000, 59_000] {
        stage.engine.seek(FramePos(at));
        stage.wait_for_target();
        // The crossfade, and to the loop's end and beyond.
        stage.render_patiently(60_000 - at as usize, 480);
        let heard = render_randomly(&mut stage, 15_000, at);
        let stretches = [(0, 50_000..60_000), (0, 50_000..55_000)];
        assert_stretches(&stage, &heard[2 * 2400..], &[(0, 52_400..60_000), stretches[1].clone()]);
    }
    stage.engine.seek(FramePos(70_000));
    stage.wait_for_target();
    stage.render_patiently(4800, 480);
    assert!(stage.engine.jumps().is_empty());
    let events = stage.engine.events();
    stage.wait_until("the loop's end is told", |_| {
        events.try_iter().any(|e| matches!(e, EngineEvent::JumpCancelled { jump } if jump == id))
    });
}

#[test]
fn a_loop_under_twenty_milliseconds_is_refused() {
    let stage = Stage::new(&[(1, 10_000)]);
    let song = stage.songs[0].id;
    let backwards = FramePos(3000)..FramePos(2000);
    for range in [FramePos(0)..FramePos(959), FramePos(5)..FramePos(5), backwards] {
        let refused = stage.engine.arm_loop(song, range, FrameCount::ZERO);
        assert_eq!(refused, Err(JumpError::LoopTooShort));
    }
}

#[test]
fn a_loop_behind_the_songs_end_is_refused_or_missed() {
    let mut stage = Stage::new(&[(1, 10_000)]);
    let song = stage.songs[0].id;
    let range = FramePos(20_000)..FramePos(50_000);
    // Its length is not known yet.
    let id = stage.engine.arm_loop(song, range.clone(), FrameCount::ZERO).expect("an id");
    play(&mut stage, 0, 9000);
    let heard = stage.render_patiently(2000, 100);
    assert!(heard[2000..].iter().all(|sample| *sample == 0.0));
    let events = jump_events(&mut stage, 1);
    assert!(matches!(events[..], [EngineEvent::JumpMissed { jump }] if jump == id));
    let refused = stage.engine.arm_loop(song, range, FrameCount::ZERO);
    assert_eq!(refused, Err(JumpError::LoopTooShort));
}

/// As [`render_randomly`], and waits for what fades out too, as blocks come faster than they sound.
fn render_fed(stage: &mut Stage, frames: usize, seed: u64) -> Vec<f32> {
    let mut heard = Vec::new();
    while heard.len() < 2 * frames {
        stage.wait_until("what fades out is fed", |stage| {
            let outgoing = stage.render(0).transport.leads.outgoing;
            outgoing.is_none_or(|lead| lead.0 > 5000)
                || stage.engine.telemetry().loader.queued_jobs == 0
        });
        let piece = (frames - heard.len() / 2).min(1000);
        heard.extend(render_randomly(stage, piece, seed + heard.len() as u64));
    }
    heard
}

#[test]
fn laps_that_overlap_in_a_crossfade_have_no_hole() {
    // As long as the loop itself, which is the longest it can be; and in a long loop.
    for (range, crossfade) in
        [(48_000..60_000, 12_000), (48_000..49_000, 96_000), (10_000..130_000, 60_000)]
    {
        let mut stage = Stage::new(&[(2, 300_000)]);
        play(&mut stage, 0, 0);
        arm_loop(&mut stage, range.clone(), crossfade);
        let lap = (range.end - range.start) as usize;
        let heard = render_fed(&mut stage, range.end as usize, 4);
        stage.assert_plays(&heard, 0, 0);
        for seed in 0..4 {
            let heard = render_fed(&mut stage, lap, seed);
            assert!(heard.chunks_exact(2).all(|frame| frame[0] != 0.0 || frame[1] != 0.0));
            // Behind the crossfade the lap is heard alone.
            let alone = (crossfade as usize).min(lap);
            stage.assert_plays(&heard[2 * alone..], 0, range.start + alone as u64);
        }
        let transport = stage.render(0).transport;
        assert_eq!((transport.underruns, transport.unsynchronised_blocks), (0, 0));
    }
}

#[test]
fn a_loop_goes_on_when_other_jumps_left_its_laps_in_long_fades() {
    let mut stage = Stage::new(&[(2, 300_000)]);
    play(&mut stage, 0, 0);
    arm_loop(&mut stage, 10_000..20_000, 0);
    for _ in 0..4 {
        let jump = super::jump(&stage, (0, 15_000), (0, 19_000));
        let jump = Jump { crossfade: FrameCount(96_000), ..jump };
        stage.engine.arm_jump(jump).expect("the jump can be armed");
    }
    wait_until_ready(&mut stage);
    // To 15,000 and on from 19,000; three rounds from 10,000 in the same way; then whole laps.
    render_randomly(&mut stage, 16_000 + 3 * 6000 + 120_000, 5);
    assert_eq!(stage.engine.jumps().len(), 1);
    let transport = stage.render(0).transport;
    assert_eq!((transport.playhead, transport.leads.outgoing), (FramePos(10_000), None));
    let heard = render_randomly(&mut stage, 15_000, 6);
    assert_stretches(&stage, &heard, &[(0, 10_000..20_000), (0, 10_000..15_000)]);
}
