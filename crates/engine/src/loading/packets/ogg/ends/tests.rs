//! Beginnings and ends of streams made by hand.

use super::*;
use crate::loading::{
    index::IndexSlot,
    packets::{
        Track,
        ogg::{
            hand_made::{FIRST, LAST, OPUS_20_MS, PageSpec, SERIAL, file, vorbis_stream},
            open,
        },
    },
};

/// The headers of an Opus stream with a delay of 312.
fn headers(serial: u32) -> Vec<Vec<u8>> {
    let head = b"OpusHead\x01\x02\x38\x01\x80\xbb\0\0\0\0\0";
    let page = |sequence| PageSpec::new(sequence, 0).serial(serial);
    vec![page(0).flags(FIRST).page(&[head]), page(1).page(&[b"OpusTags"])]
}

/// Pages of 960 frames, whose positions begin behind `base`; the last is marked and says `last`.
fn audio(serial: u32, count: u32, base: i64, last: i64) -> Vec<Vec<u8>> {
    let page = |number: u32| {
        let granule = base + 960 * i64::from(number + 1);
        let spec = PageSpec::new(number + 2, granule).serial(serial);
        let spec =
            if number + 1 == count { PageSpec { granule: last, ..spec.flags(LAST) } } else { spec };
        spec.page(&[&[OPUS_20_MS; 300]])
    };
    (0..count).map(page).collect()
}

fn track(pages: &[Vec<u8>]) -> Track {
    let slot = Arc::new(IndexSlot::default());
    let file = open(file(pages), ByteWindow::default(), 0, slot).expect("it is played");
    file.track().clone()
}

#[test]
fn the_last_page_tells_the_length() {
    for (count, last, expected) in [(100, 95_500, 95_188), (1, 700, 388), (1000, 960_000, 959_688)]
    {
        let track = track(&[headers(SERIAL), audio(SERIAL, count, 0, last)].concat());
        assert_eq!((track.delay, track.frame_count), (312, expected), "{count} pages");
    }
}

#[test]
fn a_stream_cut_from_a_longer_one_begins_where_it_was_cut() {
    let track = track(&[headers(SERIAL), audio(SERIAL, 50, 1 << 40, (1 << 40) + 47_500)].concat());
    assert_eq!(track.frame_count, 47_500 - 312);
}

#[test]
fn a_file_that_is_cut_off_ends_with_its_last_whole_page() {
    let mut pages = [headers(SERIAL), audio(SERIAL, 50, 0, 48_000)].concat();
    pages.last_mut().expect("there are some").truncate(200);
    assert_eq!(track(&pages).frame_count, 49 * 960 - 312);
    pages.push(vec![0; 1 << 20]);
    assert_eq!(track(&pages).frame_count, 49 * 960 - 312, "zeros behind it");
}

#[test]
fn of_files_put_together_the_first_counts() {
    for (first, second) in [(500, 500), (10, 1000), (1000, 1), (30, 30)] {
        let one = [headers(SERIAL), audio(SERIAL, first, 0, 960 * i64::from(first) - 100)].concat();
        let two = [headers(9), audio(9, second, 0, 960 * i64::from(second))].concat();
        let expected = 960 * u64::from(first) - 100 - 312;
        assert_eq!(track(&[one, two].concat()).frame_count, expected, "{first} and {second} pages");
    }
}

#[test]
fn a_last_page_that_says_what_cannot_be_is_not_believed() {
    let track = track(&[headers(SERIAL), audio(SERIAL, 50, 0, 1 << 60)].concat());
    assert_eq!(track.frame_count, 49 * 960 - 312);
}

#[test]
fn a_first_page_that_says_less_than_it_holds_trims_a_vorbis_streams_start() {
    // Four long packets give 3072 frames.
    let packets: [&[u8]; 4] = [&[2], &[2], &[2], &[2]];
    let start = |spec: PageSpec| {
        let source = file(&[spec.page(&packets)]);
        find_start(&source, &vorbis_stream(&*source)).expect("memory can be read")
    };
    let page = PageSpec::new(0, 3000);
    assert_eq!(start(page), Start { base: -72, trimmed: 72 });
    assert_eq!(
        start(page.flags(LAST)),
        Start { base: 0, trimmed: 0 },
        "the only page trims its end"
    );
    assert_eq!(start(PageSpec::new(0, 5072)), Start { base: 2000, trimmed: 0 });
}
