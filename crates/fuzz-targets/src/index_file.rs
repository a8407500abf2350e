//! Any bytes as the file of a frame index.

use std::{
    path::Path,
    sync::{Arc, OnceLock},
};

use attacca_engine::loading::{
    decoder::ChunkDecoder,
    index::{IndexBuilder, IndexCatalog, IndexProgress},
    samples::{SampleBlock, SampleData},
    stem::OpenStem,
};
use attacca_flac_writer::{FlacSettings, encode};
use attacca_units::SampleRate;

use crate::{decoding::decode, memory::MemoryFile};

/// Frames of a block, and of a decoded stretch.
const BLOCK_FRAMES: usize = 4096;

/// Blocks of the stem that is indexed, each of which has an entry.
const BLOCKS: usize = 12;

/// Bytes of an index file before its entries.
const HEADER_BYTES: usize = 56;

/// Takes `bytes` as an index file of a stem; then as the distances between entries of one that has
/// all the right marks. Decodes by what they say if they are taken.
///
/// # Panics
/// When the engine does, or gives a wrong sample that it does not report as damage.
pub fn index_file(bytes: &[u8]) {
    check(|_| bytes.to_vec());
    check(|right| rising(right, bytes));
}

/// Lets a new run adopt what `make` makes of the right index file, and decodes by it.
fn check(make: impl FnOnce(&[u8]) -> Vec<u8>) {
    let (stem, mut builder) = run_anew();
    let key = builder.key().expect("memory can be read");
    if builder.adopt(&make(right_index()), &key).is_err() {
        return;
    }
    let mut lane = ChunkDecoder::new(stem.clone());
    for block in [BLOCKS - 1, 0, 5, 6, 2] {
        let start = block * BLOCK_FRAMES;
        let (decoded, is_whole) = decode(&stem, &mut lane, start as u64);
        assert!(is_right(&decoded, start, !is_whole), "block {block} is wrong");
    }
}

/// The stem and a builder of its index, as a new run of the program has them.
fn run_anew() -> (Arc<OpenStem>, IndexBuilder) {
    let opener = MemoryFile::new(flac());
    let catalog = IndexCatalog::new();
    let stem = OpenStem::open(Path::new("stem"), &opener, &catalog).expect("it is a FLAC file");
    let builder = stem.index_builder().expect("a new run knows no index");
    (stem, builder)
}

/// A mono stem whose frame *n* has the value *n*.
fn flac() -> &'static [u8] {
    static FLAC: OnceLock<Vec<u8>> = OnceLock::new();
    FLAC.get_or_init(|| {
        let settings = FlacSettings::new(SampleRate::HZ_48000, 1, 24);
        let frames: Vec<i32> = (0..BLOCKS * BLOCK_FRAMES).map(|frame| frame as i32).collect();
        encode(&settings, &frames).expect("memory can be written")
    })
}

fn right_index() -> &'static [u8] {
    static INDEX: OnceLock<Vec<u8>> = OnceLock::new();
    INDEX.get_or_init(|| {
        let (_stem, mut builder) = run_anew();
        while builder.step().expect("memory can be read") == IndexProgress::Unfinished {}
        let key = builder.key().expect("memory can be read");
        builder.bytes(&key).expect("it was built")
    })
}

/// An index file with the marks and the base of `right`, whose offsets rise by the numbers in
/// `bytes`, of two bytes each.
fn rising(right: &[u8], bytes: &[u8]) -> Vec<u8> {
    let distances = bytes.as_chunks::<2>().0.iter().take(256);
    let mut offset = 0;
    let offsets: Vec<u32> = distances
        .map(|distance| {
            offset += u32::from(u16::from_le_bytes(*distance));
            offset
        })
        .collect();
    let mut file = right[..HEADER_BYTES].to_vec();
    file[12..16].copy_from_slice(&(offsets.len() as u32).to_le_bytes());
    if !offsets.is_empty() {
        file.extend(&right[HEADER_BYTES..HEADER_BYTES + 8]);
    }
    file.extend(offsets.iter().flat_map(|offset| offset.to_le_bytes()));
    file.extend(blake3::hash(&file).as_bytes());
    file
}

/// True when every sample is its frame's number, or silent where it may be.
fn is_right(block: &SampleBlock, start: usize, may_be_silent: bool) -> bool {
    let SampleData::F32(samples) = &block.data else { return false };
    samples.iter().enumerate().all(|(frame, sample)| {
        *sample == (start + frame) as f32 / 8_388_608.0 || (may_be_silent && *sample == 0.0)
    })
}
