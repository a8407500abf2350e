//! Tags as encoders write them.

use super::*;

/// A frame of 417 bytes (128 kbit/s, 44.1 kHz, stereo) with `tag` at `offset`.
fn parsed(offset: usize, tag: &[u8]) -> Option<InfoTag> {
    let mut frame = vec![0; 417];
    frame[..4].copy_from_slice(&[0xff, 0xfb, 0x90, 0x64]);
    frame[offset..offset + tag.len()].copy_from_slice(tag);
    InfoTag::parse(&FrameHeader::parse(&frame).unwrap(), &frame)
}

/// What lame 3.100 writes: 116 frames, 48 900 bytes, a table, a quality; 576 frames of delay and
/// 756 of padding.
fn lame(encoder: &[u8; 9]) -> Vec<u8> {
    let mut tag = b"Info\0\0\0\x0f\0\0\0\x74\0\0\xbf\x04".to_vec();
    tag.extend([0; 100]);
    tag.extend(b"\0\0\0\x39");
    tag.extend(encoder);
    tag.extend(b"\x01\xaa\0\0\0\0\x2c\x20\0\0\x14\x80\x24\x02\xf4");
    tag
}

#[test]
fn lame_tells_the_length_the_delay_and_the_padding() {
    let tag = InfoTag {
        packet_count: Some(116),
        byte_count: Some(48_900),
        // 116 × 1152 frames without these are the 132 300 that were encoded.
        trim: Some(Trim { start: 576 + 529, end: 756 - 529 }),
    };
    assert_eq!(parsed(36, &lame(b"LAME3.100")), Some(tag));
    assert_eq!(116 * 1152 - (576 + 529) - (756 - 529), 132_300);
    assert_eq!(parsed(38, &lame(b"LAME3.100")), Some(tag), "behind a checksum");
    assert_eq!(parsed(36, &lame(b"Lavc59.37")), Some(tag));
}

#[test]
fn only_encoders_that_write_a_delay_have_one() {
    let tag = parsed(36, &lame(b"GOGO\0\0\0\0\0")).unwrap();
    assert_eq!((tag.packet_count, tag.trim), (Some(116), None));
}

#[test]
fn fraunhofers_tag_tells_the_length() {
    let tag = parsed(36, b"VBRI\0\x01\x04\x91\0\x4b\0\0\xbf\x04\0\0\0\x74").unwrap();
    assert_eq!((tag.packet_count, tag.byte_count, tag.trim), (Some(116), Some(48_900), None));
}

#[test]
fn sound_and_cut_tags_say_nothing() {
    assert_eq!(parsed(36, b"Song"), None);
    let tag = parsed(413, b"Xing");
    assert_eq!(tag, None);
    let empty = parsed(36, b"Xing\0\0\0\0").unwrap();
    assert_eq!((empty.packet_count, empty.byte_count), (None, None));
}
