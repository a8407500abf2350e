//! Gaps of whole frames, and others.

use super::*;
use crate::loading::packets::mpeg::header::FrameHeader;

/// 44.1 kHz in stereo: 417 or 418 bytes at 128 kbit/s.
fn lost(length: PacketLength, bit_rate: u32, byte_count: u64) -> u64 {
    let kind = FrameHeader::parse(&[0xff, 0xfb, 0x90, 0x64]).unwrap().kind;
    packets_in_gap(kind, length, bit_rate, byte_count)
}

#[test]
fn a_gap_of_whole_frames_has_lost_them() {
    for (byte_count, count) in
        [(417, 1), (418, 1), (836, 2), (4179, 10), (4180, 10), (41_796, 100), (417_000, 1000)]
    {
        assert_eq!(lost(PacketLength::Constant, 128_000, byte_count), count, "{byte_count} bytes");
    }
}

#[test]
fn a_gap_of_another_length_has_lost_none_where_all_are_alike() {
    for byte_count in [0, 1, 30, 500, 1000, 100_000] {
        assert_eq!(lost(PacketLength::Constant, 128_000, byte_count), 0, "{byte_count} bytes");
    }
    assert_eq!(lost(PacketLength::Constant, 0, 500), 0);
}

#[test]
fn a_gap_of_one_frame_of_any_rate_has_lost_it() {
    // 160 kbit/s, 320 kbit/s.
    assert_eq!(lost(PacketLength::Constant, 128_000, 522), 1);
    assert_eq!(lost(PacketLength::Constant, 128_000, 1044), 1);
}

#[test]
fn where_lengths_vary_the_mean_tells() {
    assert_eq!(lost(PacketLength::Varied(500), 128_000, 5_400), 11);
    assert_eq!(lost(PacketLength::Varied(500), 128_000, 100), 0);
    let adts = [0xff, 0xf1, 0x50, 0x80, 0x2e, 0x9f, 0xfc];
    let kind = FrameHeader::parse(&adts).unwrap().kind;
    assert_eq!(packets_in_gap(kind, PacketLength::Varied(370), 0, 400), 1);
}
