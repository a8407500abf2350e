//! Kinds of files, also behind tags.

use super::*;
use crate::loading::memory::MemorySource;

fn identified(bytes: &[u8]) -> Result<FileKind, OpenError> {
    identify(&MemorySource::new(bytes), &mut ByteWindow::default())
}

/// An ID3v2 tag with this many bytes behind its ten.
fn tag(byte_count: usize) -> Vec<u8> {
    let size = [byte_count >> 21, byte_count >> 14, byte_count >> 7, byte_count];
    let mut tag = b"ID3\x04\0\0".to_vec();
    tag.extend(size.map(|part| part as u8 & 0x7f));
    tag.extend(vec![0xff; byte_count]);
    tag
}

#[test]
fn flac_is_found_behind_tags() {
    assert_eq!(identified(b"fLaC").unwrap(), FileKind::Flac(0));
    let tagged = [tag(200_000), b"fLaC".to_vec()].concat();
    assert_eq!(identified(&tagged).unwrap(), FileKind::Flac(200_010));
    let twice = [tag(1), tag(127), b"fLaC".to_vec()].concat();
    assert_eq!(identified(&twice).unwrap(), FileKind::Flac(11 + 137));
}

#[test]
fn what_follows_a_tag_and_is_not_known_counts_as_mp3() {
    let kind = identified(&[tag(30), vec![0; 40]].concat()).unwrap();
    assert_eq!(kind, FileKind::Packets(PacketFormat::Mp3, 40));
}

#[test]
fn tags_without_end_are_given_up() {
    let tags = tag(0).repeat(1000);
    assert!(matches!(identified(&tags), Err(OpenError::NotAudio { .. })));
}

#[test]
fn a_tag_longer_than_the_file_does_no_harm() {
    let kind = identified(&tag(500)[..100]).unwrap();
    assert_eq!(kind, FileKind::Packets(PacketFormat::Mp3, 510));
}
