//! Checksums against the definition, bit by bit.

use super::*;

/// The remainder of `bytes` by the polynomial, one bit after the other.
fn remainder(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0, |crc, &byte| {
        (0..8).rev().fold(crc, |crc, bit| {
            let carry = crc >> 31 ^ u32::from(byte >> bit & 1);
            (crc << 1) ^ (carry * 0x04c1_1db7)
        })
    })
}

#[test]
fn it_is_the_remainder_by_the_polynomial_at_every_length() {
    let bytes: Vec<u8> = (0..100_u32).map(|n| (n * n * 7 + n) as u8).collect();
    for length in 0..bytes.len() {
        assert_eq!(crc32(0, &bytes[..length]), remainder(&bytes[..length]), "{length} bytes");
    }
}

#[test]
fn it_can_be_continued_anywhere() {
    let bytes: Vec<u8> = (0..80).collect();
    for at in 0..bytes.len() {
        let (before, behind) = bytes.split_at(at);
        assert_eq!(crc32(crc32(0, before), behind), remainder(&bytes), "parted at {at}");
    }
}
