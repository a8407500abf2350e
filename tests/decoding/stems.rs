//! Stems opened and decoded, and compared with what they should hold.

use std::{path::Path, sync::Arc};

use attacca_engine::loading::{
    decoder::{ChunkDecoder, Damage},
    index::{IndexCatalog, IndexProgress},
    samples::{SampleBlock, SampleData, SampleFormat},
    source::FileOpener,
    stem::OpenStem,
};
use attacca_test_support::noise::Noise;
use attacca_units::FramePos;

use crate::material::Material;

pub(crate) fn open(path: &Path) -> Arc<OpenStem> {
    OpenStem::open(path, &FileOpener, &IndexCatalog::new()).expect("the stem opens")
}

pub(crate) fn build_index(stem: &OpenStem) {
    let mut builder = stem.index_builder().expect("the stem has no index yet");
    while builder.step().expect("the file can be read") == IndexProgress::Unfinished {}
}

/// An empty block for `stem`, full of what must not remain in it.
pub(crate) fn dirty_block(stem: &OpenStem, frame_count: usize) -> SampleBlock {
    let info = stem.info();
    let mut block = SampleBlock::silent(info.sample_format, info.channel_count, frame_count);
    match &mut block.data {
        SampleData::I16(samples) => samples.fill(0x5555),
        SampleData::F32(samples) => samples.fill(f32::NAN),
    }
    block
}

/// Decodes frames as one block.
pub(crate) fn decode(
    lane: &mut ChunkDecoder,
    stem: &OpenStem,
    start: usize,
    frame_count: usize,
) -> (SampleBlock, Result<(), Damage>) {
    let mut block = dirty_block(stem, frame_count);
    let result = lane.decode(FramePos(start as u64), &mut block);
    (block, result)
}

/// All of a stem in blocks of 4096 frames, by one lane. Shape: `[channel][frame]`, full scale 1.
pub(crate) fn whole(stem: &Arc<OpenStem>) -> Vec<Vec<f32>> {
    let mut lane = ChunkDecoder::new(Arc::clone(stem));
    let length = stem.info().frame_count.0 as usize;
    let mut planes = vec![Vec::new(); stem.info().channel_count];
    for start in (0..length).step_by(4096) {
        let count = 4096.min(length - start);
        let (block, result) = decode(&mut lane, stem, start, count);
        assert!(result.is_ok(), "{count} frames from {start}: {result:?}");
        let samples = floats(&block);
        planes.iter_mut().zip(samples.chunks(count)).for_each(|(p, s)| p.extend_from_slice(s));
    }
    planes
}

/// Samples of lossy codecs are float.
pub(crate) fn floats(block: &SampleBlock) -> &[f32] {
    match &block.data {
        SampleData::F32(samples) => samples,
        SampleData::I16(_) => panic!("lossy codecs give float samples"),
    }
}

/// What a block of `material` from `start` on should be, silent behind its end.
pub(crate) fn expected(
    material: &Material,
    format: SampleFormat,
    start: usize,
    frame_count: usize,
) -> SampleBlock {
    let samples = material
        .planes
        .iter()
        .flat_map(|plane| (start..start + frame_count).map(|at| *plane.get(at).unwrap_or(&0)));
    let data = match format {
        SampleFormat::I16 => SampleData::I16(samples.map(|s| (s >> 16) as i16).collect()),
        SampleFormat::F32 => {
            SampleData::F32(samples.map(|s| (f64::from(s) / 2_147_483_648.0) as f32).collect())
        }
    };
    SampleBlock { data, channel_count: material.channel_count() }
}

/// Checks that the file at `path` decodes to `material`: in one go, from anywhere, with an index
/// and without.
pub(crate) fn check(path: &Path, material: &Material) {
    check_opened(&open(path), material);
}

/// As [`check`], of a file that is open.
pub(crate) fn check_opened(stem: &Arc<OpenStem>, material: &Material) {
    let info = stem.info();
    assert_eq!(info.frame_count.0, material.frame_count() as u64, "the length");
    assert_eq!(info.bits, material.bits, "the bits");
    assert_eq!(info.channel_count, material.channel_count(), "the channels");
    check_in_sequence(stem, material);
    check_from_anywhere(stem, material);
    if stem.index_builder().is_some() {
        build_index(stem);
        check_from_anywhere(stem, material);
        check_in_sequence(stem, material);
    }
}

fn check_in_sequence(stem: &Arc<OpenStem>, material: &Material) {
    let mut lane = ChunkDecoder::new(Arc::clone(stem));
    // Two blocks past the end: all silence.
    for start in (0..material.frame_count() + 8192).step_by(4096) {
        check_stretch(&mut lane, stem, material, start, 4096);
    }
}

fn check_from_anywhere(stem: &Arc<OpenStem>, material: &Material) {
    let mut lane = ChunkDecoder::new(Arc::clone(stem));
    let mut random = Noise::new(3);
    for _ in 0..40 {
        let start = random.below(material.frame_count() as u64 + 100) as usize;
        let length = [1, 7, 480, 4096, 10_000][random.below(5) as usize];
        check_stretch(&mut lane, stem, material, start, length);
        if random.below(2) == 0 {
            check_stretch(&mut lane, stem, material, start + length, length);
        }
    }
}

pub(crate) fn check_stretch(
    lane: &mut ChunkDecoder,
    stem: &OpenStem,
    material: &Material,
    start: usize,
    length: usize,
) {
    let (block, result) = decode(lane, stem, start, length);
    assert!(result.is_ok(), "{length} frames from {start}: {result:?}");
    let expected = expected(material, stem.info().sample_format, start, length);
    assert!(block == expected, "{length} frames from {start} differ from the reference");
}
