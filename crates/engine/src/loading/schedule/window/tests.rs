//! Windows: what they want, when, and how much while they are not heard.

use std::time::Instant;

use attacca_units::{FrameCount, FramePos};
use proptest::prelude::*;

use super::Window;
use crate::{
    protocol::{SongId, TransportSnapshot, TransportState, WindowId, slab::Slab},
    settings::{REFILL_SLABS, SLAB_FRAMES, START_LEAD_FRAMES, TARGET_SLABS},
};

const WINDOW_SLABS: u64 = 19;
const SONG_SLABS: u64 = 1000;

fn window(start: FramePos) -> Window {
    Window::new(WindowId(2), SongId(0), start)
}

/// Another window plays.
fn playing_another() -> TransportSnapshot {
    TransportSnapshot {
        state: TransportState::Playing,
        playing_window: Some(WindowId(1)),
        ..TransportSnapshot::initial(Instant::now())
    }
}

/// The window plays at `playhead`.
fn playing_at(playhead: FramePos) -> TransportSnapshot {
    TransportSnapshot { playing_window: Some(WindowId(2)), playhead, ..playing_another() }
}

#[test]
fn a_target_wants_only_what_it_needs_to_begin_while_another_plays() {
    let demand = window(Slab::start_of(40)).demand(&playing_another(), WINDOW_SLABS, SONG_SLABS);
    assert_eq!(demand.slabs, 40..40 + TARGET_SLABS);
}

#[test]
fn a_place_in_silence_wants_its_whole_window() {
    let silent = TransportSnapshot { state: TransportState::Paused, ..playing_another() };
    let demand = window(Slab::start_of(40)).demand(&silent, WINDOW_SLABS, SONG_SLABS);
    assert_eq!(demand.slabs, 40..40 + WINDOW_SLABS);
}

#[test]
fn a_window_wants_nothing_beyond_the_song() {
    let demand = window(Slab::start_of(995)).demand(
        &playing_at(Slab::start_of(995)),
        WINDOW_SLABS,
        SONG_SLABS,
    );
    assert_eq!(demand.slabs, 995..SONG_SLABS);
}

#[test]
fn slabs_without_which_a_target_cannot_begin_go_before_everything() {
    let slab = SLAB_FRAMES as u64;
    // From the first frame of a slab one slab suffices, from its last frames two are needed.
    for (offset, urgent_slabs) in [(0, 1), (slab - START_LEAD_FRAMES, 1), (slab - 100, 2)] {
        let start = Slab::start_of(7) + FrameCount(offset);
        let demand = window(start).demand(&playing_another(), WINDOW_SLABS, SONG_SLABS);
        let urgent = (7..20).filter(|index| demand.deadline(*index) == FrameCount::ZERO).count();
        assert_eq!(urgent, urgent_slabs, "offset {offset}");
    }
}

#[test]
fn a_long_output_block_makes_targets_longer() {
    let snapshot =
        TransportSnapshot { start_lead: FrameCount(4 * SLAB_FRAMES as u64), ..playing_another() };
    let demand = window(Slab::start_of(40)).demand(&snapshot, WINDOW_SLABS, SONG_SLABS);
    assert!(demand.slabs.end >= 45, "{demand:?}");
}

#[test]
fn a_full_window_waits_until_some_slabs_are_missing() {
    let mut window = window(FramePos::ZERO);
    window.next = WINDOW_SLABS;
    let wants_at = |window: &mut Window, slab: u64| {
        let snapshot = playing_at(Slab::start_of(slab));
        window.advance(&snapshot, WINDOW_SLABS);
        !window.demand(&snapshot, WINDOW_SLABS, SONG_SLABS).slabs.is_empty()
    };
    for passed in 0..REFILL_SLABS {
        assert!(!wants_at(&mut window, passed), "{passed} slabs are missing");
    }
    assert!(wants_at(&mut window, REFILL_SLABS));
    window.next += REFILL_SLABS - 1;
    assert!(wants_at(&mut window, REFILL_SLABS), "it fills until it is full");
    window.next += 1;
    assert!(!wants_at(&mut window, REFILL_SLABS));
}

#[test]
fn slabs_that_the_clock_has_passed_are_not_wanted() {
    let mut window = window(FramePos::ZERO);
    window.next = 3;
    let snapshot = playing_at(Slab::start_of(8) + FrameCount(5));
    window.advance(&snapshot, WINDOW_SLABS);
    assert_eq!(window.demand(&snapshot, WINDOW_SLABS, SONG_SLABS).slabs.start, 8);
}

#[test]
fn a_place_beyond_the_song_is_its_last_slab() {
    let mut window = window(FramePos(u64::MAX / 2));
    window.fit(SONG_SLABS);
    let demand = window.demand(&playing_another(), WINDOW_SLABS, SONG_SLABS);
    assert_eq!(demand.slabs, SONG_SLABS - 1..SONG_SLABS);
}

proptest! {
    #[test]
    fn deadlines_never_fall_along_the_window(start in 0u64..4_000_000, lead in 0u64..20_000) {
        let snapshot = TransportSnapshot { start_lead: FrameCount(lead), ..playing_another() };
        let demand = window(FramePos(start)).demand(&snapshot, WINDOW_SLABS, SONG_SLABS);
        let deadlines: Vec<_> = demand.slabs.clone().map(|index| demand.deadline(index)).collect();
        prop_assert!(deadlines.is_sorted());
        prop_assert_eq!(deadlines.first().copied(), demand.slabs.clone().next().map(|_| FrameCount::ZERO));
    }
}
