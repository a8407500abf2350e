//! Numbers of any width out of bytes.

use super::*;

#[test]
fn numbers_come_out_bit_by_bit() {
    let mut bits = BitReader::new(&[0b1010_0111, 0b1000_0000, 0xff, 0x7f]);
    assert_eq!(bits.unsigned(3), Ok(0b101));
    assert_eq!(bits.signed(2), Ok(0));
    assert_eq!(bits.signed(4), Ok(-1));
    assert_eq!(bits.unsigned(0), Ok(0));
    assert_eq!(bits.unary(), Ok(7));
    assert_eq!(bits.unsigned(15), Ok(0x7f7f));
    assert_eq!(bits.unsigned(1), Err(OutOfBits));
}

#[test]
fn the_widest_numbers_fit() {
    let bytes = [0x80, 0, 0, 0, 0, 0x7f, 0xff, 0xff, 0xff, 0xc0];
    let mut bits = BitReader::new(&bytes);
    assert_eq!(bits.signed(33), Ok(-(1 << 32)));
    assert_eq!(bits.unsigned(7), Ok(0));
    assert_eq!(bits.signed(33), Ok((1 << 32) - 1));
}

#[test]
fn zeros_are_counted_over_any_number_of_bytes() {
    let bytes = [&[0; 1000][..], &[1]].concat();
    let mut bits = BitReader::new(&bytes);
    assert_eq!(bits.unsigned(3), Ok(0));
    assert_eq!(bits.unary(), Ok(8007 - 3));
    assert_eq!(bits.unary(), Err(OutOfBits));
}

#[test]
fn begun_bytes_count_as_used() {
    let mut bits = BitReader::new(&[0; 20]);
    for (count, used) in [(1, 1), (7, 1), (1, 2), (33, 6), (6, 6)] {
        bits.unsigned(count).unwrap();
        assert_eq!(bits.bytes_used(), used);
    }
}
