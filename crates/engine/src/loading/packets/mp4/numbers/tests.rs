//! Numbers of every width.

use super::Numbers;

fn numbers_of(all: &[u64]) -> Numbers {
    let mut numbers = Numbers::default();
    all.iter().for_each(|number| numbers.push(*number));
    numbers.shrink();
    numbers
}

#[test]
fn numbers_take_as_few_bytes_as_the_greatest_needs() {
    for (all, bytes) in [
        (&[1, 2, 65_535][..], 2),
        (&[1, 2, 65_536], 4),
        (&[1, 2, u64::from(u32::MAX)], 4),
        (&[1, 2, 1 << 32, 5], 8),
    ] {
        let numbers = numbers_of(all);
        assert_eq!(numbers.byte_count(), bytes * all.len(), "{all:?}");
        let kept: Vec<u64> = (0..all.len()).filter_map(|idx| numbers.get(idx)).collect();
        assert_eq!(kept, all);
        assert_eq!(numbers.get(all.len()), None);
    }
}

#[test]
fn sums_end_at_the_last_number_and_never_overflow() {
    assert_eq!(numbers_of(&[1, 2, 3, 4]).sum(1..3), 5);
    assert_eq!(numbers_of(&[1, 2, 3, 4]).sum(3..9), 4);
    assert_eq!(numbers_of(&[u64::MAX, u64::MAX]).sum(0..2), u64::MAX);
}

#[test]
fn rising_numbers_are_counted_up_to_a_limit() {
    for top in [9, 70_000, 1 << 40] {
        let numbers = numbers_of(&[0, 4, top]);
        assert_eq!(
            [0, 3, 4, top - 1, top].map(|limit| numbers.count_up_to(limit)),
            [1, 1, 2, 2, 3]
        );
    }
}
