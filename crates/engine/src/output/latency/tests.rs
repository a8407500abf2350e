//! What can be true and what can't.

use super::*;

#[test]
fn what_a_device_may_have_is_believed() {
    let mut latency = BelievedLatency::default();
    for millis in [0, 3, 250, 2_000, 3_000] {
        let said = Duration::from_millis(millis);
        assert_eq!(latency.hear(Some(said)), Ok(said));
    }
}

#[test]
fn what_cannot_be_true_leaves_the_last_one_that_could() {
    let impossible = [None, Some(Duration::from_millis(3_001)), Some(Duration::MAX)];
    let mut latency = BelievedLatency::default();
    for said in impossible {
        assert_eq!(latency.hear(said), Err(Duration::ZERO), "{said:?}, before any other");
    }
    let true_one = Duration::from_millis(21);
    assert_eq!(latency.hear(Some(true_one)), Ok(true_one));
    for said in impossible {
        assert_eq!(latency.hear(said), Err(true_one), "{said:?}");
    }
}
