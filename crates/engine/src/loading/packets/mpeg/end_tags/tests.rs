//! Tags as the formats' documents lay them out.

use super::*;
use crate::loading::memory::MemorySource;

fn end_of(parts: &[&[u8]]) -> u64 {
    let source = MemorySource::new(parts.concat());
    audio_end(&source, &mut ByteWindow::default(), 0).unwrap()
}

fn id3v1() -> Vec<u8> {
    let mut tag = b"TAG".to_vec();
    tag.resize(128, b' ');
    tag
}

/// A tag of one item of 20 bytes with footer, and header if asked.
fn ape(has_header: bool) -> Vec<u8> {
    let mark = |is_header: bool| {
        let mut mark = b"APETAGEX".to_vec();
        mark.extend(2000_u32.to_le_bytes());
        mark.extend(52_u32.to_le_bytes());
        mark.extend(1_u32.to_le_bytes());
        let flags = u32::from(has_header) << 31 | u32::from(is_header) << 29;
        mark.extend(flags.to_le_bytes());
        mark.extend([0; 8]);
        mark
    };
    let header = if has_header { mark(true) } else { Vec::new() };
    [header, vec![0xff; 20], mark(false)].concat()
}

fn id3v2_with_footer() -> Vec<u8> {
    let rest = b"\x04\0\x10\0\0\x01\x02";
    [&b"ID3"[..], rest, &[0xff; 130], b"3DI", rest].concat()
}

fn lyrics() -> Vec<u8> {
    let content = b"LYRICSBEGININD0000200";
    [&content[..], format!("{:06}", content.len()).as_bytes(), b"LYRICS200"].concat()
}

#[test]
fn tags_of_all_kinds_are_behind_the_audio() {
    let audio = [0xff; 500];
    assert_eq!(end_of(&[&audio]), 500);
    let extended = [&b"TAG+"[..], &[b' '; 223], &id3v1()].concat();
    for tag in [id3v1(), extended, ape(true), ape(false), id3v2_with_footer(), lyrics()] {
        assert_eq!(end_of(&[&audio, &tag]), 500, "{:?}", String::from_utf8_lossy(&tag));
    }
    assert_eq!(end_of(&[&audio, &id3v2_with_footer(), &ape(true), &lyrics(), &id3v1()]), 500);
}

#[test]
fn a_tag_that_would_begin_before_the_audio_is_none() {
    let mut tag = ape(false);
    let at = tag.len() - 32 + 12;
    tag[at..at + 4].copy_from_slice(&100_000_u32.to_le_bytes());
    let end = end_of(&[&[0; 50], &tag]);
    assert_eq!(end, 50 + tag.len() as u64);
    assert_eq!(end_of(&[b"TA"]), 2);
}

#[test]
fn a_tag_before_audio_tells_its_length() {
    for tag in [id3v1(), ape(true), id3v2_with_footer()] {
        assert_eq!(tag_bytes(&tag), Some(tag.len() as u64));
    }
    assert_eq!(tag_bytes(b"ID3"), None);
    assert_eq!(tag_bytes(&[0xff; 32]), None);
}
