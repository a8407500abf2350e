//! Claims about rows as bytes.

use proptest::prelude::*;

use super::*;

fn value() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<i64>().prop_map(Value::Integer),
        any::<f64>().prop_filter("equal to itself", |n| !n.is_nan()).prop_map(Value::Real),
        any::<String>().prop_map(Value::Text),
        prop::collection::vec(any::<u8>(), 0..40).prop_map(Value::Blob),
    ]
}

proptest! {
    #[test]
    fn a_row_comes_back_from_its_bytes(row in prop::collection::vec(value(), 0..12)) {
        prop_assert_eq!(from_bytes(&to_bytes(&row)), Some(row));
    }

    #[test]
    fn any_bytes_are_a_row_or_none(bytes in prop::collection::vec(0..9_u8, 0..60)) {
        // It must not panic, and not ask for memory that a length claims.
        let _ = from_bytes(&bytes);
    }
}
