//! Windows: what they want, when, and how much while they are not heard.

use std::time::Instant;

use attacca_units::{FrameCount, FramePos};
use proptest::prelude::*;

use super::{ArmedHead, Demand, Role, Window};
use crate::{
    protocol::{
        SongId, TransportSnapshot, TransportState, WindowId, jump::OutgoingWindow, slab::Slab,
    },
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
    TransportSnapshot {
        playing_window: Some(WindowId(2)),
        playhead,
        song_frames: Some(FrameCount(SONG_SLABS * SLAB_FRAMES as u64)),
        ..playing_another()
    }
}

/// What the window wants; it is the one that is sought, unless it plays.
fn demand(window: &Window, snapshot: &TransportSnapshot) -> Demand {
    let role = window.role(snapshot, Some(WindowId(2))).expect("it is wanted");
    window.demand(role, snapshot, WINDOW_SLABS, SONG_SLABS)
}

fn advance(window: &mut Window, snapshot: &TransportSnapshot) {
    let role = window.role(snapshot, Some(WindowId(2))).expect("it is wanted");
    window.advance(role, snapshot, WINDOW_SLABS);
}

#[test]
fn a_target_wants_only_what_it_needs_to_begin_while_another_plays() {
    let demand = demand(&window(Slab::start_of(40)), &playing_another());
    assert_eq!(demand.slabs, 40..40 + TARGET_SLABS);
}

#[test]
fn a_slab_that_left_the_shelf_before_it_was_sent_is_wanted_again() {
    let mut window = window(Slab::start_of(40));
    let snapshot = playing_at(Slab::start_of(40));
    advance(&mut window, &snapshot);
    window.note_ready(40 + WINDOW_SLABS, |_| true);
    window.next = 44;
    assert!(demand(&window, &snapshot).slabs.is_empty());
    window.note_evicted(43);
    assert!(demand(&window, &snapshot).slabs.is_empty(), "that one was sent");
    window.note_evicted(50);
    window.note_evicted(47);
    advance(&mut window, &snapshot);
    assert_eq!(demand(&window, &snapshot).slabs, 47..40 + WINDOW_SLABS);
}

#[test]
fn a_place_in_silence_wants_its_whole_window() {
    let silent = TransportSnapshot { state: TransportState::Paused, ..playing_another() };
    let demand = demand(&window(Slab::start_of(40)), &silent);
    assert_eq!(demand.slabs, 40..40 + WINDOW_SLABS);
}

#[test]
fn a_window_wants_nothing_beyond_the_song() {
    let demand = demand(&window(Slab::start_of(995)), &playing_at(Slab::start_of(995)));
    assert_eq!(demand.slabs, 995..SONG_SLABS);
}

#[test]
fn slabs_without_which_a_target_cannot_begin_go_before_everything() {
    let slab = SLAB_FRAMES as u64;
    // From the first frame of a slab one slab suffices, from its last frames two are needed.
    for (offset, urgent_slabs) in [(0, 1), (slab - START_LEAD_FRAMES, 1), (slab - 100, 2)] {
        let start = Slab::start_of(7) + FrameCount(offset);
        let demand = demand(&window(start), &playing_another());
        let urgent = (7..20).filter(|index| demand.deadline(*index) == FrameCount::ZERO).count();
        assert_eq!(urgent, urgent_slabs, "offset {offset}");
    }
}

#[test]
fn a_long_output_block_makes_targets_longer() {
    let snapshot =
        TransportSnapshot { start_lead: FrameCount(4 * SLAB_FRAMES as u64), ..playing_another() };
    let demand = demand(&window(Slab::start_of(40)), &snapshot);
    assert!(demand.slabs.end >= 45, "{demand:?}");
}

#[test]
fn a_full_window_waits_until_some_slabs_are_missing() {
    let mut window = window(FramePos::ZERO);
    window.next = WINDOW_SLABS;
    let wants_at = |window: &mut Window, slab: u64| {
        let snapshot = playing_at(Slab::start_of(slab));
        advance(window, &snapshot);
        !demand(window, &snapshot).slabs.is_empty()
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
    advance(&mut window, &snapshot);
    assert_eq!(demand(&window, &snapshot).slabs.start, 8);
}

#[test]
fn a_place_beyond_the_song_is_its_last_slab() {
    let mut window = window(FramePos(u64::MAX / 2));
    window.fit(SONG_SLABS);
    let demand = demand(&window, &playing_another());
    assert_eq!(demand.slabs, SONG_SLABS - 1..SONG_SLABS);
}

/// A jump at frame 100,000 of song 1 leads to the window.
fn armed(start: FramePos, slab_count: u64) -> Window {
    let head = ArmedHead { from: SongId(1), at: FramePos(100_000), slab_count };
    Window { armed: Some(head), ..window(start) }
}

fn armed_demand(window: &Window, snapshot: &TransportSnapshot) -> Demand {
    let role = window.role(snapshot, None).expect("a jump leads to it");
    window.demand(role, snapshot, WINDOW_SLABS, SONG_SLABS)
}

#[test]
fn a_jumps_window_wants_its_head_by_the_frame_of_the_jump() {
    let snapshot = TransportSnapshot {
        song: Some(SongId(1)),
        song_frames: Some(FrameCount(200_000)),
        playhead: FramePos(90_000),
        ..playing_another()
    };
    let demand = armed_demand(&armed(Slab::start_of(40), 0), &snapshot);
    assert_eq!(demand.slabs, 40..40 + TARGET_SLABS);
    let slab = SLAB_FRAMES as u64;
    let deadlines = [10_000, 10_000 + slab, 10_000 + 2 * slab].map(FrameCount);
    assert_eq!([40, 41, 42].map(|index| demand.deadline(index)), deadlines);
}

#[test]
fn a_jump_at_the_end_is_due_there() {
    let snapshot = TransportSnapshot {
        song: Some(SongId(1)),
        song_frames: Some(FrameCount(95_000)),
        playhead: FramePos(90_000),
        ..playing_another()
    };
    assert_eq!(armed_demand(&armed(FramePos::ZERO, 0), &snapshot).deadline(0), FrameCount(5000));
}

#[test]
fn a_jump_in_another_song_or_behind_the_playhead_is_far_off() {
    let behind = TransportSnapshot {
        playhead: FramePos(100_001),
        song: Some(SongId(1)),
        ..playing_another()
    };
    let elsewhere = TransportSnapshot { song: Some(SongId(0)), ..playing_another() };
    for snapshot in [behind, elsewhere] {
        let demand = armed_demand(&armed(FramePos::ZERO, 0), &snapshot);
        assert_eq!(demand.deadline(0), FrameCount(u64::MAX));
    }
}

#[test]
fn a_short_loop_is_held_whole() {
    let demand = armed_demand(&armed(FramePos::ZERO, 6), &playing_another());
    assert_eq!(demand.slabs, 0..6);
}

#[test]
fn what_fades_out_is_filled_to_the_end_of_its_fade_and_no_further_than_a_window() {
    for (fade_slabs, wanted) in [(3, 4), (400, WINDOW_SLABS)] {
        let playhead = Slab::start_of(50);
        let end = Slab::start_of(50 + fade_slabs);
        let fading =
            OutgoingWindow { window: WindowId(2), song: SongId(0), playhead, end, turn: 1 };
        let snapshot = TransportSnapshot {
            outgoing_windows: [None, Some(fading), None, None],
            ..playing_another()
        };
        let mut window = window(Slab::start_of(40));
        let role = window.role(&snapshot, None).expect("it fades out");
        assert_eq!(role, Role::Outgoing(fading));
        window.advance(role, &snapshot, WINDOW_SLABS);
        let demand = window.demand(role, &snapshot, WINDOW_SLABS, SONG_SLABS);
        assert_eq!(demand.slabs, 50..50 + wanted);
    }
}

#[test]
fn a_lap_that_plays_again_is_sent_what_it_needs_again() {
    let mut window = window(FramePos::ZERO);
    let lap = |turn| TransportSnapshot { turn, ..playing_at(FramePos(100)) };
    advance(&mut window, &lap(1));
    window.next = 12;
    advance(&mut window, &lap(1));
    assert_eq!(window.next, 12);
    advance(&mut window, &lap(3));
    assert_eq!(window.next, 0);
}

#[test]
fn a_lap_that_was_first_seen_to_fade_is_sent_what_it_needs_again_when_it_plays_or_fades_again() {
    let fading = |turn| {
        let (window, song) = (WindowId(2), SongId(0));
        let (playhead, end) = (FramePos(100), Slab::start_of(30));
        TransportSnapshot {
            outgoing_windows: [
                Some(OutgoingWindow { window, song, playhead, end, turn }),
                None,
                None,
                None,
            ],
            ..playing_another()
        }
    };
    let see = |window: &mut Window, snapshot: &TransportSnapshot| {
        let role = window.role(snapshot, None).expect("it is heard");
        window.advance(role, snapshot, WINDOW_SLABS);
    };
    for again in [TransportSnapshot { turn: 3, ..playing_at(FramePos(100)) }, fading(3)] {
        let mut window = window(FramePos(100));
        see(&mut window, &fading(1));
        window.next = 12;
        see(&mut window, &fading(1));
        assert_eq!(window.next, 12);
        see(&mut window, &again);
        assert_eq!(window.next, 0);
    }
}

#[test]
fn a_place_beyond_the_song_stays_its_last_slab_when_it_is_the_current_one() {
    let beyond = FramePos(u64::MAX / 2);
    let mut window = window(beyond);
    window.fit(SONG_SLABS);
    // The audio thread has no slab of it yet, and no length.
    let snapshot = TransportSnapshot { song_frames: None, ..playing_at(beyond) };
    advance(&mut window, &snapshot);
    assert_eq!(demand(&window, &snapshot).slabs, SONG_SLABS - 1..SONG_SLABS);
}

proptest! {
    #[test]
    fn deadlines_never_fall_along_the_window(start in 0u64..4_000_000, lead in 0u64..20_000) {
        let snapshot = TransportSnapshot { start_lead: FrameCount(lead), ..playing_another() };
        let demand = demand(&window(FramePos(start)), &snapshot);
        let deadlines: Vec<_> = demand.slabs.clone().map(|index| demand.deadline(index)).collect();
        prop_assert!(deadlines.is_sorted());
        prop_assert_eq!(deadlines.first().copied(), demand.slabs.clone().next().map(|_| FrameCount::ZERO));
    }
}

#[test]
fn a_window_beyond_the_songs_end_wants_the_last_slab_also_when_it_is_current_before_that_is_in() {
    let mut window = window(Slab::start_of(2000));
    window.fit(SONG_SLABS);
    let current = TransportSnapshot { song_frames: None, ..playing_at(Slab::start_of(2000)) };
    window.advance(Role::Playing, &current, WINDOW_SLABS);
    let demand = window.demand(Role::Playing, &current, WINDOW_SLABS, SONG_SLABS);
    assert_eq!(demand.slabs, SONG_SLABS - 1..SONG_SLABS);
}
