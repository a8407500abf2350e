//! Files put together from headers: what counts as sound, and how long it is.

use super::*;
use crate::loading::memory::MemorySource;

/// 128 kbit/s at 44.1 kHz in stereo, without padding: 417 bytes.
const HEADER: [u8; 4] = [0xff, 0xfb, 0x90, 0x64];

fn opened(format: PacketFormat, bytes: Vec<u8>) -> Result<PacketFile, OpenError> {
    let source = Arc::new(MemorySource::new(bytes));
    open(format, source, ByteWindow::default(), 0, Arc::default())
}

fn mp3(parts: &[&[u8]]) -> PacketFile {
    opened(PacketFormat::Mp3, parts.concat()).unwrap()
}

/// Frames of silence, as many.
fn frames(count: usize) -> Vec<u8> {
    [&HEADER[..], &[0; 413]].concat().repeat(count)
}

/// A frame with a tag: as many frames behind it, the bytes of them all, a delay and a padding.
fn info(packet_count: u32, byte_count: u32) -> Vec<u8> {
    let mut frame = frames(1);
    frame[36..44].copy_from_slice(b"Info\0\0\0\x03");
    frame[44..48].copy_from_slice(&packet_count.to_be_bytes());
    frame[48..52].copy_from_slice(&byte_count.to_be_bytes());
    frame[52..56].copy_from_slice(b"LAME");
    frame[73..76].copy_from_slice(&[0x24, 0x04, 0x80]);
    frame
}

#[test]
fn without_a_tag_all_frames_are_counted() {
    let file = mp3(&[&frames(10)]);
    assert_eq!((file.track().frame_count, file.track().delay), (11_520, 0));
    assert_eq!(file.track().rate, SampleRate::HZ_44100);
    assert_eq!(mp3(&[&frames(10), &frames(1)[..400]]).track().frame_count, 11_520);
    assert_eq!(mp3(&[&frames(1)]).track().frame_count, 1152);
}

#[test]
fn the_tags_delay_and_padding_are_trimmed() {
    let file = mp3(&[&info(10, 11 * 417), &frames(10)]);
    assert_eq!(file.track().delay, 0x240 + 529);
    assert_eq!(file.track().frame_count, 11_520 - (0x240 + 529) - (0x480 - 529));
}

#[test]
fn a_file_cut_short_has_the_length_that_it_should_have() {
    let file = mp3(&[&info(10, 11 * 417), &frames(6)]);
    assert_eq!(file.track().delay + file.track().frame_count, 11_520 - (0x480 - 529));
}

#[test]
fn what_is_glued_behind_counts() {
    let second = [info(10, 11 * 417), frames(10)].concat();
    let tag = [&b"ID3\x04\0\0\0\0\0\x04"[..], &[0; 4]].concat();
    let file = mp3(&[&info(10, 11 * 417), &frames(10), &tag, &second]);
    assert_eq!(file.track().delay + file.track().frame_count, 21 * 1152);
}

#[test]
fn a_tag_that_counts_more_frames_than_fit_is_not_believed() {
    let file = mp3(&[&info(u32::MAX, 11 * 417), &frames(10)]);
    assert_eq!(file.track().delay + file.track().frame_count, 11_520);
}

#[test]
fn false_headers_before_the_first_frame_are_none() {
    let rubbish = [&HEADER[..], &[0xff; 500], &HEADER, &[0; 413], &HEADER, &[0; 20]].concat();
    assert_eq!(mp3(&[&rubbish, &frames(10)]).track().frame_count, 11_520);
}

#[test]
fn what_has_no_frames_is_refused() {
    let refusal = |bytes: &[u8]| opened(PacketFormat::Mp3, bytes.into()).unwrap_err().to_string();
    assert!(refusal(&[]).starts_with("broken MP3 header: there are no frames"));
    assert!(refusal(&[0; 700_000]).starts_with("broken MP3 header: there are no frames"));
    assert!(refusal(&HEADER).starts_with("broken MP3 header: there are no frames"));
    let free = [0xff, 0xfb, 0x00, 0x64];
    assert!(refusal(&free).starts_with("MP3 of free format is not supported"));
}

#[test]
fn aac_is_counted_frame_by_frame() {
    // AAC-LC at 44.1 kHz in stereo, 32 bytes with the header.
    let frame = [&[0xff, 0xf1, 0x50, 0x80, 0x04, 0x1f, 0xfc][..], &[0x20; 25]].concat();
    let file = opened(PacketFormat::Adts, frame.repeat(50)).unwrap();
    let track = file.track();
    assert_eq!((track.frame_count, track.delay), (50 * 1024, 0));
    assert_eq!(track.restart_frames, Some(32 * 1024));
}

#[test]
fn he_aac_is_refused_by_name() {
    // The block ends with a fill element of 10 bytes that replicates bands, and the end.
    let mut block = vec![0x20, 0x15, 0b1101_0101, 0b1010_0000];
    block.extend([0; 8]);
    block.extend([0b0000_0001, 0b1100_0000]);
    let length = 7 + block.len() as u8;
    let header = [0xff, 0xf1, 0x5c, 0x80, length >> 3, length << 5 | 0x1f, 0xfc];
    let file = [&header[..], &block].concat().repeat(20);
    let error = opened(PacketFormat::Adts, file).unwrap_err();
    assert!(error.to_string().starts_with("HE-AAC is not supported"), "{error}");
}
