//! Jumps that crossfade: two songs that differ in their channels tell how loud each of them is, and
//! at which frame.

use attacca_engine::{Jump, JumpTarget, SongId, SongSource, StemMix, StemSource, TransportState};
use attacca_test_support::files::write_wav_float;
use attacca_units::{FrameCount, FramePos};

use super::{wait_until_loaders_rest, wait_until_ready};
use crate::stage::{RATE, Stage};

/// A song that is only in one channel, where frame `i` of `frames` is 0.5 + 0.25·i / `frames`.
fn ramp(stage: &Stage, channel: usize, frames: usize) -> SongId {
    let mut samples = vec![0.0f32; 2 * frames];
    for (i, frame) in samples.chunks_exact_mut(2).enumerate() {
        frame[channel] = ramp_at(i, frames);
    }
    let path = stage.folder().join(format!("ramp-{channel}-{frames}.wav"));
    write_wav_float(&path, RATE, 2, &samples);
    let stems = vec![StemSource { location: path.into(), mix: StemMix::default() }];
    stage.engine.add_song(SongSource { stems })
}

fn ramp_at(frame: usize, frames: usize) -> f32 {
    0.5 + 0.25 * frame as f32 / frames as f32
}

/// The documented curve: the power of two opposite gates adds up to one.
fn gate(position: f64) -> f32 {
    (position * (3.0 - 2.0 * position).sqrt()) as f32
}

/// Renders as a patient output would, which waits for what fades out too.
fn render(stage: &mut Stage, frames: usize) -> Vec<f32> {
    let mut heard = Vec::new();
    while heard.len() < 2 * frames {
        let block = 441.min(frames - heard.len() / 2);
        stage.wait_until("what fades out is there", |stage| {
            let leads = stage.render(0).transport.leads;
            leads.outgoing.is_none_or(|lead| lead.0 >= 4096)
                || stage.engine.telemetry().loader.queued_jobs == 0
        });
        heard.extend(stage.render_patiently(block, block));
    }
    heard
}

/// Plays a song of `from_frames` whose last `crossfade` frames fade into one of `to_frames`, and
/// checks every frame of it.
fn check(from_frames: usize, to_frames: usize, crossfade: usize) {
    let mut stage = Stage::new(&[]);
    let (from, to) = (ramp(&stage, 0, from_frames), ramp(&stage, 1, to_frames));
    stage.engine.play_song(from, FramePos::ZERO);
    stage.wait_for_lead(4096);
    let begin = from_frames - crossfade;
    let jump = Jump {
        song: from,
        at: FramePos(begin as u64),
        to: JumpTarget { song: to, at: FramePos::ZERO },
        crossfade: FrameCount(crossfade as u64),
    };
    stage.engine.arm_jump(jump).expect("the jump can be armed");
    wait_until_ready(&mut stage);
    let heard = render(&mut stage, begin + to_frames + 100);
    for (i, frame) in heard.chunks_exact(2).enumerate() {
        let position = (i.saturating_sub(begin) as f64 / crossfade as f64).min(1.0);
        let old =
            if i < from_frames { ramp_at(i, from_frames) * gate(1.0 - position) } else { 0.0 };
        let new = match i.checked_sub(begin) {
            Some(at) if at < to_frames => ramp_at(at, to_frames) * gate(position),
            _ => 0.0,
        };
        let error = (frame[0] - old).abs().max((frame[1] - new).abs());
        assert!(error < 1e-4, "frame {i}: heard {frame:?}, not {old} and {new}");
    }
    let transport = stage.render(0).transport;
    assert_eq!((transport.state, transport.underruns), (TransportState::Stopped, 0));
}

#[test]
fn songs_fade_into_each_other_with_equal_power_and_exact_frames() {
    check(60_000, 50_000, 4800);
    check(60_001, 20_001, 20_000);
}

#[test]
fn a_crossfade_of_thirty_seconds_needs_no_longer_window() {
    check(34 * 48_000, 33 * 48_000, 30 * 48_000);
}

#[test]
fn a_crossfade_at_the_songs_end_is_a_cut() {
    let mut stage = Stage::new(&[(2, 20_000), (2, 20_000)]);
    super::play(&mut stage, 0, 0);
    let jump = super::jump(&stage, (0, u64::MAX), (1, 0));
    let jump = Jump { crossfade: FrameCount(48_000), ..jump };
    stage.engine.arm_jump(jump).expect("the jump can be armed");
    wait_until_ready(&mut stage);
    let heard = stage.render_patiently(40_000, 480);
    super::assert_stretches(&stage, &heard, &[(0, 0..20_000), (1, 0..20_000)]);
}

#[test]
fn fades_that_overlap_end_in_silence_and_in_the_last_song() {
    // Eight songs, each faded into after a fifth of a second, over ten seconds.
    let mut stage = Stage::new(&[(1, 600_000); 8]);
    super::play(&mut stage, 0, 0);
    for next in 1..8 {
        let jump = super::jump(&stage, (next - 1, 9600), (next, 0));
        let jump = Jump { crossfade: FrameCount(480_000), ..jump };
        stage.engine.arm_jump(jump).expect("the jump can be armed");
    }
    wait_until_ready(&mut stage);
    let heard = render(&mut stage, 7 * 9600);
    let steepest = heard
        .chunks_exact(2)
        .skip(9600)
        .all(|frame| frame.iter().all(|sample| sample.abs() <= 1.5));
    assert!(steepest, "the sum of what fades stays bounded");
    render(&mut stage, 490_000);
    let heard = stage.render_patiently(1000, 100);
    stage.assert_plays(&heard, 7, 490_000);
    assert_eq!(stage.render(0).transport.leads.outgoing, None);
}

#[test]
fn a_seek_in_a_long_crossfade_hurries_it() {
    let mut stage = Stage::new(&[(2, 300_000), (2, 300_000)]);
    super::play(&mut stage, 0, 0);
    let jump = Jump { crossfade: FrameCount(96_000), ..super::jump(&stage, (0, 10_000), (1, 0)) };
    stage.engine.arm_jump(jump).expect("the jump can be armed");
    wait_until_ready(&mut stage);
    render(&mut stage, 20_000);
    stage.engine.seek(FramePos(200_000));
    stage.wait_for_target();
    // The old fade in 5 ms, then the crossfade of 50 ms.
    stage.render_patiently(480 + 2400, 480);
    let transport = stage.render(0).transport;
    assert_eq!(transport.leads.outgoing, None);
    let heard = stage.render_patiently(1000, 100);
    stage.assert_plays(&heard, 1, transport.playhead.0);
}

#[test]
fn two_hundred_song_changes_leave_nothing_behind() {
    let mut stage = Stage::new(&[(3, 12_000), (3, 9000)]);
    stage.arm_all();
    super::play(&mut stage, 0, 0);
    let (mut slabs, mut most_lanes) = (None, 0);
    for change in 0..202 {
        let (from, to) = (change % 2, (change + 1) % 2);
        super::arm(&mut stage, (from, u64::MAX), (to, 0));
        let left = stage.songs[from].frames - stage.render(0).transport.playhead.0;
        stage.render_patiently(left as usize + 1000, 480);
        if change % 2 == 1 {
            wait_until_loaders_rest(&mut stage);
            let memory = stage.engine.telemetry().memory;
            let held = [memory.window_bytes, memory.head_bytes, memory.spare_bytes];
            assert_eq!(*slabs.get_or_insert(held), held, "after {change} song changes");
            // Lanes grow until their file's index is there and both have been used.
            if change < 40 {
                most_lanes = memory.lane_bytes.max(most_lanes);
            }
            assert!(memory.lane_bytes <= most_lanes, "after {change} song changes");
        }
    }
    assert!(stage.engine.jumps().is_empty());
}
