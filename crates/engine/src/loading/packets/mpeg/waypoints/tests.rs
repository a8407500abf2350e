//! Places are far from each other, and found.

use super::*;

fn place(position: u64) -> Cursor {
    Cursor { offset: 10 + position, position }
}

#[test]
fn the_last_place_before_a_position_is_found() {
    let waypoints = Waypoints::new(1000);
    for packet in 0..1000 {
        waypoints.pass(place(packet * 1000));
    }
    assert_eq!(waypoints.before(255_999), None);
    assert_eq!(waypoints.before(256_000), Some(place(256_000)));
    assert_eq!(waypoints.before(u64::MAX), Some(place(768_000)));
    waypoints.pass(place(300_000));
    assert_eq!(waypoints.before(400_000), Some(place(256_000)), "it had that stretch already");
}

#[test]
fn places_take_bounded_memory() {
    let waypoints = Waypoints::new(1);
    for packet in 0..10_000 {
        waypoints.pass(place(packet * 256));
    }
    assert_eq!(waypoints.before(u64::MAX), Some(place(4096 * 256)));
}
