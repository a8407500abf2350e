//! Headers as encoders write them, and what is refused.

use super::*;

/// From ffmpeg: AAC-LC at 44.1 kHz in stereo, a frame of 0x174 bytes.
const FFMPEG: [u8; 7] = [0xff, 0xf1, 0x50, 0x80, 0x2e, 0x9f, 0xfc];

fn refusal(header: &[u8]) -> String {
    check(parse(header).unwrap().kind).unwrap_err().to_string()
}

#[test]
fn a_header_tells_the_length_of_its_frame() {
    let header = parse(&FFMPEG).unwrap();
    let kind = Kind {
        coding: Coding::Adts(ObjectType::LowComplexity),
        rate: 44_100,
        channels: 2,
        packet_frames: 1024,
    };
    assert_eq!(header.kind, kind);
    assert_eq!((header.byte_count, header.skipped_bytes), (0x174, 7));
    assert!(check(kind).is_ok());
    let with_checksum = [0xff, 0xf8, 0x4c, 0x40, 0x2e, 0x9f, 0xfc];
    let header = parse(&with_checksum).unwrap();
    assert_eq!((header.kind.rate, header.kind.channels, header.skipped_bytes), (48_000, 1, 9));
}

#[test]
fn reserved_rates_and_impossible_lengths_are_no_headers() {
    assert_eq!(parse(&FFMPEG[..6]), None);
    assert_eq!(parse(&[0xff, 0xf1, 0x74, 0x80, 0x2e, 0x9f, 0xfc]), None);
    assert_eq!(parse(&[0xff, 0xf1, 0x50, 0x80, 0x00, 0xff, 0xfc]), None);
    assert_eq!(parse(&[0xff, 0xf3, 0x50, 0x80, 0x2e, 0x9f, 0xfc]), None);
}

#[test]
fn what_is_not_played_is_named() {
    let with = |at: usize, byte: u8| {
        let mut header = FFMPEG;
        header[at] = byte;
        header
    };
    assert!(refusal(&with(2, 0x10)).starts_with("AAC Main is not"));
    assert!(refusal(&with(2, 0x90)).starts_with("AAC SSR is not"));
    assert!(refusal(&with(2, 0xd0)).starts_with("AAC LTP is not"));
    assert!(refusal(&with(3, 0x00)).starts_with("AAC with channels of its own order is not"));
    assert!(refusal(&[0xff, 0xf1, 0x51, 0x80, 0x2e, 0x9f, 0xfc]).starts_with("AAC of 6 channels"));
    assert!(refusal(&with(6, 0xfd)).starts_with("AAC with several blocks in a frame is not"));
}
