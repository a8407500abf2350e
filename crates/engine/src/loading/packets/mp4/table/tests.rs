//! Tables of packets, and tables that contradict each other.

use std::ops::Range;

use attacca_test_support::mp4::{mp4_box, versioned_box};

use super::PacketTable;
use crate::loading::{memory::MemorySource, packets::mp4::boxes::BoxReader, window::ByteWindow};

/// The boxes' names and their numbers of 32 bits.
type Tables<'a> = [(&'a str, &'a [u32])];

fn read(tables: &Tables<'_>) -> Result<PacketTable, String> {
    let boxes: Vec<Vec<u8>> = tables
        .iter()
        .map(|(kind, numbers)| {
            let body: Vec<u8> = numbers.iter().flat_map(|number| number.to_be_bytes()).collect();
            versioned_box(kind, &body)
        })
        .collect();
    read_file(&boxes.concat())
}

fn read_file(file: &[u8]) -> Result<PacketTable, String> {
    let source = MemorySource::new(file);
    let mut boxes = BoxReader::new(&source, ByteWindow::default());
    PacketTable::read(&mut boxes, &(0..file.len() as u64), 0).map_err(|error| error.to_string())
}

fn places(table: &PacketTable) -> Vec<Range<u64>> {
    (0..table.packet_count()).map_while(|packet| table.place(packet)).collect()
}

/// Three packets of 10, 20 and 30 bytes.
const SIZES: (&str, &[u32]) = ("stsz", &[0, 3, 10, 20, 30]);

#[test]
fn packets_lie_one_behind_the_other_in_their_chunks() {
    let table = read(&[SIZES, ("stsc", &[2, 1, 2, 1, 2, 1, 1]), ("stco", &[2, 100, 500])]).unwrap();
    assert_eq!(places(&table), [100..110, 110..130, 500..530]);
    assert_eq!(table.largest(), 30);
    assert_eq!(table.place(3), None);
}

#[test]
fn offsets_may_have_sixty_four_bits() {
    let table = read(&[SIZES, ("stsc", &[1, 1, 3, 1]), ("co64", &[1, 2, 7])]).unwrap();
    let start = 2 << 32 | 7;
    assert_eq!(places(&table), [start..start + 10, start + 10..start + 30, start + 30..start + 60]);
}

#[test]
fn all_packets_may_have_one_size() {
    let table = read(&[("stsz", &[7, 2]), ("stsc", &[1, 1, 2, 1]), ("stco", &[1, 50])]).unwrap();
    assert_eq!(places(&table), [50..57, 57..64]);
}

#[test]
fn sizes_may_be_small() {
    for (bits, sizes) in [(4, &[0xab, 0xc0][..]), (8, &[10, 11, 12]), (16, &[0, 10, 0, 11, 0, 12])]
    {
        let stz2 = versioned_box("stz2", &[&[0, 0, 0, bits, 0, 0, 0, 3], sizes].concat());
        let stsc = versioned_box("stsc", &[0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 3, 0, 0, 0, 1]);
        let stco = versioned_box("stco", &[0, 0, 0, 1, 0, 0, 0, 100]);
        let table = read_file(&[stz2, stsc, stco].concat()).unwrap();
        assert_eq!(places(&table), [100..110, 110..121, 121..133], "{bits} bits");
    }
}

#[test]
fn chunks_may_lie_in_any_order_and_over_each_other() {
    let chunks = ("stco", &[3, 900, 100, 105][..]);
    let table = read(&[SIZES, ("stsc", &[1, 1, 1, 1]), chunks]).unwrap();
    assert_eq!(places(&table), [900..910, 100..120, 105..135]);
}

#[test]
fn only_packets_in_the_file_are_whole() {
    // The boxes take 88 bytes.
    let table = read(&[SIZES, ("stsc", &[1, 1, 1, 1]), ("stco", &[3, 0, 60, 5000])]).unwrap();
    assert_eq!(table.whole_count(), 2);
}

#[test]
fn chunks_that_follow_each_other_take_no_memory() {
    let sizes: Vec<u32> =
        [0, 16_875].into_iter().chain((0..16_875).map(|n| 300 + n % 100)).collect();
    let chunks: Vec<u32> = std::iter::once(16_875)
        .chain(sizes[2..].iter().scan(40, |offset, size| {
            *offset += size;
            Some(*offset - size)
        }))
        .collect();
    let one_each = ("stsc", &[1, 1, 1, 1][..]);
    let table = read(&[("stsz", &sizes), one_each, ("stco", &chunks)]).unwrap();
    // Six minutes at 48 kHz.
    assert_eq!(table.byte_count(), 2 * 16_875 + 66 * (2 + 4));
    let apart: Vec<u32> =
        std::iter::once(16_875).chain(chunks[1..].iter().map(|offset| offset * 5)).collect();
    let table = read(&[("stsz", &sizes), one_each, ("stco", &apart)]).unwrap();
    assert_eq!(table.byte_count(), 16_875 * (2 + 2 + 4));
    assert_eq!(table.place(16_000).unwrap().start, u64::from(apart[16_001]));
}

#[test]
fn tables_that_contradict_each_other_are_refused() {
    let chunk = ("stco", &[1, 100][..]);
    for (tables, reason) in [
        (&[SIZES, ("stsc", &[1, 1, 2, 1]), chunk][..], "contradict"),
        (&[SIZES, ("stsc", &[0]), chunk], "no size"),
        (&[SIZES, ("stsc", &[2, 2, 1, 1, 1, 1, 1]), chunk], "out of order"),
        (&[SIZES, ("stsc", &[1, 0, 1, 1]), chunk], "out of order"),
        (&[SIZES, ("stsc", &[1, 1, 3, 2]), chunk], "coding changes"),
        (&[SIZES, ("stsc", &[9, 1, 3, 1]), chunk], "cut off"),
        (&[("stsz", &[0, 3, 10]), ("stsc", &[1, 1, 3, 1]), chunk], "cut off"),
        (&[("stsz", &[1, u32::MAX]), ("stsc", &[1, 1, 3, 1]), chunk], "more than a day"),
        (&[SIZES, ("stsc", &[1, 1, 3, 1])], "lacks"),
    ] {
        let error = read(tables).expect_err(reason);
        assert!(error.contains(reason), "{error}, not {reason}");
    }
}

#[test]
fn a_box_that_is_no_table_is_refused() {
    assert!(read_file(&mp4_box("stsz", &[0; 3])).expect_err("it is cut off").contains("cut off"));
}
