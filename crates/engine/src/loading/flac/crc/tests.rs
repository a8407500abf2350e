//! The checksums of FLAC frames.

use super::*;

/// The checksums of these nine digits are in every catalogue of checksums (CRC-8/SMBUS,
/// CRC-16/UMTS).
const DIGITS: &[u8] = b"123456789";

#[test]
fn the_catalogued_checksums_come_out() {
    assert_eq!(crc8(DIGITS), 0xf4);
    assert_eq!(crc16(0, DIGITS), 0xfee8);
}

#[test]
fn blocks_of_sixteen_give_what_single_bytes_give() {
    let bytes: Vec<u8> = (0..100u32).map(|at| (at * at) as u8).collect();
    for length in 0..bytes.len() {
        let byte_by_byte = bytes[..length].iter().fold(0, |crc, byte| crc16(crc, &[*byte]));
        assert_eq!(crc16(0, &bytes[..length]), byte_by_byte, "{length} bytes");
    }
}

#[test]
fn a_frame_with_its_checksum_gives_zero() {
    let crc = crc16(0, DIGITS).to_be_bytes();
    assert_eq!(crc16(0, &[DIGITS, &crc].concat()), 0);
}
