//! Boxes of every size, honest or not.

use attacca_test_support::mp4::mp4_box;

use super::{BoxReader, MAX_BOXES, Mp4Box};
use crate::loading::{memory::MemorySource, window::ByteWindow};

/// The kinds of the boxes in `file`, or what is wrong with it.
fn kinds(file: &[u8]) -> Result<Vec<String>, String> {
    let source = MemorySource::new(file);
    let mut boxes = BoxReader::new(&source, ByteWindow::default());
    let children = boxes.children(&(0..file.len() as u64)).map_err(|error| error.to_string())?;
    Ok(children.iter().map(|child| child.kind.escape_ascii().to_string()).collect())
}

fn first(file: &[u8]) -> Option<Mp4Box> {
    let source = MemorySource::new(file);
    let mut boxes = BoxReader::new(&source, ByteWindow::default());
    boxes.first_in(&(0..file.len() as u64)).expect("it can be read")
}

#[test]
fn boxes_follow_each_other() {
    let file = [mp4_box("free", b"1234"), mp4_box("mdat", b""), mp4_box("moov", b"1")].concat();
    assert_eq!(kinds(&file).unwrap(), ["free", "mdat", "moov"]);
}

#[test]
fn a_size_may_be_long_or_missing() {
    let long = *b"\0\0\0\x01mdat\0\0\0\0\0\0\0\x12xx";
    assert_eq!(first(&long).unwrap().body, 16..18);
    assert_eq!(first(b"\0\0\0\0mdatxx").unwrap().body, 8..10);
}

#[test]
fn a_box_that_claims_to_be_longer_than_there_is_ends_with_the_file() {
    assert_eq!(first(b"\x7f\0\0\0mdatxx").unwrap().body, 8..10);
    let longest = *b"\0\0\0\x01mdat\xff\xff\xff\xff\xff\xff\xff\xffxx";
    assert_eq!(first(&longest).unwrap().body, 16..18);
}

#[test]
fn a_box_that_is_shorter_than_its_header_is_refused() {
    for file in [&b"\0\0\0\x07mdatxx"[..], b"\0\0\0\x01mdat\0\0\0\0\0\0\0\x0fxx"] {
        assert!(kinds(file).unwrap_err().contains("shorter"), "{file:?}");
    }
    // The long size itself is missing.
    assert!(kinds(b"\0\0\0\x01mdat").unwrap_err().contains("shorter"));
}

#[test]
fn bytes_too_few_for_a_box_are_none() {
    assert_eq!(kinds(b"\0\0\0\0").unwrap(), [""; 0]);
}

#[test]
fn a_file_of_empty_boxes_is_refused_before_all_are_read() {
    let file = mp4_box("free", b"").repeat(MAX_BOXES + 1);
    assert!(kinds(&file).unwrap_err().contains("too many boxes"));
}

#[test]
fn entries_that_are_not_there_are_missed() {
    let source = MemorySource::new([0, 1, 0, 2, 0]);
    let mut boxes = BoxReader::new(&source, ByteWindow::default());
    let mut found = Vec::new();
    let mut each = |entry: [u8; 2]| {
        found.push(u16::from_be_bytes(entry));
        Ok(())
    };
    boxes.entries(&(0..5), 2, &mut each).expect("two are there");
    let error = boxes.entries(&(0..5), 4_000_000_000, &mut each).unwrap_err().to_string();
    assert!(error.contains("cut off"), "{error}");
    assert_eq!(found, [1, 2, 1, 2]);
}
