//! When blocks are due, on time and behind.

use super::*;

const BLOCK: FrameCount = FrameCount(512);
const RATE: SampleRate = SampleRate::HZ_44100;

#[test]
fn durations_are_exact_to_the_nanosecond() {
    // 512 / 44,100 s = 11.609977324… ms.
    assert_eq!(duration_of(BLOCK, RATE), Duration::from_nanos(11_609_977));
    assert_eq!(duration_of(FrameCount(48_000), SampleRate::HZ_48000), Duration::from_secs(1));
    let year = FrameCount(365 * 86_400 * 44_100);
    assert_eq!(duration_of(year, RATE), Duration::from_secs(365 * 86_400));
}

#[test]
fn a_day_of_blocks_does_not_drift() {
    let start = Instant::now();
    let mut pacing = Pacing::new(RATE, start);
    let blocks = 86_400 * 44_100 / 512;
    for _ in 0..blocks {
        let due = pacing.next_due(BLOCK).at;
        assert!(!pacing.advance(BLOCK, due), "in time");
    }
    let expected = start + duration_of(FrameCount(blocks * 512), RATE);
    assert_eq!(pacing.next_due(BLOCK).at, expected);
}

#[test]
fn a_block_must_be_rendered_as_the_next_one_is_due() {
    let mut pacing = Pacing::new(RATE, Instant::now());
    for frames in [FrameCount(170), FrameCount(512), FrameCount(1), FrameCount(4096)] {
        let due = pacing.next_due(frames);
        pacing.advance(frames, due.at);
        assert_eq!(pacing.next_due(BLOCK).at, due.deadline);
    }
}

#[test]
fn a_little_late_thread_catches_up() {
    let start = Instant::now();
    let mut pacing = Pacing::new(RATE, start);
    let now = start + duration_of(BLOCK, RATE) * (1 + MAX_BLOCKS_BEHIND);
    assert!(!pacing.advance(BLOCK, now), "the buffer is empty just now");
    let mut blocks_at_once = 0;
    while pacing.next_due(BLOCK).at < now {
        pacing.advance(BLOCK, now);
        blocks_at_once += 1;
    }
    assert_eq!(blocks_at_once, MAX_BLOCKS_BEHIND);
}

#[test]
fn a_very_late_thread_skips_the_lost_time() {
    let start = Instant::now();
    let mut pacing = Pacing::new(RATE, start);
    let block = duration_of(BLOCK, RATE);
    let now = start + block * (2 + MAX_BLOCKS_BEHIND);
    assert!(pacing.advance(BLOCK, now), "the device ran dry");
    assert_eq!(pacing.next_due(BLOCK).at, now + block);
}
