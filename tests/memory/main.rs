//! What the engine takes of the memory, as the allocator of the whole program counts it: the budget holds,
//! and nothing is left behind.
//!
//! The allocator counts for the whole program, so one test runs at a time. Only what may be held at most is
//! asserted: how much of it is held at a moment depends on how fast the machine is.

mod show;

use std::{
    sync::{Mutex, PoisonError},
    thread,
    time::Duration,
};

use attacca_engine::LiveSettings;
use attacca_units::FramePos;
use peak_alloc::PeakAlloc;

use crate::show::Show;

#[global_allocator]
static ALLOCATOR: PeakAlloc = PeakAlloc;

/// The test that runs.
static TURN: Mutex<()> = Mutex::new(());

const MIB: usize = 1 << 20;

/// Bytes that an engine takes whatever it plays, and that are no part of its budget: queues, voices, what is
/// known of songs and files, decoders that are about to be freed. 2.6 MiB at most were seen.
const FIXED_BYTES: usize = 8 * MIB;

/// Bytes that may be held more after two hundred song changes than before: what a queue or a list that
/// has become longer keeps.
const LEFT_BEHIND: usize = 64 << 10;

/// Looks at what is held until two agree, at most.
const LOOKS: usize = 100;

/// Between two looks: five turns of the thread that hands back what is not used.
const BETWEEN_LOOKS: Duration = Duration::from_millis(100);

#[test]
fn a_set_larger_than_its_budget_never_takes_more() {
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    // 25 MiB each, if they were held whole.
    let folder = show::songs(&[(16, 400_000); 6]);
    for budget in [24 * MIB, 48 * MIB] {
        let before = ALLOCATOR.current_usage();
        ALLOCATOR.reset_peak_usage();
        let mut show = Show::new(&folder, budget);
        let live = LiveSettings { whole_song: true, ..show.engine.settings().live };
        show.engine.set_settings(live);
        // More places than find room, of every song.
        show.keep_sections((0..400_000).step_by(10_000).map(FramePos).collect());
        for step in 0..24 {
            show.visit(step * 5 % 6, FramePos(step as u64 * 37_003 % 380_000), 12_000);
            if step % 6 == 0 {
                show.rest();
            }
        }
        let most = ALLOCATOR.peak_usage().saturating_sub(before);
        let held = show.engine.telemetry().memory;
        assert_eq!(held.budget_bytes, budget, "playing takes no more than the budget");
        assert!(most <= budget + FIXED_BYTES, "{most} bytes of {budget}: {held:?}");
    }
}

#[test]
fn two_hundred_song_changes_leave_nothing_in_memory() {
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    let folder = show::songs(&[(6, 90_000), (3, 60_000), (9, 40_000)]);
    let mut show = Show::new(&folder, 64 * MIB);
    // What the engine counts itself may differ by blocks that are kept for use again. What it gives
    // back is dropped by other threads: two looks that agree tell that they are done.
    let held_beside = |show: &mut Show| {
        show.rest();
        let look = || {
            let counted = show.engine.telemetry().memory.total_bytes();
            ALLOCATOR.current_usage().saturating_sub(counted)
        };
        let mut held = look();
        for _ in 0..LOOKS {
            thread::sleep(BETWEEN_LOOKS);
            let again = look();
            if again.abs_diff(std::mem::replace(&mut held, again)) < LEFT_BEHIND / 16 {
                break;
            }
        }
        held
    };
    let change = |show: &mut Show, number: usize| {
        show.visit(number % 3, FramePos(number as u64 * 7919 % 30_000), 2000);
    };
    (0..20).for_each(|number| change(&mut show, number));
    let before = held_beside(&mut show);
    (0..200).for_each(|number| change(&mut show, number));
    let after = held_beside(&mut show);
    assert!(after <= before + LEFT_BEHIND, "{before} bytes before, {after} after");
}
