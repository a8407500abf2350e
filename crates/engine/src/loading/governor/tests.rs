//! The governor with machines that somebody made up.

use proptest::prelude::*;

use super::*;

const GIB: u64 = 1 << 30;
const MIB: usize = 1 << 20;

fn percent(percent: u64) -> SystemMemory {
    SystemMemory { total_bytes: 100 * GIB, available_bytes: percent * GIB }
}

#[test]
fn a_machine_that_runs_short_is_given_memory_back_step_by_step_and_the_window_last() {
    let mut governor = Governor::default();
    let steps: Vec<_> = (0..5).map(|_| governor.look(percent(14))).collect();
    let taken = [MemoryStep::FewHeads, MemoryStep::NoReadAhead, MemoryStep::ShortWindow];
    assert_eq!(steps[..3], taken.map(Some));
    assert_eq!(steps[3..], [None, None]);
}

#[test]
fn between_the_limits_nothing_changes() {
    let mut governor = Governor::default();
    governor.look(percent(5));
    for available in [15, 20, 25].repeat(10) {
        assert_eq!(governor.look(percent(available)), None, "{available}");
    }
    assert_eq!(governor.step(), MemoryStep::FewHeads);
}

#[test]
fn it_grows_back_when_there_was_plenty_for_a_while() {
    let mut governor = Governor::default();
    (0..3).for_each(|_| assert!(governor.look(percent(3)).is_some()));
    let mut looks = 0;
    while governor.step() != MemoryStep::All {
        governor.look(percent(60));
        looks += 1;
    }
    assert_eq!(looks, 3 * AMPLE_LOOKS);
    assert_eq!(governor.look(percent(60)), None);
}

#[test]
fn one_short_look_ends_the_while() {
    let mut governor = Governor::default();
    governor.look(percent(3));
    for _ in 0..AMPLE_LOOKS - 1 {
        governor.look(percent(60));
    }
    governor.look(percent(20));
    assert_eq!(governor.look(percent(60)), None);
    assert_eq!(governor.step(), MemoryStep::FewHeads);
}

#[test]
fn when_nobody_looks_any_more_everything_is_kept() {
    let mut governor = Governor::default();
    governor.look(percent(1));
    assert_eq!(governor.rest(), Some(MemoryStep::All));
    assert_eq!((governor.rest(), governor.last_seen()), (None, None));
}

#[test]
fn the_automatic_budget_is_a_quarter_of_what_is_there_and_256_mib_at_most() {
    let budget = |available: u64, held: usize| {
        let system = SystemMemory { total_bytes: 16 * GIB, available_bytes: available };
        MemoryBudget::Automatic.bytes(Some(system), held)
    };
    assert_eq!(budget(8 * GIB, 0), 256 * MIB);
    let near = |bytes: usize, mebibytes: usize| bytes.abs_diff(mebibytes * MIB) < MIB;
    assert!(near(budget(400 << 20, 0), 100));
    // What the engine holds is there for the engine.
    assert!(near(budget(300 << 20, 100 * MIB), 100));
    assert_eq!(budget(1 << 20, 0), 16 * MIB);
    assert_eq!(MemoryBudget::Automatic.bytes(None, 0), 256 * MIB);
}

#[test]
fn a_budget_in_percent_is_one_of_what_is_there() {
    let system = SystemMemory { total_bytes: 4 * GIB, available_bytes: 2 * GIB };
    for (percent, mebibytes) in [(25, 512), (50, 1024), (75, 1536)] {
        let bytes = MemoryBudget::Percent(percent).bytes(Some(system), 0);
        assert!(bytes.abs_diff(mebibytes * MIB) < MIB, "{percent} %: {bytes}");
    }
    assert_eq!(MemoryBudget::Bytes(77 * MIB).bytes(Some(system), 0), 77 * MIB);
}

proptest! {
    #[test]
    fn each_look_moves_it_by_one_step_at_most_and_only_the_right_way(
        looks in prop::collection::vec(0u64..100, 1..200),
    ) {
        let mut governor = Governor::default();
        for available in looks {
            let before = governor.step();
            let said = governor.look(percent(available));
            let after = governor.step();
            prop_assert_eq!(said, (before != after).then_some(after));
            prop_assert!((before as i32 - after as i32).abs() <= 1);
            prop_assert!(after <= before || available < 15);
            prop_assert!(after >= before || available > 25);
        }
    }
}
