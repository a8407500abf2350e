//! Tests of OSC messages.

use super::*;

#[test]
fn every_part_of_a_message_ends_at_a_multiple_of_four_bytes() {
    assert_eq!(message("/a/play"), b"/a/play\0,\0\0\0");
    assert_eq!(message("/a/b"), b"/a/b\0\0\0\0,\0\0\0");
}

#[test]
fn a_number_is_big_endian_behind_its_type() {
    // 1.5 is 0x3FF8_0000_0000_0000 in IEEE 754.
    let wanted = b"/seek\0\0\0,d\0\0\x3f\xf8\0\0\0\0\0\0";
    assert_eq!(message_with_number("/seek", 1.5), wanted);
}
