//! The look-ahead: it grows when it was too short in time, never for other reasons.

use std::time::{Duration, Instant};

use attacca_units::{FrameCount, FramePos};
use proptest::prelude::*;

use super::{Finding, Look, LookAhead};
use crate::protocol::WindowId;

const RATE: f64 = 48_000.0;

/// A look at a window of `seconds`, `at` seconds after its start, with a lead of a part of it.
fn look(ahead: &LookAhead, began: Instant, at: f64, lead: f64) -> Look {
    let full = ahead.seconds() * RATE;
    Look {
        window: WindowId(1),
        start: FramePos::ZERO,
        playhead: FramePos((at * RATE) as u64),
        now: began + Duration::from_secs_f64(at),
        lead: FrameCount((full * lead) as u64),
        full: FrameCount(full as u64),
        block: FrameCount(512),
        rate: RATE,
        most_seconds: 8.0,
    }
}

#[test]
fn a_window_that_falls_under_half_grows_by_half_and_says_so_once() {
    let (mut ahead, began) = (LookAhead::new(1.5), Instant::now());
    assert_eq!(ahead.look(look(&ahead, began, 0.0, 1.0)), Finding::default());
    assert_eq!(ahead.look(look(&ahead, began, 0.7, 0.51)).grown_to, None);
    assert_eq!(ahead.look(look(&ahead, began, 0.8, 0.49)).grown_to, Some(2.25));
    assert_eq!(ahead.smallest_lead(), None);
    assert_eq!(ahead.look(look(&ahead, began, 0.9, 0.2)).grown_to, None, "first it must be full");
    assert_eq!(ahead.look(look(&ahead, began, 2.0, 0.9)).grown_to, None);
    assert_eq!(ahead.look(look(&ahead, began, 3.0, 0.4)).grown_to, Some(3.375));
}

#[test]
fn it_grows_to_the_bound_and_no_further() {
    let (mut ahead, began) = (LookAhead::new(1.5), Instant::now());
    let mut lengths = Vec::new();
    for step in 0..40 {
        ahead.look(look(&ahead, began, f64::from(step) * 20.0, 1.0));
        let low = look(&ahead, began, f64::from(step) * 20.0 + 10.0, 0.1);
        lengths.extend(ahead.look(low).grown_to);
    }
    assert_eq!(lengths, [2.25, 3.375, 5.0625, 7.59375, 8.0]);
}

#[test]
fn a_window_that_was_never_full_does_not_grow_but_is_low_when_it_has_had_time_to_be() {
    let (mut ahead, began) = (LookAhead::new(1.5), Instant::now());
    for step in 0..5 {
        let at = f64::from(step) * 0.3;
        assert_eq!(ahead.look(look(&ahead, began, at, 0.2)), Finding::default());
    }
    for step in 0..50 {
        let found = ahead.look(look(&ahead, began, 1.6 + f64::from(step), 0.2));
        assert_eq!((found.is_low, found.has_become_low), (true, step == 0));
        assert_eq!(found.grown_to, None);
    }
    // Full, and then another window, which is not.
    ahead.look(look(&ahead, began, 60.0, 1.0));
    let at = FramePos(61 * 48_000);
    let other = Look { window: WindowId(2), start: at, ..look(&ahead, began, 61.0, 0.1) };
    assert_eq!(ahead.look(other), Finding::default());
}

#[test]
fn what_is_rendered_faster_than_it_is_heard_does_not_make_it_grow() {
    let (mut ahead, began) = (LookAhead::new(1.5), Instant::now());
    ahead.look(look(&ahead, began, 0.0, 1.0));
    let fast = Look { now: began + Duration::from_millis(80), ..look(&ahead, began, 0.8, 0.3) };
    let found = ahead.look(fast);
    assert!(found.is_low && found.has_become_low, "it is low all the same");
    assert_eq!(found.grown_to, None);
}

#[test]
fn a_low_lead_is_said_once_until_it_is_over_half_again() {
    let (mut ahead, began) = (LookAhead::new(8.0), Instant::now());
    let mut at = 0.0;
    let mut said = |leads: &[f64]| {
        let mut count = 0;
        for lead in leads {
            at += 0.1;
            count += usize::from(ahead.look(look(&ahead, began, at, *lead)).has_become_low);
        }
        count
    };
    assert_eq!(said(&[1.0, 0.6, 0.4]), 0);
    assert_eq!(said(&[0.3, 0.2, 0.4, 0.3, 0.1]), 1);
    assert_eq!(said(&[0.6, 0.3]), 1);
}

proptest! {
    #[test]
    fn the_length_never_shrinks_and_never_exceeds_its_bound(
        leads in prop::collection::vec(0.0f64..1.0, 1..200),
        most in 0.2f64..20.0,
    ) {
        let (mut ahead, began) = (LookAhead::new(1.5), Instant::now());
        let mut before = ahead.seconds();
        for (step, lead) in leads.into_iter().enumerate() {
            let look = look(&ahead, began, step as f64, lead);
            ahead.look(Look { most_seconds: most, ..look });
            prop_assert!(ahead.seconds() >= before && ahead.seconds() <= most.max(1.5));
            before = ahead.seconds();
        }
    }
}
