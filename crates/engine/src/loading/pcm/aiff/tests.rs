//! Headers of AIFF files, usual and odd.

use super::*;
use crate::loading::{
    memory::MemorySource,
    pcm::{ByteOrder, SampleCoding},
};

const RATE_48000: [u8; 10] = [0x40, 0x0e, 0xbb, 0x80, 0, 0, 0, 0, 0, 0];

fn common(channel_count: u16, frame_count: u32, bits: u16) -> Vec<u8> {
    let numbers =
        [&channel_count.to_be_bytes()[..], &frame_count.to_be_bytes(), &bits.to_be_bytes()];
    chunk(b"COMM", &[numbers.concat(), RATE_48000.to_vec()].concat())
}

fn compressed(bits: u16, coding: &[u8; 4]) -> Vec<u8> {
    let plain = common(2, 5, bits);
    chunk(b"COMM", &[&plain[8..], coding, b"\x04name\0"].concat())
}

/// Samples behind `skipped` bytes.
fn samples(skipped: u32, byte_count: usize) -> Vec<u8> {
    let body = [&skipped.to_be_bytes()[..], &[0; 4], &vec![0; skipped as usize + byte_count]];
    chunk(b"SSND", &body.concat())
}

fn chunk(name: &[u8; 4], body: &[u8]) -> Vec<u8> {
    let size = body.len() as u32;
    let padding = vec![0; body.len() % 2];
    [&name[..], &size.to_be_bytes(), body, &padding].concat()
}

fn read(container: Container, chunks: &[Vec<u8>]) -> Result<PcmLayout, OpenError> {
    let body = chunks.concat();
    let size = (body.len() as u32 + 4).to_be_bytes();
    let kind = if container == Container::Aiff { b"AIFF" } else { b"AIFC" };
    let file = [b"FORM", &size, &kind[..], &body].concat();
    read_layout(container, &MemorySource::new(file), &mut ByteWindow::default(), 0)
}

#[test]
fn the_plain_header_is_read() {
    let layout = read(Container::Aiff, &[common(2, 10, 16), samples(0, 40)]).unwrap();
    assert_eq!((layout.rate.hz(), layout.channel_count, layout.bits), (48_000, 2, 16));
    assert_eq!((layout.coding, layout.byte_order), (SampleCoding::Signed16, ByteOrder::Big));
    assert_eq!((layout.data_start, layout.frame_count), (54, 10));
}

#[test]
fn chunks_come_in_any_order_and_odd_ones_are_padded() {
    let odd = chunk(b"NAME", b"odd");
    let layout = read(Container::Aiff, &[odd, samples(0, 41), common(2, 10, 16)]).unwrap();
    assert_eq!((layout.data_start, layout.frame_count), (40, 10));
}

#[test]
fn bytes_before_the_first_sample_are_skipped() {
    let layout = read(Container::Aiff, &[common(1, 10, 24), samples(7, 30)]).unwrap();
    assert_eq!((layout.data_start, layout.frame_count), (61, 10));
}

#[test]
fn every_coding_of_plain_samples_is_known() {
    use {ByteOrder::*, SampleCoding::*};
    let codings = [
        (b"NONE", 12, Signed16, Big, 12),
        (b"twos", 24, Signed24, Big, 24),
        (b"sowt", 16, Signed16, Little, 16),
        (b"sowt", 8, Signed8, Little, 8),
        (b"raw ", 8, Unsigned8, Big, 8),
        (b"in24", 16, Signed24, Big, 24),
        (b"42ni", 24, Signed24, Little, 24),
        (b"in32", 32, Signed32, Big, 32),
        (b"23ni", 32, Signed32, Little, 32),
        (b"fl32", 32, Float32, Big, 32),
        (b"FL64", 64, Float64, Big, 64),
    ];
    for (name, bits, coding, order, valid_bits) in codings {
        let layout = read(Container::AiffC, &[compressed(bits, name), samples(0, 80)]).unwrap();
        let read = (layout.coding, layout.byte_order, layout.bits);
        assert_eq!(read, (coding, order, valid_bits), "{}", name.escape_ascii());
    }
}

#[test]
fn a_coding_that_is_not_played_is_named() {
    let name = |coding| match read(Container::AiffC, &[compressed(16, coding), samples(0, 40)]) {
        Err(OpenError::UnsupportedFormat { format }) => format,
        other => panic!("{other:?}"),
    };
    assert_eq!(name(b"ima4"), "AIFF-C with IMA ADPCM");
    assert_eq!(name(b"\x1b\"x\xff"), "AIFF-C with the coding \"\\x1b\\\"x\\xff\"");
}

#[test]
fn a_rate_is_rounded_to_the_nearest_hertz_or_refused() {
    let rate = |number: [u8; 10]| {
        let mut common = common(1, 1, 16);
        common[16..26].copy_from_slice(&number);
        read(Container::Aiff, &[common, samples(0, 2)]).map(|layout| layout.rate.hz()).ok()
    };
    assert_eq!(rate([0x40, 0x0d, 0xac, 0x44, 0, 0, 0, 0, 0, 0]), Some(22_050));
    // 22254 6/11 Hz, of the first Macintosh.
    assert_eq!(rate([0x40, 0x0d, 0xad, 0xdd, 0x17, 0x45, 0xd1, 0x74, 0x5d, 0x17]), Some(22_255));
    assert_eq!(rate([0x3f, 0xff, 0x80, 0, 0, 0, 0, 0, 0, 0]), Some(1));
    assert_eq!(rate([0; 10]), None, "zero");
    assert_eq!(rate([0xc0, 0x0e, 0xbb, 0x80, 0, 0, 0, 0, 0, 0]), None, "negative");
    assert_eq!(rate([0x7f, 0xff, 0x80, 0, 0, 0, 0, 0, 0, 0]), None, "infinite");
    assert_eq!(rate([0x40, 0x1e, 0xff, 0xff, 0xff, 0xff, 0xff, 0, 0, 0]), None, "2³² Hz");
    assert_eq!(rate([0x40, 0x3e, 0x80, 0, 0, 0, 0, 0, 0, 0]), None, "2⁶³ Hz");
}

#[test]
fn a_file_without_sound_needs_no_chunk_of_samples() {
    assert_eq!(read(Container::Aiff, &[common(2, 0, 16)]).unwrap().frame_count, 0);
    let missing = read(Container::Aiff, &[common(2, 1, 16)]);
    assert!(matches!(missing, Err(OpenError::BrokenHeader { .. })), "{missing:?}");
}

#[test]
fn the_lesser_of_two_lengths_is_believed() {
    let frames = |claimed, bytes| {
        let layout = read(Container::Aiff, &[common(2, claimed, 16), samples(0, bytes)]);
        layout.unwrap().frame_count
    };
    assert_eq!(frames(9, 40), 9);
    assert_eq!(frames(u32::MAX, 40), 10);
}

#[test]
fn impossible_descriptions_are_refused() {
    let broken = |chunks: &[Vec<u8>]| {
        let layout = read(Container::Aiff, chunks);
        assert!(matches!(layout, Err(OpenError::BrokenHeader { .. })), "{layout:?}");
    };
    broken(&[common(0, 1, 16), samples(0, 2)]);
    broken(&[common(1, 1, 0), samples(0, 2)]);
    broken(&[common(1, 1, 33), samples(0, 2)]);
    broken(&[chunk(b"COMM", &[0, 1]), samples(0, 2)]);
    broken(&[samples(0, 2)]);
    broken(&vec![chunk(b"MIDI", b""); 10_000]);
    let many = read(Container::Aiff, &[common(9, 1, 16), samples(0, 18)]);
    assert!(matches!(many, Err(OpenError::UnsupportedFormat { .. })), "{many:?}");
}

/// The places of a `CHAN` chunk of these numbers.
fn places(numbers: &[u32]) -> Speakers {
    let body: Vec<u8> = numbers.iter().flat_map(|number| number.to_be_bytes()).collect();
    let chunks = [chunk(b"CHAN", &body), common(3, 1, 16), samples(0, 6)];
    read(Container::Aiff, &chunks).unwrap().speakers
}

#[test]
fn places_are_read_from_layouts_masks_and_descriptions() {
    let (left, right, centre) =
        (Speakers::FRONT_LEFT, Speakers::FRONT_RIGHT, Speakers::FRONT_CENTRE);
    assert_eq!(places(&[114 << 16 | 3, 0, 0]), Speakers::at([centre, left, right]));
    assert_eq!(places(&[1 << 16, 0b101, 0]), Speakers::at([left, centre]));
    let described = [0, 0, 2, 3, 0, 0, 0, 0, 1, 0, 0, 0, 0];
    assert_eq!(places(&described), Speakers::at([centre, left]));
    assert_eq!(places(&[147 << 16 | 3, 0, 0]), Speakers::NOWHERE, "discrete channels");
    assert_eq!(places(&[0, 0, u32::MAX]), Speakers::NOWHERE, "descriptions that are cut off");
    assert_eq!(places(&[]), Speakers::usual(3), "none are the usual ones");
}
