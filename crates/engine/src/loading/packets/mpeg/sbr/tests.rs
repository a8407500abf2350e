//! Blocks put together from bits, as the standard's tables order them.

use super::*;

/// Bits, padded to whole bytes with zeros.
fn block(parts: &[&str]) -> Vec<u8> {
    let mut bits: Vec<u8> = parts.concat().bytes().map(|bit| bit - b'0').collect();
    bits.resize(bits.len().next_multiple_of(8), 0);
    bits.chunks(8).map(|byte| byte.iter().fold(0, |value, bit| value << 1 | bit)).collect()
}

/// Something that stands for the channels: 61 bits.
const CHANNELS: &str = "0010000110010111000110101011110001101010111001011010010111001";

#[test]
fn a_fill_element_with_replicated_bands_at_the_end_is_found() {
    let ten_bytes = ["1101", &"0110".repeat(19)].concat();
    for channels in [CHANNELS, &CHANNELS[..57], &CHANNELS[..54]] {
        assert!(ends_with_band_replication(&block(&[channels, "1101010", &ten_bytes, "111"])));
    }
    // 100 bytes with a checksum: 15, and 86 more than 14.
    let hundred_bytes = ["1110", &"0110".repeat(199)].concat();
    let long = block(&[CHANNELS, "1101111", "01010110", &hundred_bytes, "111"]);
    assert!(ends_with_band_replication(&long));
}

#[test]
fn other_ends_are_none() {
    let ten_zeros = "0".repeat(80);
    assert!(!ends_with_band_replication(&block(&[CHANNELS, "111"])));
    assert!(!ends_with_band_replication(&block(&[CHANNELS, "1101010", &ten_zeros, "111"])));
    assert!(!ends_with_band_replication(&[]));
    assert!(!ends_with_band_replication(&[0xff; 3]));
}
