//! What precedes the audio, made by hand.

use super::*;
use crate::loading::{
    packets::ogg::hand_made::{FIRST, PageSpec, SERIAL, file},
    window::ByteWindow,
};

/// A header of Opus in stereo without delay.
const HEAD: &[u8] = b"OpusHead\x01\x02\0\0\x80\xbb\0\0\0\0\0";

fn read(pages: &[Vec<u8>]) -> Result<Headers, OpenError> {
    let source = file(pages);
    let end = source.byte_count();
    read_headers(&mut PageReader::new(source, ByteWindow::default(), end), 0)
}

fn first(serial: u32, packet: &[u8]) -> Vec<u8> {
    PageSpec::new(0, 0).serial(serial).flags(FIRST).page(&[packet])
}

#[test]
fn the_first_stream_that_is_played_is_taken() {
    let tags = PageSpec::new(1, 0).serial(5).page(&[b"OpusTags"]);
    let pages = [
        first(3, b"fishead\0"),
        first(4, b"\x80theora"),
        first(5, HEAD),
        first(6, HEAD),
        PageSpec::new(1, 0).serial(4).page(&[b"\x81theora"]),
        tags,
    ];
    let headers = read(&pages).expect("Opus is played");
    assert_eq!((headers.stream.serial, &*headers.serials), (5, &[3, 4, 5, 6][..]));
    assert_eq!(headers.stream.audio_start, pages.concat().len() as u64);
}

#[test]
fn streams_that_are_not_played_are_named() {
    for (packet, expected) in [
        (&b"\x7fFLAC\x01\0"[..], "FLAC in Ogg"),
        (b"Speex   1.2", "Speex"),
        (b"\x80theora", "Ogg with Theora video only"),
        (b"what is this", "Ogg without Vorbis or Opus"),
    ] {
        let name = read(&[first(1, packet)]).map(|_| ()).unwrap_err().to_string();
        assert!(name.starts_with(expected), "{name}");
    }
}

#[test]
fn long_comments_are_passed_over() {
    let mut pages = vec![first(SERIAL, HEAD)];
    let part = PageSpec::new(1, -1).laced(&[255; 255], &[b'x'; 65_025]);
    pages.extend(std::iter::repeat_n(part, 100));
    pages.push(PageSpec::new(101, 0).flags(1).page(&[b"end"]));
    let headers = read(&pages).expect("Opus is played");
    assert_eq!(headers.stream.audio_start, pages.concat().len() as u64);
}

#[test]
fn headers_that_end_early_are_broken() {
    let error = read(&[first(SERIAL, HEAD)]).map(|_| ()).unwrap_err().to_string();
    assert!(error.contains("ends in it"), "{error}");
    let error = read(&[PageSpec::new(0, 0).page(&[b"x"])]).map(|_| ()).unwrap_err().to_string();
    assert!(error.contains("no stream begins"), "{error}");
}
