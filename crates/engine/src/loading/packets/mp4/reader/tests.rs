//! Packets that are there, and packets that are not.

use std::sync::Arc;

use attacca_test_support::mp4::versioned_box;

use super::{Mp4Reader, Packets};
use crate::loading::{
    memory::MemorySource,
    packets::{
        Frames, NextPacket, PacketReader,
        mp4::{boxes::BoxReader, table::PacketTable},
    },
    source::ByteSource,
    window::ByteWindow,
};

/// A reader of packets of these sizes, 1000 frames each and 300 in the last, in chunks of one.
fn reader(sizes: &[u32], offsets: &[u32]) -> Mp4Reader {
    let bytes = |numbers: &[u32]| numbers.iter().flat_map(|n| n.to_be_bytes()).collect::<Vec<u8>>();
    let count = sizes.len() as u32;
    let file = [
        versioned_box("stsz", &bytes(&[&[0, count], sizes].concat())),
        versioned_box("stsc", &bytes(&[1, 1, 1, 1])),
        versioned_box("stco", &bytes(&[&[count], offsets].concat())),
    ]
    .concat();
    let source: Arc<dyn ByteSource> = Arc::new(MemorySource::new(file));
    let mut boxes = BoxReader::new(&*source, ByteWindow::default());
    let table =
        PacketTable::read(&mut boxes, &(0..source.byte_count()), 0).expect("they are right");
    let packets = Packets { source, table, frames: 1000, last_frames: 300, pre_roll: 1 };
    Mp4Reader::new(Arc::new(packets))
}

fn next(reader: &mut Mp4Reader) -> NextPacket {
    reader.next(&mut 0).expect("memory can be read")
}

fn packet(start: u64, count: u32) -> NextPacket {
    NextPacket::Packet(Frames { start, count })
}

#[test]
fn packets_follow_each_other_and_the_last_is_as_short_as_told() {
    let mut reader = reader(&[4, 5, 6], &[4, 16, 32]);
    assert_eq!(next(&mut reader), packet(0, 1000));
    assert_eq!(reader.packet(), b"stsz");
    assert_eq!([next(&mut reader), next(&mut reader)], [packet(1000, 1000), packet(2000, 300)]);
    assert_eq!(next(&mut reader), NextPacket::End);
    assert_eq!(reader.packets.frame_count(), 2300);
}

#[test]
fn a_seek_goes_one_packet_before() {
    let mut reader = reader(&[4, 5, 6], &[4, 16, 32]);
    for (position, first) in [(2299, 1000), (1999, 0), (0, 0)] {
        reader.seek(position).unwrap();
        assert_eq!(next(&mut reader), packet(first, 1000), "{position}");
    }
    reader.seek(u64::MAX).unwrap();
    assert_eq!(next(&mut reader), NextPacket::End);
}

#[test]
fn packets_that_are_empty_too_large_or_elsewhere_are_lost_alone() {
    let mut reader = reader(&[0, 3 << 20, 5, 4], &[4, 4, 4_000_000, 4]);
    for (until, said) in [(1000, "empty"), (2000, "too large"), (3000, "behind the file's end")] {
        let NextPacket::Lost { until: lost, reason } = next(&mut reader) else { panic!("{said}") };
        assert_eq!(lost, until);
        assert!(reason.contains(said), "{reason}");
    }
    assert_eq!(next(&mut reader), packet(3000, 300));
}

#[test]
fn behind_the_last_packet_in_the_file_it_ends() {
    let mut reader = reader(&[4, 4, 4], &[4, 4_000_000, 4_000_000]);
    assert_eq!([next(&mut reader), next(&mut reader)], [packet(0, 1000), NextPacket::End]);
}
