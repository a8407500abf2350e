//! Claims about instants and spans.

use proptest::prelude::*;

use super::*;

#[test]
fn an_instant_does_not_go_back_beyond_the_first_frame() {
    assert_eq!(FramePos(3).saturating_back(FrameCount(5)), FramePos::ZERO);
    assert_eq!(FramePos(5).saturating_back(FrameCount(3)), FramePos(2));
}

#[test]
fn a_span_to_an_earlier_instant_is_empty() {
    assert_eq!(FramePos(3).saturating_since(FramePos(5)), FrameCount::ZERO);
    assert_eq!(FrameCount(3) - FrameCount(5), FrameCount::ZERO);
}

#[test]
fn a_range_is_half_open() {
    let range = FramePos(10).range(FrameCount(5));
    assert!(range.contains(&FramePos(10)) && range.contains(&FramePos(14)));
    assert!(!range.contains(&FramePos(15)));
}

#[test]
fn the_last_possible_frame_is_not_passed() {
    let mut last = FramePos(u64::MAX);
    last += FrameCount(1);
    assert_eq!(last, FramePos(u64::MAX));
    assert_eq!(FrameCount(u64::MAX) + FrameCount(1), FrameCount(u64::MAX));
}

proptest! {
    #[test]
    fn what_is_added_is_the_span_since(start in 0..u64::MAX / 2, span in 0..u64::MAX / 2) {
        let (start, span) = (FramePos(start), FrameCount(span));
        prop_assert_eq!((start + span).saturating_since(start), span);
        prop_assert_eq!((start + span).saturating_back(span), start);
        prop_assert_eq!(start.saturating_since(FramePos::ZERO).from_start(), start);
    }
}
