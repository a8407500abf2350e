//! Numbers out of bytes.

use super::*;

#[test]
fn bits_come_lowest_first_across_bytes() {
    // The example of the Vorbis I specification §2.1.6: 12, 7, 17 and 6969 in 4, 3, 7 and 13 bits.
    let mut bits = BitReader::new(&[0b1111_1100, 0b0100_1000, 0b1100_1110, 0b0000_0110]);
    assert_eq!(bits.number(4), Ok(12));
    assert_eq!(bits.number(3), Ok(7));
    assert_eq!(bits.number(7), Ok(17));
    assert_eq!(bits.number(13), Ok(6969));
    assert_eq!(bits.number(5), Ok(0));
    assert_eq!(bits.number(1), Err(OutOfBits));
    assert_eq!(bits.number(0), Ok(0));
}

#[test]
fn a_number_of_32_bits_may_begin_inside_of_a_byte() {
    let mut bits = BitReader::new(&[0xff, 0x01, 0x02, 0x03, 0x04]);
    assert_eq!(bits.number(4), Ok(15));
    assert_eq!(bits.number(32), Ok(0x4030_201f));
}
