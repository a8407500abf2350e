//! Claims about natural order.

use proptest::prelude::*;

use super::*;

#[test]
fn names_are_in_the_order_that_people_expect() {
    let ordered = [
        "",
        "1 Drums",
        "1-a",
        "02 Bass",
        "2a",
        "10 Keys",
        "10 keys",
        "Take 9",
        "take 10",
        "Take 99999999999999999999999",
        "Take 100000000000000000000000",
        "Äther",
    ];
    for (first, later) in ordered.iter().zip(&ordered[1..]) {
        assert_eq!(natural_order(first, later), Ordering::Less, "{first:?} before {later:?}");
    }
}

#[test]
fn leading_zeros_do_not_change_the_value() {
    assert_eq!(natural_order("007 b", "7 a"), Ordering::Greater);
    assert_eq!(natural_order("007 a", "7 b"), Ordering::Less);
}

proptest! {
    #[test]
    fn it_is_a_total_order(a in "[aB0-9 é]{0,6}", b in "[aB0-9 é]{0,6}", c in "[aB0-9 é]{0,6}") {
        prop_assert_eq!(natural_order(&a, &b), natural_order(&b, &a).reverse());
        prop_assert_eq!(natural_order(&a, &b) == Ordering::Equal, a == b);
        if natural_order(&a, &b).is_le() && natural_order(&b, &c).is_le() {
            prop_assert!(natural_order(&a, &c).is_le());
        }
    }
}
