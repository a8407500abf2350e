//! What holds for MP3 and AAC alike: as another program decodes them, and the same from any frame on.

use std::{path::Path, sync::Arc};

use attacca_engine::{
    error::DecodeError,
    loading::{
        decoder::{ChunkDecoder, Damage},
        samples::SampleData,
        stem::OpenStem,
    },
};
use attacca_test_support::{noise::Noise, reference::ReferenceSamples};

use crate::{
    material::Material,
    stems::{build_index, decode, open},
};

const BLOCK: usize = 4096;

/// Samples of a stem, as they are played. Shape: `[channel][frame]`.
pub(crate) type Planes = Vec<Vec<f32>>;

/// A WAVE file of `material` at `rate` Hz.
pub(crate) fn wav_at(material: &Material, rate: u32) -> Vec<u8> {
    let mut wav = material.wav();
    let frame_bytes = material.bits.div_ceil(8) * material.channel_count() as u32;
    wav[24..28].copy_from_slice(&rate.to_le_bytes());
    wav[28..32].copy_from_slice(&(rate * frame_bytes).to_le_bytes());
    wav
}

/// Decodes all of a stem, block after block, and says what was damaged.
pub(crate) fn whole(stem: &Arc<OpenStem>) -> (Planes, Vec<Damage>) {
    let mut lane = ChunkDecoder::new(Arc::clone(stem));
    let mut planes = vec![Vec::new(); stem.info().channel_count];
    let mut damages = Vec::new();
    let length = stem.info().frame_count.0 as usize;
    for start in (0..length).step_by(BLOCK) {
        let count = BLOCK.min(length - start);
        let (part, result) = stretch(&mut lane, stem, start, count);
        planes.iter_mut().zip(part).for_each(|(plane, part)| plane.extend(part));
        damages.extend(result.err());
    }
    (planes, damages)
}

/// Decodes a file that is not damaged.
pub(crate) fn sound(path: &Path) -> Planes {
    let (planes, damages) = whole(&open(path));
    assert!(damages.is_empty(), "{}: {damages:?}", path.display());
    planes
}

fn stretch(
    lane: &mut ChunkDecoder,
    stem: &OpenStem,
    start: usize,
    count: usize,
) -> (Planes, Result<(), Damage>) {
    let (block, result) = decode(lane, stem, start, count);
    let SampleData::F32(samples) = block.data else { panic!("lossy samples are floats") };
    (samples.chunks(count.max(1)).map(<[f32]>::to_vec).collect(), result)
}

/// Checks that `planes` are as long as `reference` and nowhere further from it than `bound`.
pub(crate) fn check_near(planes: &Planes, reference: &ReferenceSamples, bound: f64, name: &str) {
    assert_eq!(planes.len(), reference.channel_count, "{name}: the channels");
    for (channel, plane) in planes.iter().enumerate() {
        let expected = reference.channel(channel);
        assert_eq!(plane.len(), expected.len(), "{name}: the length");
        let errors =
            plane.iter().zip(&expected).map(|(is, should)| (f64::from(*is) - should).abs());
        let (at, error) = errors.enumerate().max_by(|a, b| a.1.total_cmp(&b.1)).unwrap_or_default();
        assert!(error <= bound, "{name}: frame {at} of channel {channel} is {error} off");
    }
}

/// Checks that any stretch, with an index and without, is bit for bit what a walk through the whole
/// file gives. Returns that.
pub(crate) fn check_from_anywhere(path: &Path) -> Planes {
    let stem = open(path);
    let (planes, _) = whole(&stem);
    check_stretches(&stem, &planes, 40);
    build_index(&stem);
    check_stretches(&stem, &planes, 80);
    planes
}

fn check_stretches(stem: &Arc<OpenStem>, planes: &Planes, count: usize) {
    let mut random = Noise::new(11);
    let length = planes[0].len();
    let mut lane = ChunkDecoder::new(Arc::clone(stem));
    for _ in 0..count {
        let start = random.below(length as u64) as usize;
        let wanted = [1, 100, 1152, BLOCK][random.below(4) as usize].min(length - start);
        let (part, _) = stretch(&mut lane, stem, start, wanted);
        for (plane, part) in planes.iter().zip(part) {
            assert!(plane[start..start + wanted] == part, "{wanted} frames from {start} differ");
        }
        if random.below(3) == 0 {
            lane = ChunkDecoder::new(Arc::clone(stem));
        }
    }
}

/// Where `planes` and `others` differ: the first frame, and the one behind the last.
pub(crate) fn difference(planes: &Planes, others: &Planes) -> Option<(usize, usize)> {
    let differs = |frame: &usize| planes.iter().zip(others).any(|(a, b)| a[*frame] != b[*frame]);
    let frames = 0..planes[0].len();
    Some((frames.clone().find(differs)?, frames.rev().find(differs)? + 1))
}

/// True when all that is wrong is that the file ends early.
pub(crate) fn is_cut_short(damages: &[Damage]) -> bool {
    !damages.is_empty()
        && damages.iter().all(|damage| matches!(damage.error, DecodeError::Truncated))
}
