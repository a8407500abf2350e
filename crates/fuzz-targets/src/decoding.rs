//! Any bytes as a stem's file.

use std::{path::Path, sync::Arc};

use attacca_engine::loading::{
    decoder::ChunkDecoder,
    index::{IndexCatalog, IndexProgress},
    mixdown::MAX_SOURCE_CHANNELS,
    samples::{SampleBlock, SampleData},
    stem::OpenStem,
};
use attacca_units::{FrameCount, FramePos};

use crate::memory::MemoryFile;

/// Frames decoded at a time, as the engine does.
const FRAMES: u64 = 4096;

/// Bytes of memory that a lane may hold whatever a header claims: a FLAC block of the longest, eight
/// channels of it decoded, and its bytes with those that follow.
const MAX_LANE_BYTES: usize = 16 << 20;

/// Steps after which a builder has read any file of a fuzzer.
const MAX_STEPS: usize = 1000;

/// Takes `bytes` as a stem's file: opens it, decodes some of it, builds its index and decodes again.
///
/// # Panics
/// When the engine does, claims what cannot be, holds too much, or gives samples that are no
/// numbers.
pub fn stem(bytes: &[u8]) {
    let opener = MemoryFile::new(bytes);
    let Ok(stem) = OpenStem::open(Path::new("fuzzed"), &opener, &IndexCatalog::new()) else {
        return;
    };
    let info = stem.info();
    assert!((1..=2).contains(&info.channel_count), "{info:?}");
    assert!((1..=MAX_SOURCE_CHANNELS).contains(&info.source_channels), "{info:?}");
    assert!((1..=64).contains(&info.bits), "{info:?}");
    decode_some(&stem);
    if let Some(mut builder) = stem.index_builder() {
        let steps = (0..MAX_STEPS).take_while(|_| {
            builder.step().expect("memory can be read") == IndexProgress::Unfinished
        });
        assert!(steps.count() < MAX_STEPS, "an index is finished some time");
        decode_some(&stem);
    }
}

/// Decodes the beginning, the middle and the end of `stem`, forth and back.
pub(crate) fn decode_some(stem: &Arc<OpenStem>) {
    let FrameCount(length) = stem.info().frame_count;
    let mut lane = ChunkDecoder::new(stem.clone());
    for start in [0, FRAMES, length / 2, length.saturating_sub(100), 1, length, length / 3] {
        stem.will_need(FramePos(start)..FramePos(start.saturating_add(FRAMES)));
        decode(stem, &mut lane, start);
    }
    assert!(lane.byte_count() <= MAX_LANE_BYTES, "a lane holds {} bytes", lane.byte_count());
}

/// Decodes from `start` on; true when no damage was reported.
pub(crate) fn decode(
    stem: &Arc<OpenStem>,
    lane: &mut ChunkDecoder,
    start: u64,
) -> (SampleBlock, bool) {
    let info = stem.info();
    let mut block = SampleBlock::silent(info.sample_format, info.channel_count, FRAMES as usize);
    let end = start.saturating_add(FRAMES);
    let result = lane.decode(FramePos(start), &mut block);
    if let Err(damage) = &result {
        let damaged = damage.at.0..damage.at.0.saturating_add(damage.frames.0);
        assert!(start <= damaged.start && damaged.end <= end, "{damage:?} from {start} on");
        assert!(damage.frames.0 > 0, "{damage:?} is none");
    }
    if let SampleData::F32(samples) = &block.data {
        assert!(samples.iter().all(|sample| sample.is_finite()), "every sample is a number");
    }
    (block, result.is_ok())
}
