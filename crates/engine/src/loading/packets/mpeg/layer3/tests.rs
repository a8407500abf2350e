//! Headers as encoders write them, and what is none.

use super::*;

#[test]
fn a_header_tells_the_length_of_its_frame() {
    // From lame: 128 kbit/s at 44.1 kHz in joint stereo, without and with padding.
    let header = parse(&[0xff, 0xfb, 0x90, 0x64]).unwrap();
    let kind = Kind {
        coding: Coding::Layer3(Version::Mpeg1),
        rate: 44_100,
        channels: 2,
        packet_frames: 1152,
    };
    assert_eq!(header.kind, kind);
    assert_eq!((header.byte_count, header.main_data_bytes), (417, 417 - 36));
    assert_eq!(parse(&[0xff, 0xfb, 0x92, 0x64]).unwrap().byte_count, 418);
    // 64 kbit/s at 24 kHz: 192 bytes (72 × 64 000 / 24 000); mono, with a checksum.
    let header = parse(&[0xff, 0xf2, 0x84, 0xc4]).unwrap();
    assert_eq!((header.kind.rate, header.kind.channels, header.byte_count), (24_000, 1, 192));
    assert_eq!(header.main_data_bytes, 192 - 4 - 2 - 9);
    // 8 kbit/s at 8 kHz: 72 bytes.
    let header = parse(&[0xff, 0xe3, 0x18, 0xc4]).unwrap();
    assert_eq!((header.kind.rate, header.kind.packet_frames, header.byte_count), (8000, 576, 72));
}

#[test]
fn reserved_codes_and_other_layers_are_no_headers() {
    let none: [&[u8]; 9] = [
        &[0xff, 0xfb, 0x90],
        &[0xff, 0xeb, 0x90, 0x64],
        &[0xff, 0xfd, 0x90, 0x64],
        &[0xff, 0xff, 0x90, 0x64],
        &[0xff, 0xf9, 0x90, 0x64],
        &[0xff, 0xfb, 0xf0, 0x64],
        &[0xff, 0xfb, 0x9c, 0x64],
        &[0xff, 0xfb, 0x90, 0x66],
        &[0xff, 0xfb, 0x00, 0x64],
    ];
    for bytes in none {
        assert_eq!(parse(bytes), None, "{bytes:x?}");
    }
    assert!(is_free_format(&[0xff, 0xfb, 0x00, 0x64]));
    assert!(!is_free_format(&[0xff, 0xfb, 0x90, 0x64]));
}

#[test]
fn many_frames_take_the_bytes_of_their_rate() {
    let kind = parse(&[0xff, 0xfb, 0x90, 0x64]).unwrap().kind;
    // A second of 44 100 frames has 16 000 bytes: 49 × 1152 × 16 000 / 44 100.
    assert_eq!(bytes_of_frames(kind, 128_000, 49), 20_480);
    assert_eq!(bit_rates(Version::Mpeg2).max(), Some(160_000));
}
