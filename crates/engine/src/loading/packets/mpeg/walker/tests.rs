//! Streams put together from headers, with tags and damage between.

use super::*;
use crate::loading::memory::MemorySource;

/// 128 kbit/s at 44.1 kHz in stereo, without padding: 417 bytes; and mono at 32 kbit/s: 104 bytes.
const HEADER: [u8; 4] = [0xff, 0xfb, 0x90, 0x64];
const MONO: [u8; 4] = [0xff, 0xfb, 0x10, 0xc4];

fn frames(count: usize) -> Vec<u8> {
    [&HEADER[..], &[0; 413]].concat().repeat(count)
}

fn walker(bytes: &[u8]) -> Walker {
    let kind = FrameHeader::parse(&HEADER).unwrap().kind;
    let stream = Stream { kind, length: PacketLength::Constant, audio: 0..bytes.len() as u64 };
    let source = Arc::new(MemorySource::new(bytes));
    Walker::new(source, Arc::new(stream), ByteWindow::default())
}

/// The numbers of the packets that are found, and how many are lost at the end of each gap.
fn walked(parts: &[&[u8]]) -> (Vec<u64>, Vec<u64>) {
    let mut walker = walker(&parts.concat());
    let (mut found, mut lost) = (Vec::new(), Vec::new());
    loop {
        match walker.next(&mut u64::MAX.clone()).unwrap() {
            Step::Frame(frame) => found.push(frame.at.position / 1152),
            Step::Lost(until) => lost.push(until / 1152),
            Step::Interrupted => panic!("there is budget"),
            Step::End => return (found, lost),
        }
    }
}

fn numbers(ranges: &[Range<u64>]) -> Vec<u64> {
    ranges.iter().cloned().flatten().collect()
}

#[test]
fn one_frame_leads_to_the_next() {
    assert_eq!(walked(&[&frames(20)]), ((0..20).collect(), vec![]));
    assert_eq!(walked(&[&frames(2), &frames(1)[..416]]), (vec![0, 1], vec![]));
    assert_eq!(walked(&[]), (vec![], vec![]));
}

#[test]
fn tags_between_frames_take_no_time() {
    // Full of what looks like frames.
    let picture = frames(3);
    let size = [0, 0, (picture.len() >> 7) as u8, picture.len() as u8 & 0x7f];
    let id3v2 = [b"ID3\x04\0\0", &size[..], &picture].concat();
    let id3v1 = [&b"TAG"[..], &[b' '; 125]].concat();
    let parts: [&[u8]; 4] = [&frames(5), &id3v1, &id3v2, &frames(5)];
    assert_eq!(walked(&parts), ((0..10).collect(), vec![]));
}

#[test]
fn overwritten_frames_keep_their_place() {
    for lost in [1, 2, 7, 100] {
        let zeros = vec![0; 417 * lost as usize];
        let parts: [&[u8]; 3] = [&frames(5), &zeros, &frames(5)];
        assert_eq!(walked(&parts), (numbers(&[0..5, 5 + lost..10 + lost]), vec![5 + lost]));
    }
}

#[test]
fn rubbish_between_frames_takes_no_time() {
    let rubbish = [&[0; 50], &HEADER[..], &[0xff; 100]].concat();
    let parts: [&[u8]; 3] = [&frames(5), &rubbish, &frames(5)];
    assert_eq!(walked(&parts), ((0..10).collect(), vec![]));
}

#[test]
fn a_frame_that_lacks_bytes_is_lost_alone() {
    let parts: [&[u8]; 3] = [&frames(5), &frames(1)[..300], &frames(5)];
    assert_eq!(walked(&parts), (numbers(&[0..5, 6..11]), vec![6]));
}

#[test]
fn a_header_with_a_wrong_length_costs_its_frame() {
    let mut file = frames(10);
    // 320 kbit/s: 1044 bytes.
    file[5 * 417 + 2] = 0xe0;
    assert_eq!(walked(&[&file]), (numbers(&[0..5, 6..10]), vec![6]));
}

#[test]
fn frames_of_another_kind_are_lost() {
    let mono = [&MONO[..], &[0; 100]].concat().repeat(3);
    let parts: [&[u8]; 3] = [&frames(5), &mono, &frames(5)];
    // The last one is not followed by its like: only its length is known.
    let (found, lost) = walked(&parts);
    assert_eq!((found, lost), (numbers(&[0..5, 8..13]), vec![6, 7, 8]));
}

#[test]
fn a_search_stops_with_its_budget_and_goes_on() {
    let mut walker = walker(&[&frames(2)[..], &[0; 417_000], &frames(2)].concat());
    let mut calls = 0;
    let mut found = Vec::new();
    loop {
        let mut budget = 50_000;
        match walker.next(&mut budget).unwrap() {
            Step::Interrupted => calls += 1,
            Step::Frame(frame) => found.push(frame.at.position / 1152),
            Step::Lost(until) => assert_eq!(until, 1002 * 1152),
            Step::End => break,
        }
        assert!(calls < 100, "it goes on");
    }
    assert_eq!((calls, found), (8, vec![0, 1, 1002, 1003]));
}

#[test]
fn tags_without_end_are_left_when_the_budget_is() {
    let tags = b"ID3\x04\0\0\0\0\0\0".repeat(10_000);
    let mut walker = walker(&[&frames(2)[..], &tags, &frames(1)].concat());
    let mut budget = 3200;
    assert!(matches!(walker.next(&mut budget), Ok(Step::Frame(_))));
    assert!(matches!(walker.next(&mut budget), Ok(Step::Frame(_))));
    assert!(matches!(walker.next(&mut budget), Ok(Step::Interrupted)));
    assert_eq!(walker.cursor().offset, 2 * 417 + 100 * 10);
}
