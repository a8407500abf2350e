//! The budget: all shares together never exceed it, and what plays comes first.

use proptest::prelude::*;

use super::{Needs, WindowNeed};

const MIB: usize = 1 << 20;

/// Thirty stereo stems of 24 bits, a window of 1.5 s at 48 kHz.
fn thirty_stems() -> Needs {
    Needs {
        playing: Some(WindowNeed { slab_bytes: 30 * 32_768, least_slabs: 4, wanted_slabs: 19 }),
        other_window_bytes: 0,
        reserve_bytes: 3 * 30 * 32_768,
        fixed_bytes: 7 * MIB,
    }
}

fn needs() -> impl Strategy<Value = Needs> {
    let window = (0usize..20_000_000, 1u64..20, 0u64..800).prop_map(|(slab_bytes, least, more)| {
        WindowNeed { slab_bytes, least_slabs: least, wanted_slabs: least + more }
    });
    let bytes = || 0usize..100 * MIB;
    (prop::option::of(window), bytes(), bytes(), bytes()).prop_map(
        |(playing, other_window_bytes, reserve_bytes, fixed_bytes)| Needs {
            playing,
            other_window_bytes,
            reserve_bytes,
            fixed_bytes,
        },
    )
}

proptest! {
    #[test]
    fn all_shares_together_are_the_budget(needs in needs(), limit in 0usize..1000 * MIB) {
        let share = needs.share(limit);
        let all = share.window_bytes + share.pin_bytes + needs.reserve_bytes + needs.fixed_bytes;
        prop_assert_eq!(all, share.budget_bytes);
        prop_assert_eq!(share.budget_bytes, limit.max(needs.least_bytes()));
        if let Some(need) = needs.playing {
            prop_assert!(share.window_slabs >= need.least_slabs);
            let playing = need.slab_bytes * share.window_slabs as usize;
            prop_assert_eq!(share.window_bytes, playing + needs.other_window_bytes);
        }
    }

    #[test]
    fn pins_get_nothing_before_the_playing_window_is_whole(
        needs in needs(),
        limit in 0usize..1000 * MIB,
    ) {
        let share = needs.share(limit);
        if let Some(need) = needs.playing && share.window_slabs < need.wanted_slabs {
            prop_assert!(share.pin_bytes < need.slab_bytes);
        }
    }

    #[test]
    fn more_memory_never_makes_the_window_shorter(
        needs in needs(),
        limit in 0usize..1000 * MIB,
        more in 0usize..1000 * MIB,
    ) {
        let (less, more) = (needs.share(limit), needs.share(limit + more));
        prop_assert!(less.window_slabs <= more.window_slabs);
        prop_assert!(less.pin_bytes <= more.pin_bytes || less.window_slabs < more.window_slabs);
    }
}

#[test]
fn the_default_budget_holds_a_window_and_twenty_heads_of_thirty_stems() {
    let share = thirty_stems().share(256 * MIB);
    assert_eq!(share.window_slabs, 19);
    assert!(share.pin_bytes >= 20 * 2 * 30 * 32_768, "{share:?}");
}

#[test]
fn a_budget_that_is_too_small_is_what_playing_takes() {
    let share = thirty_stems().share(MIB);
    assert_eq!((share.window_slabs, share.pin_bytes), (4, 0));
    assert_eq!(share.budget_bytes, thirty_stems().least_bytes());
}
