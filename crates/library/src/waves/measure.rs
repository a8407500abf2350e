//! Measures a song: all stems block by block, so that memory stays small whatever the length.

use std::{
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering::Relaxed},
    },
};

use attacca_engine::loading::{
    decoder::ChunkDecoder,
    index::IndexCatalog,
    samples::{SampleBlock, SampleData},
    source::FileOpener,
    stem::OpenStem,
    tracks::StemLocation,
};
use attacca_session::{chain, name::printable};
use attacca_units::{FramePos, SampleRate};

use crate::{
    SongDetail, StemRecord,
    waves::{
        BIN_COUNT, Wave,
        bins::Bins,
        store::{Key, is_in_mix, key_of_mix, key_of_stem},
    },
};

/// Frames of a block: of a stem, a few milliseconds of work.
const BLOCK_FRAMES: usize = 32_768;

/// What was measured of a song.
#[derive(Debug, Default)]
pub(super) struct Measured {
    pub(super) waves: Vec<(Key, Wave)>,
    pub(super) failures: Vec<(PathBuf, String)>,
}

/// A stem that is measured.
struct Lane {
    file: Arc<OpenStem>,
    decoder: ChunkDecoder,
    block: SampleBlock,
    bins: Bins,
    key: Key,
    is_in_mix: bool,
}

/// Measures those stems of the song whose wave is not kept, and its mix, if that is not kept.
///
/// `pause` is called after each block of a stem; `None` when it returned false. `held_bytes` is what it
/// holds meanwhile, and stays so: its caller sets it back.
pub(super) fn measure(
    song: &SongDetail,
    is_kept: &dyn Fn(&Key) -> bool,
    pause: &mut dyn FnMut() -> bool,
    held_bytes: &AtomicUsize,
) -> Option<Measured> {
    let mut measured = Measured::default();
    let Some(rate) = rate_of(song) else { return Some(measured) };
    let needs_mix = !is_kept(&key_of_mix(song));
    let mut open_stems = Vec::new();
    for stem in &song.stems {
        let (needs_wave, is_summed) =
            (!is_kept(&key_of_stem(&stem.file)), needs_mix && is_in_mix(song, stem));
        if !needs_wave && !is_summed {
            continue;
        }
        match open(stem, rate) {
            Ok(open) => open_stems.push((stem, open, is_summed)),
            Err(reason) => measured.failures.push((stem.file.path.clone(), reason)),
        }
    }
    // Those that are not opened are as long as they were.
    let known = song.stems.iter().map(|stem| rate.frames_in(stem.facts.length_seconds()).0);
    let opened = open_stems.iter().map(|(_, open, _)| open.info().frame_count.0);
    let song_frames = known.chain(opened).max().unwrap_or(0);
    let frames_per_bin =
        usize::try_from(song_frames).unwrap_or(usize::MAX).div_ceil(BIN_COUNT).max(1);
    let new_bins = || Bins::new(frames_per_bin, f64::from(rate.hz()));
    let mut lanes: Vec<Lane> = open_stems
        .into_iter()
        .map(|(stem, open, is_summed)| Lane::new(stem, open, new_bins(), is_summed))
        .collect();
    if lanes.is_empty() && !needs_mix {
        return Some(measured);
    }
    let sum_bytes = 2 * BLOCK_FRAMES * size_of::<f32>();
    held_bytes.store(lanes.iter().map(Lane::bytes).sum::<usize>() + sum_bytes, Relaxed);
    let mut mix = new_bins();
    for start in (0..song_frames).step_by(BLOCK_FRAMES) {
        let frames =
            usize::try_from(song_frames - start).map_or(BLOCK_FRAMES, |f| f.min(BLOCK_FRAMES));
        let mut sum = [vec![0.0; frames], vec![0.0; frames]];
        for lane in &mut lanes {
            lane.measure(FramePos(start), &mut sum);
            if !pause() {
                return None;
            }
        }
        mix.add(&sum[0], &sum[1]);
    }
    measured.waves.extend(lanes.into_iter().map(|lane| (lane.key, lane.bins.finish())));
    if needs_mix {
        measured.waves.push((key_of_mix(song), mix.finish()));
    }
    Some(measured)
}

/// The rate of most stems: the fewest are converted.
fn rate_of(song: &SongDetail) -> Option<SampleRate> {
    let rates = song.stems.iter().map(|stem| stem.facts.sample_rate_hz);
    let count = |rate| song.stems.iter().filter(|s| s.facts.sample_rate_hz == rate).count();
    rates.max_by_key(|rate| (count(*rate), *rate)).and_then(SampleRate::new)
}

fn open(stem: &StemRecord, rate: SampleRate) -> Result<Arc<OpenStem>, String> {
    let location = StemLocation { path: stem.file.path.clone(), track: stem.file.track };
    OpenStem::open_at(location, &FileOpener, &IndexCatalog::default(), rate)
        .map_err(|error| printable(&chain(&error)).into_owned())
}

impl Lane {
    fn new(stem: &StemRecord, open: Arc<OpenStem>, bins: Bins, is_in_mix: bool) -> Lane {
        let info = open.info();
        let block = SampleBlock::silent(info.sample_format, info.channel_count, BLOCK_FRAMES);
        Lane {
            block,
            bins,
            key: key_of_stem(&stem.file),
            is_in_mix,
            decoder: ChunkDecoder::new(Arc::clone(&open)),
            file: open,
        }
    }

    /// Bytes of memory at most: its block, what its decoder holds, and two bytes for each bin.
    fn bytes(&self) -> usize {
        let SampleBlock { channel_count, .. } = self.block;
        let frame = channel_count * self.block.format().bytes_per_sample();
        BLOCK_FRAMES * frame + self.file.lane_bytes() + 2 * BIN_COUNT
    }

    /// Measures the next block, as many frames as `sum` has, and adds it there.
    fn measure(&mut self, start: FramePos, sum: &mut [Vec<f32>; 2]) {
        // What is damaged is silent.
        let _ = self.decoder.decode(start, &mut self.block);
        let frames = sum[0].len();
        let planes = planes(&self.block);
        let last = planes.len() - 1;
        self.bins.add(&planes[0][..frames], &planes[last][..frames]);
        if self.is_in_mix {
            for (sum, plane) in sum.iter_mut().zip([&planes[0], &planes[last]]) {
                sum.iter_mut().zip(plane).for_each(|(sum, sample)| *sum += sample);
            }
        }
    }
}

/// The channels of a block; full scale is 1.
fn planes(block: &SampleBlock) -> Vec<Vec<f32>> {
    let frames = block.frame_count();
    match &block.data {
        SampleData::I16(samples) => {
            let plane =
                |samples: &[i16]| samples.iter().map(|s| f32::from(*s) / 32_768.0).collect();
            samples.chunks_exact(frames).map(plane).collect()
        }
        SampleData::F32(samples) => samples.chunks_exact(frames).map(<[f32]>::to_vec).collect(),
    }
}
