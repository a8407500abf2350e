//! The governor with machines that somebody made up.

use proptest::prelude::*;

use super::*;

const GIB: u64 = 1 << 30;
const MIB: usize = 1 << 20;

/// An engine that holds next to nothing.
const NOTHING: HeldMemory = HeldMemory { bytes: 0, limit_bytes: 256 * MIB };

fn percent(percent: u64) -> SystemMemory {
    SystemMemory { total_bytes: 100 * GIB, available_bytes: percent * GIB }
}

#[test]
fn a_machine_that_runs_short_is_given_memory_back_step_by_step_and_the_window_last() {
    let mut governor = Governor::default();
    let steps: Vec<_> = (0..5).map(|_| governor.look(percent(14), NOTHING)).collect();
    let taken = [MemoryStep::FewHeads, MemoryStep::NoReadAhead, MemoryStep::ShortWindow];
    assert_eq!(steps[..3], taken.map(Some));
    assert_eq!(steps[3..], [None, None]);
}

#[test]
fn between_the_limits_nothing_changes() {
    let mut governor = Governor::default();
    governor.look(percent(5), NOTHING);
    for available in [15, 20, 25].repeat(10) {
        assert_eq!(governor.look(percent(available), NOTHING), None, "{available}");
    }
    assert_eq!(governor.step(), MemoryStep::FewHeads);
}

#[test]
fn it_grows_back_when_there_was_plenty_for_a_while() {
    let mut governor = Governor::default();
    (0..3).for_each(|_| assert!(governor.look(percent(3), NOTHING).is_some()));
    let mut looks = 0;
    while governor.step() != MemoryStep::All {
        governor.look(percent(60), NOTHING);
        looks += 1;
    }
    assert_eq!(looks, 3 * AMPLE_LOOKS);
    assert_eq!(governor.look(percent(60), NOTHING), None);
}

#[test]
fn one_short_look_ends_the_while() {
    let mut governor = Governor::default();
    governor.look(percent(3), NOTHING);
    for _ in 0..AMPLE_LOOKS - 1 {
        governor.look(percent(60), NOTHING);
    }
    governor.look(percent(20), NOTHING);
    assert_eq!(governor.look(percent(60), NOTHING), None);
    assert_eq!(governor.step(), MemoryStep::FewHeads);
}

#[test]
fn when_nobody_looks_any_more_everything_is_kept() {
    let mut governor = Governor::default();
    governor.look(percent(1), NOTHING);
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

/// A machine of 100 GiB, and an engine in it that holds what its step lets it. A closed loop: what the
/// engine gives back is available, and what it takes is not.
struct Machine {
    governor: Governor,
    /// Of other programs, in GiB.
    others: u64,
    /// What the engine holds when it did without each step's part, in GiB, all first.
    held: [u64; 4],
}

impl Machine {
    fn new(others: u64, held: [u64; 4]) -> Machine {
        Machine { governor: Governor::default(), others, held }
    }

    /// Looks once; the step that was taken, if one was.
    fn look(&mut self) -> Option<MemoryStep> {
        let held = self.held[self.governor.step() as usize];
        let memory = percent(100u64.saturating_sub(self.others + held));
        let bytes = usize::try_from(held * GIB).unwrap();
        self.governor.look(memory, HeldMemory { bytes, limit_bytes: usize::MAX })
    }

    /// Looks for `looks`; how many steps were taken.
    fn steps_in(&mut self, looks: usize) -> usize {
        (0..looks).filter(|_| self.look().is_some()).count()
    }
}

#[test]
fn a_song_held_whole_that_does_not_fit_is_given_back_once_and_not_taken_again() {
    // Without it 46 % are available, with it 6 %.
    let mut machine = Machine::new(50, [44, 43, 4, 3]);
    assert_eq!(machine.steps_in(10_000), 2);
    assert_eq!(machine.governor.step(), MemoryStep::NoReadAhead);
}

#[test]
fn what_was_given_back_is_taken_again_when_the_machine_has_room_for_it() {
    let mut machine = Machine::new(50, [44, 43, 4, 3]);
    machine.steps_in(100);
    machine.others = 25;
    assert_eq!(machine.steps_in(100), 2);
    assert_eq!(machine.governor.step(), MemoryStep::All);
}

#[test]
fn a_smaller_budget_makes_room_for_a_step_back() {
    let mut governor = Governor::default();
    let held = |bytes, limit_bytes| HeldMemory { bytes, limit_bytes };
    governor.look(percent(5), held(40 << 30, 50 << 30));
    for _ in 0..100 {
        assert_eq!(governor.look(percent(45), held(0, 50 << 30)), None);
    }
    assert_eq!(governor.look(percent(45), held(0, 10 << 30)), Some(MemoryStep::All));
}

#[test]
fn other_programs_that_come_and_go_are_followed_ever_more_slowly_until_they_leave_off() {
    let mut machine = Machine::new(50, [10, 8, 6, 4]);
    let swing = |machine: &mut Machine| {
        machine.others = 80;
        let shrunk = machine.steps_in(1);
        machine.others = 20;
        shrunk + machine.steps_in(10)
    };
    let quick: usize = (0..3).map(|_| swing(&mut machine)).sum();
    let slow: usize = (0..50).map(|_| swing(&mut machine)).sum();
    assert!(quick >= 4, "at first it follows: {quick}");
    assert!(slow <= 4, "then it waits: {slow}");
    // Ten minutes later all is forgotten.
    machine.steps_in(2 * CALM_LOOKS as usize);
    assert_eq!(machine.governor.step(), MemoryStep::All);
    machine.others = 80;
    machine.steps_in(1);
    machine.others = 20;
    assert_eq!(machine.steps_in(AMPLE_LOOKS as usize), 1);
}

proptest! {
    #[test]
    fn beside_programs_that_stay_as_they_are_it_settles_whatever_the_engine_holds(
        others in 0u64..100,
        mut held in prop::array::uniform4(0u64..100),
        was in prop::collection::vec(0u64..100, 0..50),
    ) {
        held.sort_by(|a, b| b.cmp(a));
        let mut machine = Machine::new(others, held);
        for others in was {
            machine.others = others;
            machine.look();
        }
        machine.others = others;
        // Down and up once, as slowly as it may become.
        machine.steps_in(6 * MOST_AMPLE_LOOKS as usize);
        prop_assert_eq!(machine.steps_in(5_000), 0, "it still swings");
    }

    #[test]
    fn each_look_moves_it_by_one_step_at_most_and_only_the_right_way(
        looks in prop::collection::vec(0u64..100, 1..200),
    ) {
        let mut governor = Governor::default();
        for available in looks {
            let before = governor.step();
            let said = governor.look(percent(available), NOTHING);
            let after = governor.step();
            prop_assert_eq!(said, (before != after).then_some(after));
            prop_assert!((before as i32 - after as i32).abs() <= 1);
            prop_assert!(after <= before || available < 15);
            prop_assert!(after >= before || available > 25);
        }
    }
}
