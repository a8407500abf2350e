//! Claims about the way between frames and seconds.

use proptest::prelude::*;

use super::*;

#[test]
fn a_rate_is_never_zero() {
    assert_eq!(SampleRate::new(0), None);
    assert_eq!(SampleRate::new(44_100), Some(SampleRate::HZ_44100));
}

#[test]
fn a_time_means_the_nearest_frame() {
    let rate = SampleRate::HZ_44100;
    // 1/3 s is 14,700 frames; a hundredth of a millisecond is 0.44 frames.
    assert_eq!(rate.position_at(1.0 / 3.0), FramePos(14_700));
    assert_eq!(rate.position_at(0.000_01), FramePos(0));
    assert_eq!(rate.position_at(0.000_02), FramePos(1));
}

#[test]
fn times_that_are_none_mean_the_first_frame() {
    for seconds in [-1.0, -0.0, f64::NAN, f64::NEG_INFINITY] {
        assert_eq!(SampleRate::HZ_48000.position_at(seconds), FramePos::ZERO, "{seconds}");
    }
    assert_eq!(SampleRate::HZ_48000.position_at(f64::INFINITY), FramePos(u64::MAX));
}

proptest! {
    // A day at the highest rate in use is below 2^35 frames, which f64 holds with room for parts.
    #[test]
    fn frames_survive_the_way_through_seconds(hz in 1u32..=384_000, frames in 0u64..1 << 35) {
        let rate = SampleRate::new(hz).unwrap();
        prop_assert_eq!(rate.position_at(rate.seconds_at(FramePos(frames))), FramePos(frames));
        prop_assert_eq!(rate.frames_in(rate.seconds(FrameCount(frames))), FrameCount(frames));
    }
}
