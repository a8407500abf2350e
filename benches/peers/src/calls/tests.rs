//! Tests of how a recording answers a call.

use super::*;
use crate::positions::{self, Noise, STRETCH_FRAMES};

const BLOCK_FRAMES: usize = 128;
const BLOCK_TIME: Duration = Duration::from_millis(3);

/// A tape of a stem and its counterpart, whose blocks end a block's time after each other.
fn tape(start: Instant, numbers: impl Iterator<Item = u64>) -> Tape {
    let mut samples = Vec::new();
    for frame in numbers {
        let halves = [Noise::Plus, Noise::Minus].map(|noise| positions::samples(frame, noise));
        samples.extend([0, 1].map(|side| (halves[0][side] + halves[1][side]) as f32 / 8_388_608.0));
    }
    let blocks = samples.len() / 2 / BLOCK_FRAMES;
    Tape {
        samples,
        block_ends: (1..=blocks as u32).map(|block| start + BLOCK_TIME * block).collect(),
        callback_times: Vec::new(),
        late_callbacks: 0,
        block_frames: BLOCK_FRAMES,
        is_realtime: true,
    }
}

#[test]
fn a_latency_ends_with_the_block_that_holds_the_first_frame_there() {
    let (start, target) = (Instant::now(), 100 * STRETCH_FRAMES);
    // 5 blocks and a half of the old place, then the new one.
    let old = 5 * BLOCK_FRAMES as u64 + 64;
    let tape = tape(start, (0..old).chain(target..target + 40_000));
    // Within the second block.
    let call = Call { at: start + BLOCK_TIME * 3 / 2, target };
    let outcome = call.outcome(&tape, None, 2).expect("the target is heard");
    assert_eq!(outcome.latency, BLOCK_TIME * 6 - BLOCK_TIME * 3 / 2);
    assert_eq!((outcome.arrival.at, outcome.arrival.is_in_step), (4 * BLOCK_FRAMES + 64, true));
}

#[test]
fn what_is_heard_after_the_next_call_is_no_answer() {
    let (start, target) = (Instant::now(), 100 * STRETCH_FRAMES);
    let tape = tape(start, (0..1280).chain(target..target + 40_000));
    let call = Call { at: start, target };
    assert!(call.outcome(&tape, None, 2).is_some());
    assert_eq!(call.outcome(&tape, Some(start + BLOCK_TIME * 9), 2), None);
}

#[test]
fn a_call_after_the_end_of_the_tape_has_no_answer() {
    let start = Instant::now();
    let tape = tape(start, 0..1280);
    let call = Call { at: start + Duration::from_secs(60), target: 0 };
    assert_eq!(call.outcome(&tape, None, 2), None);
}
