//! Pages made by hand, whole and damaged.

use super::*;
use crate::loading::packets::ogg::hand_made::{CONTINUED, FIRST, LAST, PageSpec, SERIAL, file};

fn reader(pages: &[Vec<u8>]) -> PageReader {
    let source = file(pages);
    let end = source.byte_count();
    PageReader::new(source, ByteWindow::default(), end)
}

fn found(reader: &mut PageReader, offset: u64) -> Option<Page> {
    let mut budget = u64::MAX;
    match reader.find(offset, &mut budget).expect("memory can be read") {
        Found::Page(page) => Some(*page),
        Found::End => None,
        Found::Interrupted(at) => panic!("interrupted at {at}"),
    }
}

#[test]
fn a_page_says_what_is_in_its_header() {
    let bytes = PageSpec::new(7, 123_456).flags(CONTINUED | LAST).page(&[&[1; 3], &[2; 255]]);
    let mut reader = reader(std::slice::from_ref(&bytes));
    let page = found(&mut reader, 0).expect("it is whole");
    assert_eq!((page.serial, page.sequence, page.granule), (SERIAL, 7, Some(123_456)));
    assert!(page.is_continued && page.is_last && !page.is_first);
    assert_eq!(page.stretches().collect::<Vec<_>>(), [(3, true), (255, true)]);
    assert_eq!(page.end(), bytes.len() as u64);
    assert_eq!(reader.payload(&page).expect("memory can be read").len(), 258);
}

#[test]
fn a_last_lacing_value_of_255_says_that_the_packet_goes_on() {
    let page = PageSpec::new(0, -1).flags(FIRST).laced(&[10, 255, 255], &[0; 520]);
    let page = found(&mut reader(&[page]), 0).expect("it is whole");
    assert_eq!(page.stretches().collect::<Vec<_>>(), [(10, true), (510, false)]);
    assert_eq!(page.granule, None);
}

#[test]
fn a_page_with_a_wrong_bit_anywhere_is_left_out() {
    let good = PageSpec::new(1, 20).page(&[b"second"]);
    let bad = PageSpec::new(0, 10).page(&[b"first"]);
    for bit in 0..bad.len() * 8 {
        let mut bad = bad.clone();
        bad[bit / 8] ^= 1 << (bit % 8);
        let page = found(&mut reader(&[bad, good.clone()]), 0).expect("the second is whole");
        assert_eq!(page.sequence, 1, "bit {bit}");
    }
}

#[test]
fn pages_are_found_behind_what_is_none() {
    let page = PageSpec::new(3, 30).page(&[b"packet"]);
    for length in [1, 3, 26, 40_000, 100_000] {
        let junk = b"OggOggS\0 ".repeat(length / 9 + 1)[..length].to_vec();
        let page = found(&mut reader(&[junk, page.clone()]), 0).expect("it is whole");
        assert_eq!((page.sequence, page.offset), (3, length as u64));
    }
}

#[test]
fn a_page_that_the_file_does_not_hold_is_none() {
    let page = PageSpec::new(3, 30).page(&[b"packet"]);
    for length in 0..page.len() {
        assert!(found(&mut reader(&[page[..length].to_vec()]), 0).is_none(), "{length} bytes");
    }
}

#[test]
fn a_search_stops_where_its_bytes_are_used_up_and_goes_on_there() {
    // Each claims a page of the longest, of which all bytes must be looked at.
    let mut claim = PageSpec::new(0, 0).laced(&[255; 255], &[]);
    claim[22] ^= 1;
    let page = PageSpec::new(9, 0).page(&[b"packet"]);
    let mut reader = reader(&[claim.repeat(400), page]);
    let (mut offset, mut calls) = (0, 0);
    let page = loop {
        let mut budget = 200_000;
        calls += 1;
        match reader.find(offset, &mut budget).expect("memory can be read") {
            Found::Page(page) => break page,
            Found::Interrupted(reached) => offset = reached,
            Found::End => panic!("the page is there"),
        }
    };
    assert_eq!(page.sequence, 9);
    assert!(calls > 20, "{calls} calls");
}
