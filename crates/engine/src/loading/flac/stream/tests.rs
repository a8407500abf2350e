//! What frame headers mean for a stream.

use super::*;
use crate::loading::flac::{header::ChannelCoding, metadata::StreamInfo};
use attacca_units::SampleRate;

fn metadata() -> Metadata {
    let info = StreamInfo {
        max_block_frames: 17,
        rate: SampleRate::HZ_48000,
        channel_count: 2,
        bits: 24,
        frame_count: Some(100_000),
    };
    Metadata { info, seek_points: Box::default(), audio_start: 42 }
}

fn header(number: u64) -> FrameHeader {
    FrameHeader {
        is_variable: false,
        block_frames: 4096,
        rate: None,
        channels: ChannelCoding::MidSide,
        bits: Some(24),
        number,
        byte_count: 7,
    }
}

#[test]
fn the_first_frame_tells_the_block_length() {
    let stream = Stream::new(metadata(), Some(header(0)));
    assert_eq!(stream.blocking, Blocking::Fixed(4096));
    assert_eq!(stream.position(&header(3)), Some(12_288));
}

#[test]
fn variable_blocks_are_numbered_by_frame() {
    let variable = |number| FrameHeader { is_variable: true, ..header(number) };
    let stream = Stream::new(metadata(), Some(variable(0)));
    assert_eq!(stream.position(&variable(777)), Some(777));
    assert_eq!(stream.position(&header(3)), None, "a frame of the other numbering");
}

#[test]
fn positions_begin_with_the_first_frame_of_a_cut_out_stream() {
    let stream = Stream::new(metadata(), Some(header(1000))).beginning_with(&header(1000));
    assert_eq!(stream.position(&header(1000)), Some(0));
    assert_eq!(stream.position(&header(1001)), Some(4096));
    assert_eq!(stream.position(&header(999)), None);
}

#[test]
fn frames_outside_the_length_or_longer_than_all_others_are_none() {
    let stream = Stream::new(metadata(), Some(header(0)));
    assert_eq!(stream.position(&header(24)), Some(98_304));
    assert_eq!(stream.position(&header(25)), None);
    assert_eq!(stream.position(&header((1 << 36) - 1)), None);
    let long = FrameHeader { block_frames: 4097, ..header(3) };
    assert_eq!(stream.position(&long), None);
}

#[test]
fn a_frame_fits_when_all_that_it_names_is_the_streams() {
    let stream = Stream::new(metadata(), Some(header(0)));
    assert!(stream.fits(&header(0)));
    assert!(stream.fits(&FrameHeader { bits: None, rate: Some(48_000), ..header(0) }));
    assert!(!stream.fits(&FrameHeader { bits: Some(16), ..header(0) }));
    assert!(!stream.fits(&FrameHeader { rate: Some(44_100), ..header(0) }));
    let mono = ChannelCoding::Independent(1);
    assert!(!stream.fits(&FrameHeader { channels: mono, ..header(0) }));
}
