//! Claims about runs.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;

proptest! {
    #[test]
    fn what_is_missing_is_what_a_set_of_slabs_lacks(
        changes in prop::collection::vec((0u64..24, any::<bool>()), 0..80),
        start in 0u64..24,
        length in 0u64..24,
    ) {
        let (mut runs, mut set) = (Runs::default(), BTreeSet::new());
        for (index, is_put_in) in changes {
            if is_put_in {
                runs.insert(index);
                set.insert(index);
            } else {
                runs.remove(index);
                set.remove(&index);
            }
            let touch = runs.ends.iter().zip(runs.ends.iter().skip(1)).any(|(a, b)| a.1 >= b.0);
            prop_assert!(!touch && runs.ends.iter().all(|(start, end)| start < end));
        }
        let slabs = start..start + length;
        let missing: Vec<u64> = runs.missing(slabs.clone()).collect();
        let expected: Vec<u64> = slabs.filter(|index| !set.contains(index)).collect();
        prop_assert_eq!(missing, expected);
    }
}

#[test]
fn the_first_missing_slab_of_an_endless_song_is_found_at_once() {
    let mut runs = Runs::default();
    (0..1000).for_each(|index| runs.insert(index));
    assert_eq!(runs.missing(0..u64::MAX).next(), Some(1000));
    assert_eq!(runs.missing(u64::MAX - 2..u64::MAX).count(), 2);
}
