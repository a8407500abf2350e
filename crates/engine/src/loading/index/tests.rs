//! Entries, gaps and sizes of frame indexes.

use super::*;
use crate::loading::{
    flac::{
        metadata::{Metadata, StreamInfo},
        reader::FrameReader,
        scan::FlacScan,
        stream::Stream,
    },
    memory::MemorySource,
    window::ByteWindow,
};
use attacca_units::SampleRate;

fn builder() -> IndexBuilder {
    let info = StreamInfo {
        max_block_frames: 4096,
        rate: SampleRate::HZ_44100,
        channel_count: 2,
        bits: 16,
        frame_count: Some(1 << 36),
    };
    let metadata = Metadata { info, seek_points: Box::default(), audio_start: 0 };
    let reader = FrameReader::new(
        Arc::new(MemorySource::default()),
        Arc::new(Stream::new(metadata, None)),
        ByteWindow::default(),
    );
    IndexBuilder::new(Box::new(FlacScan::new(reader)), Arc::default()).expect("nobody else builds")
}

fn frame(position: u64, block_frames: u64, offset: u64) -> Stretch {
    Stretch { offset, position, end_position: position + block_frames }
}

fn index(builder: &mut IndexBuilder) -> &FrameIndex {
    builder.publish();
    builder.slot.index().expect("it was published")
}

#[test]
fn entries_point_at_the_frame_that_holds_them() {
    let mut builder = builder();
    // Blocks of 3000 frames in 5000 bytes, entries every 4096 frames.
    (0..10).for_each(|n| builder.add(frame(n * 3000, 3000, n * 5000)));
    let index = index(&mut builder);
    for (position, offset) in [(0, 0), (4095, 0), (4096, 5000), (8192, 10_000), (29_000, 45_000)] {
        assert_eq!(index.offset(position), Some(offset), "frame {position}");
    }
    assert_eq!(index.offset(8 * 4096), None, "behind the last frame");
    assert_eq!(index.exact_offset(4096), Some(5000));
    assert_eq!(index.exact_offset(4097), None);
}

#[test]
fn entries_in_a_gap_point_before_it() {
    let mut builder = builder();
    builder.add(frame(0, 4096, 0));
    builder.add(frame(10 * 4096, 4096, 500));
    let index = index(&mut builder);
    assert_eq!(index.offset(5 * 4096), Some(0));
    assert_eq!(index.offset(10 * 4096), Some(500));
}

#[test]
fn offsets_beyond_four_gibibytes_are_exact() {
    let mut builder = builder();
    let offset = |n: u64| n * 3_000_000;
    (0..5000).for_each(|n| builder.add(frame(n * 4096, 4096, offset(n))));
    assert!(offset(4999) > 3 << 32);
    let index = index(&mut builder);
    for n in [0, 255, 256, 257, 1431, 1432, 4999] {
        assert_eq!(index.offset(n * 4096), Some(offset(n)), "entry {n}");
    }
}

#[test]
fn a_gap_of_weeks_takes_bounded_memory() {
    let mut builder = builder();
    builder.add(frame(0, 4096, 0));
    builder.add(frame(1 << 35, 4096, 500));
    let index = index(&mut builder);
    assert!(index.byte_count() <= MAX_ENTRIES * 4 + MAX_ENTRIES / ENTRIES_PER_BASE * 8);
    assert_eq!(index.offset(1 << 35), None);
}

#[test]
fn the_newest_version_of_a_file_has_the_only_slot() {
    let catalog = IndexCatalog::new();
    let identity = |modified_ns| SourceIdentity { byte_count: 10, modified_ns };
    let path = Path::new("drums.flac");
    let old = catalog.slot(path, identity(1));
    assert!(Arc::ptr_eq(&old, &catalog.slot(path, identity(1))));
    let new = catalog.slot(path, identity(2));
    assert!(!Arc::ptr_eq(&old, &new));
    assert_eq!(catalog.slots().len(), 1);
}
