//! Headers of FLAC frames, whole and broken.

use super::*;
use crate::loading::flac::RFC_FRAME;

fn with_checksum(bytes: &[u8]) -> Vec<u8> {
    [bytes, &[crc8(bytes)]].concat()
}

#[test]
fn the_header_of_the_standards_example_is_read() {
    // RFC 9639, appendix D.1.3.
    let header = FrameHeader::parse(&RFC_FRAME).unwrap();
    assert_eq!(
        header,
        FrameHeader {
            is_variable: false,
            block_frames: 1,
            rate: Some(44_100),
            channels: ChannelCoding::Independent(2),
            bits: Some(16),
            number: 0,
            byte_count: 7,
        }
    );
}

#[test]
fn a_header_with_any_bit_flipped_is_none() {
    for bit in 0..7 * 8 {
        let mut flipped = RFC_FRAME;
        flipped[bit / 8] ^= 0x80 >> (bit % 8);
        assert_eq!(FrameHeader::parse(&flipped), None, "bit {bit}");
    }
}

#[test]
fn a_header_that_is_cut_off_is_none() {
    for length in 0..7 {
        assert_eq!(FrameHeader::parse(&RFC_FRAME[..length]), None, "{length} bytes");
    }
}

#[test]
fn numbers_of_every_length_are_read() {
    // The first and last number of each length.
    let coded: [(&[u8], u64); 14] = [
        (&[0x00], 0),
        (&[0x7f], 0x7f),
        (&[0xc2, 0x80], 0x80),
        (&[0xdf, 0xbf], 0x7ff),
        (&[0xe0, 0xa0, 0x80], 0x800),
        (&[0xef, 0xbf, 0xbf], 0xffff),
        (&[0xf0, 0x90, 0x80, 0x80], 0x1_0000),
        (&[0xf7, 0xbf, 0xbf, 0xbf], 0x1f_ffff),
        (&[0xf8, 0x88, 0x80, 0x80, 0x80], 0x20_0000),
        (&[0xfb, 0xbf, 0xbf, 0xbf, 0xbf], 0x3ff_ffff),
        (&[0xfc, 0x84, 0x80, 0x80, 0x80, 0x80], 0x400_0000),
        (&[0xfd, 0xbf, 0xbf, 0xbf, 0xbf, 0xbf], 0x7fff_ffff),
        (&[0xfe, 0x82, 0x80, 0x80, 0x80, 0x80, 0x80], 0x8000_0000),
        (&[0xfe, 0xbf, 0xbf, 0xbf, 0xbf, 0xbf, 0xbf], 0xf_ffff_ffff),
    ];
    for (bytes, number) in coded {
        let header = with_checksum(&[&[0xff, 0xf9, 0xc9, 0x18], bytes].concat());
        assert_eq!(FrameHeader::parse(&header).map(|h| h.number), Some(number), "{bytes:x?}");
    }
    for bytes in [&[0x80][..], &[0xbf], &[0xff], &[0xc2, 0x00], &[0xe0, 0xa0, 0xff]] {
        let header = with_checksum(&[&[0xff, 0xf9, 0xc9, 0x18], bytes].concat());
        assert_eq!(FrameHeader::parse(&header), None, "{bytes:x?}");
    }
}

#[test]
fn sizes_and_rates_are_those_of_the_standards_tables() {
    // RFC 9639, tables 14 and 15; None is reserved or left to the stream.
    let frames = [
        None,
        Some(192),
        Some(576),
        Some(1152),
        Some(2304),
        Some(4608),
        Some(1),
        Some(1),
        Some(256),
        Some(512),
        Some(1024),
        Some(2048),
        Some(4096),
        Some(8192),
        Some(16_384),
        Some(32_768),
    ];
    for (code, frames) in frames.into_iter().enumerate() {
        let further: &[u8] =
            [&[][..], &[0], &[0, 0]][code.saturating_sub(5) * usize::from(code < 8)];
        let bytes = [&[0xff, 0xf8, (code as u8) << 4 | 0x09, 0x18, 0], further].concat();
        let header = FrameHeader::parse(&with_checksum(&bytes));
        assert_eq!(header.map(|header| header.block_frames), frames, "code {code}");
    }
    let rates = [
        (0, &[][..], None),
        (1, &[], Some(88_200)),
        (2, &[], Some(176_400)),
        (3, &[], Some(192_000)),
        (4, &[], Some(8000)),
        (5, &[], Some(16_000)),
        (6, &[], Some(22_050)),
        (7, &[], Some(24_000)),
        (8, &[], Some(32_000)),
        (9, &[], Some(44_100)),
        (10, &[], Some(48_000)),
        (11, &[], Some(96_000)),
        (12, &[48], Some(48_000)),
        (13, &[0xbb, 0x80], Some(48_000)),
        (14, &[0x12, 0xc0], Some(48_000)),
    ];
    for (code, further, rate) in rates {
        let bytes = [&[0xff, 0xf8, 0xc0 | code, 0x18, 0], further].concat();
        let header = FrameHeader::parse(&with_checksum(&bytes)).unwrap();
        assert_eq!(header.rate, rate, "code {code}");
    }
    assert_eq!(FrameHeader::parse(&with_checksum(&[0xff, 0xf8, 0xcf, 0x18, 0])), None);
}

#[test]
fn a_block_of_65536_frames_is_none() {
    let header = with_checksum(&[0xff, 0xf8, 0x79, 0x18, 0, 0xff, 0xff]);
    assert_eq!(FrameHeader::parse(&header), None);
    let header = with_checksum(&[0xff, 0xf8, 0x79, 0x18, 0, 0xff, 0xfe]);
    assert_eq!(FrameHeader::parse(&header).map(|header| header.block_frames), Some(65_535));
}
