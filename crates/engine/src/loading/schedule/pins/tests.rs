//! Pins: never more than fits, in order, never less for more memory.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::{Candidate, Granted, grant, outwards};
use crate::protocol::SongId;

/// What is kept, slab by slab.
fn slabs(granted: &Granted) -> BTreeSet<(SongId, u64)> {
    let of_song = |(song, ranges): (&SongId, &Vec<std::ops::Range<u64>>)| {
        let song = *song;
        ranges.iter().cloned().flatten().map(move |slab| (song, slab)).collect::<Vec<_>>()
    };
    granted.pins.iter().flat_map(of_song).collect()
}

fn candidates() -> impl Strategy<Value = Vec<Candidate>> {
    let candidate = (0u32..6, 0u64..40, 1u64..5).prop_map(|(song, first, count)| Candidate {
        song: SongId(song),
        slabs: first..first + count,
        // Of one song all slabs are alike.
        slab_bytes: 1000 * (song as usize + 1),
    });
    prop::collection::vec(candidate, 0..30)
}

proptest! {
    #[test]
    fn what_is_kept_never_takes_more_than_the_limit(list in candidates(), limit in 0usize..400_000) {
        let granted = grant(list, limit);
        let bytes: usize =
            slabs(&granted).iter().map(|(song, _)| 1000 * (song.0 as usize + 1)).sum();
        prop_assert_eq!(bytes, granted.bytes, "slabs that two candidates want count once");
        prop_assert!(bytes <= limit);
    }

    #[test]
    fn nothing_is_kept_instead_of_what_is_wanted_more(list in candidates(), limit in 0usize..400_000) {
        let granted = grant(list.clone(), limit);
        let kept = slabs(&granted);
        let wanted = |candidate: &Candidate| {
            let song = candidate.song;
            candidate.slabs.clone().map(move |slab| (song, slab)).collect::<BTreeSet<_>>()
        };
        let first: BTreeSet<_> = list[..granted.count].iter().flat_map(wanted).collect();
        prop_assert_eq!(&kept, &first, "the first ones and nothing else");
        if let Some(refused) = list.get(granted.count) {
            let more = wanted(refused).difference(&kept).count() * refused.slab_bytes;
            prop_assert!(granted.bytes + more > limit, "there was room for one more");
        }
    }

    #[test]
    fn more_memory_never_keeps_less(list in candidates(), limit in 0usize..400_000, more in 0usize..99_999) {
        let (less, more) = (grant(list.clone(), limit), grant(list, limit + more));
        prop_assert!(slabs(&less).is_subset(&slabs(&more)));
    }

    #[test]
    fn what_is_wanted_less_changes_nothing_of_what_is_wanted_more(
        list in candidates(),
        other_tail in candidates(),
        cut in 0usize..30,
        limit in 0usize..400_000,
    ) {
        let cut = cut.min(list.len());
        let mut other = list[..cut].to_vec();
        other.extend(other_tail);
        let first = |list: &[Candidate]| grant(list[..cut].to_vec(), limit);
        prop_assert_eq!(first(&list), first(&other));
        let (one, two) = (grant(list.clone(), limit), grant(other, limit));
        prop_assert_eq!(one.count.min(cut), two.count.min(cut));
    }

    #[test]
    fn every_song_of_a_set_has_its_turn_once(count in 1usize..60, current in 0usize..60) {
        let current = current % count;
        let order: Vec<usize> = outwards(current, count).collect();
        prop_assert_eq!(order.iter().copied().collect::<BTreeSet<_>>(), (0..count).collect());
        prop_assert_eq!(order.len(), count);
        let distances: Vec<usize> = order.iter().map(|at| at.abs_diff(current)).collect();
        prop_assert!(distances.is_sorted());
    }
}

#[test]
fn the_playing_song_comes_first_then_the_next_then_the_one_before() {
    assert_eq!(outwards(2, 6).collect::<Vec<_>>(), [2, 3, 1, 4, 0, 5]);
    assert_eq!(outwards(0, 3).collect::<Vec<_>>(), [0, 1, 2]);
    assert_eq!(outwards(2, 3).collect::<Vec<_>>(), [2, 1, 0]);
    assert_eq!(outwards(0, 0).count(), 0);
}

#[test]
fn what_finds_no_room_is_not_replaced_by_something_smaller() {
    let head = |song, slab_bytes| Candidate { song: SongId(song), slabs: 0..2, slab_bytes };
    let granted = grant([head(0, 10), head(1, 100), head(2, 1)], 100);
    assert_eq!(granted.pins.keys().copied().collect::<Vec<_>>(), [SongId(0)]);
    assert_eq!((granted.bytes, granted.count), (20, 1));
}

#[test]
fn a_song_that_claims_to_be_endless_is_planned_at_once() {
    let whole = |slabs| Candidate { song: SongId(0), slabs, slab_bytes: 1 };
    let head = Candidate { song: SongId(1), slabs: 0..2, slab_bytes: 10 };
    let endless = 1 << 60;
    let halves = [whole(9..endless), whole(0..endless), head.clone()];
    let granted = grant(halves, usize::MAX);
    assert_eq!((granted.bytes, granted.count), (endless as usize + 20, 3));
    let granted = grant([head, whole(0..u64::MAX)], 1 << 40);
    assert_eq!((granted.bytes, granted.count), (20, 1));
}
