//! What precedes the audio of FLAC files, whole and broken.

use super::*;
use crate::loading::memory::MemorySource;

/// RFC 9639, appendix D.1: one frame of two channels, 16 bits, 44.1 kHz.
const STREAM_INFO_BYTES: [u8; 34] = [
    0x10, 0x00, 0x10, 0x00, 0x00, 0x00, 0x0f, 0x00, 0x00, 0x0f, 0x0a, 0xc4, 0x42, 0xf0, 0x00, 0x00,
    0x00, 0x01, 0x3e, 0x84, 0xb4, 0x18, 0x07, 0xdc, 0x69, 0x03, 0x07, 0x58, 0x6a, 0x3d, 0xad, 0x1a,
    0x2e, 0x0f,
];

fn block(kind: u8, bytes: &[u8]) -> Vec<u8> {
    let header = u32::from(kind) << 24 | bytes.len() as u32;
    [&header.to_be_bytes(), bytes].concat()
}

fn read(blocks: &[Vec<u8>]) -> Result<Metadata, OpenError> {
    let source = MemorySource::new([b"fLaC".to_vec(), blocks.concat()].concat());
    read_metadata(&source, &mut ByteWindow::default(), 0)
}

fn seek_point(position: u64, offset: u64) -> Vec<u8> {
    [&position.to_be_bytes()[..], &offset.to_be_bytes(), &[0x10, 0]].concat()
}

#[test]
fn the_header_of_the_standards_example_is_read() {
    let metadata = read(&[block(0x80, &STREAM_INFO_BYTES)]).unwrap();
    assert_eq!(
        metadata.info,
        StreamInfo {
            max_block_frames: 4096,
            rate: SampleRate::HZ_44100,
            channel_count: 2,
            bits: 16,
            frame_count: Some(1),
        }
    );
    assert_eq!(metadata.audio_start, 42);
}

#[test]
fn the_longest_length_and_no_length_are_read() {
    let mut info = STREAM_INFO_BYTES;
    info[13] |= 0x0f;
    info[14..18].fill(0xff);
    let metadata = read(&[block(0x80, &info)]).unwrap();
    assert_eq!(metadata.info.frame_count, Some((1 << 36) - 1));
    info[13] &= 0xf0;
    info[14..18].fill(0);
    let metadata = read(&[block(0x80, &info)]).unwrap();
    assert_eq!(metadata.info.frame_count, None);
}

#[test]
fn headers_without_rate_or_with_too_few_bits_are_broken() {
    let mut info = STREAM_INFO_BYTES;
    info[10..13].copy_from_slice(&[0, 0, 0x02]);
    assert!(matches!(read(&[block(0x80, &info)]), Err(OpenError::BrokenHeader { .. })));
    let mut info = STREAM_INFO_BYTES;
    info[12..14].copy_from_slice(&[0x42, 0x20]);
    assert!(matches!(read(&[block(0x80, &info)]), Err(OpenError::BrokenHeader { .. })));
}

#[test]
fn files_that_end_in_their_metadata_are_broken() {
    let whole = [b"fLaC".to_vec(), block(0, &STREAM_INFO_BYTES), block(0x81, &[0; 9])].concat();
    let read = |length: usize| {
        let source = MemorySource::new(&whole[..length]);
        read_metadata(&source, &mut ByteWindow::default(), 0)
    };
    for length in 4..4 + 38 + 4 {
        assert!(matches!(read(length), Err(OpenError::BrokenHeader { .. })), "{length} bytes");
    }
    assert!(read(whole.len()).is_ok());
    let headless = [block(0x81, &[0; 9])];
    assert!(matches!(super::tests::read(&headless), Err(OpenError::BrokenHeader { .. })));
}

#[test]
fn seek_points_that_make_no_sense_are_dropped() {
    let points = [
        seek_point(0, 0),
        seek_point(4096, 9000),
        // Backwards in the file, backwards in time, a placeholder, an overflow.
        seek_point(8192, 8000),
        seek_point(2048, 10_000),
        seek_point(u64::MAX, 0),
        seek_point(9000, u64::MAX),
        seek_point(12_288, 20_000),
        vec![1, 2, 3],
    ];
    let metadata = read(&[block(0, &STREAM_INFO_BYTES), block(0x83, &points.concat())]).unwrap();
    let kept: Vec<_> = metadata.seek_points.iter().map(|p| (p.position, p.offset)).collect();
    assert_eq!(kept, [(0, 0), (4096, 9000), (12_288, 20_000)]);
}

#[test]
fn huge_seek_tables_are_kept_in_part() {
    let points: Vec<u8> = (0..100_000).flat_map(|n| seek_point(n * 10, n * 100)).collect();
    let metadata = read(&[block(0, &STREAM_INFO_BYTES), block(0x83, &points)]).unwrap();
    assert_eq!(metadata.seek_points.len(), MAX_SEEK_POINTS);
}
