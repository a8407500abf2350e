//! Writes a chunk: decodes it, encodes it, and believes only what it reads back.
//!
//! Runs on: `cache-writer`, at idle priority.

use std::{
    fs,
    io::{self, Cursor, Write},
    path::Path,
    sync::Arc,
    time::Duration,
};

use attacca_flac_writer::{FlacError, FlacSettings, FlacWriter};
use attacca_units::{FrameCount, FramePos, SampleRate};

use crate::{
    cache::{
        coding::{Coding, Quantiser, peak},
        metadata::ChunkMetadata,
        names::{UNFINISHED, chunk_path},
    },
    error::DecodeError,
    loading::{
        decoder::ChunkDecoder,
        samples::{SampleBlock, SampleData, SampleFormat},
        source::FileOpener,
        stem::OpenStem,
        store::{ChunkSeal, StoredChunk},
        stored::StoredLane,
        work_time::WorkTime,
    },
    settings::SLAB_FRAMES,
};

/// Where FLAC's header has the MD5 of the samples.
const MD5_AT: usize = 26;

/// Bytes of a chunk's file beside its samples and one in a hundred: headers, and a point of the seek
/// table and a frame's header for each slab.
const HEADER_BYTES: u64 = 1024;
const BYTES_PER_SLAB: u64 = 40;

/// Why a chunk was not written.
#[derive(Debug, thiserror::Error)]
pub(super) enum WriteError {
    /// Its stem's file does not give it.
    #[error("the stem can't be read")]
    Source(#[source] DecodeError),
    /// The disk does not take it.
    #[error("the chunk can't be written")]
    Disk(#[source] io::Error),
    /// What was written is not what is read.
    #[error("the chunk is not what was written")]
    Wrong,
    /// The engine ends, or has something better to do.
    #[error("it was told to stop")]
    Stopped,
}

/// A chunk to write.
pub(super) struct ChunkJob<'a> {
    pub(super) stem: &'a Arc<OpenStem>,
    pub(super) coding: Coding,
    pub(super) engine_rate: SampleRate,
    pub(super) chunk_frames: u64,
    pub(super) number: u64,
    /// The stem's folder in the cache.
    pub(super) folder: &'a Path,
    /// Called before each small step; false ends it.
    pub(super) pace: &'a dyn Fn() -> bool,
}

/// What it took of the thread's work; waiting for the disk is not counted.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct WriteTimes {
    pub(super) decode: Duration,
    pub(super) encode: Duration,
    pub(super) verify: Duration,
}

/// Writes chunks, one after the other. Holds the samples of one.
#[derive(Debug, Default)]
pub(super) struct ChunkWriter {
    blocks: Vec<SampleBlock>,
    integers: Vec<i32>,
    pub(super) times: WriteTimes,
}

/// Bytes of a chunk's file at most.
pub(super) fn worst_bytes(frames: u64, channel_count: usize, bits: u32) -> u64 {
    let raw = frames * channel_count as u64 * u64::from(bits.div_ceil(8));
    raw + raw / 100 + HEADER_BYTES + frames.div_ceil(SLAB_FRAMES as u64) * BYTES_PER_SLAB
}

impl ChunkWriter {
    /// Writes a chunk under its name.
    ///
    /// # Errors
    /// What went wrong; under the chunk's name is what was there before.
    pub(super) fn write(&mut self, job: &ChunkJob<'_>) -> Result<ChunkMetadata, WriteError> {
        let frames = job.frame_count();
        self.decode(job, frames)?;
        let blocks = self.blocks_of(frames);
        let loudest = blocks.iter().map(peak).fold(0.0, f32::max);
        let scale = job.coding.scale_for(loudest);
        let quantiser = Quantiser::new(job.coding, scale);
        let bytes = self.encode(job, &quantiser)?;
        let md5 = bytes.get(MD5_AT..MD5_AT + 16).ok_or(WriteError::Wrong)?;
        let md5: String = md5.iter().map(|byte| format!("{byte:02x}")).collect();
        let chunk = ChunkMetadata { bytes: bytes.len() as u64, md5, scale };
        fs::create_dir_all(job.folder).map_err(WriteError::Disk)?;
        let file = unfinished(job.folder, &bytes).map_err(WriteError::Disk)?;
        self.verify(job, &chunk, file.path(), &quantiser)?;
        // The stem's file may have been replaced meanwhile.
        if !(job.pace)() {
            return Err(WriteError::Stopped);
        }
        let path = chunk_path(job.folder, job.number);
        file.persist(path).map_err(|error| WriteError::Disk(error.error))?;
        Ok(chunk)
    }

    fn decode(&mut self, job: &ChunkJob<'_>, frames: u64) -> Result<(), WriteError> {
        let info = job.stem.info();
        let (format, channel_count) = (info.sample_format, info.channel_count);
        let is_other =
            |block: &SampleBlock| (block.format(), block.channel_count) != (format, channel_count);
        if self.blocks.first().is_some_and(is_other) {
            self.blocks.clear();
        }
        let count = frames.div_ceil(SLAB_FRAMES as u64) as usize;
        let mut lane = ChunkDecoder::of_file(Arc::clone(job.stem));
        for at in 0..count {
            if !(job.pace)() {
                return Err(WriteError::Stopped);
            }
            let begun = WorkTime::now();
            if at == self.blocks.len() {
                self.blocks.push(SampleBlock::silent(format, channel_count, SLAB_FRAMES));
            }
            let start = FramePos(job.first_frame() + (at * SLAB_FRAMES) as u64);
            let decoded = lane.decode(start, &mut self.blocks[at]);
            decoded.map_err(|damage| WriteError::Source(damage.error))?;
            self.times.decode += begun.elapsed();
        }
        match job.stem.change_in_place() {
            None => Ok(()),
            Some(change) => Err(WriteError::Source(DecodeError::Changed(change))),
        }
    }

    fn blocks_of(&self, frames: u64) -> &[SampleBlock] {
        &self.blocks[..frames.div_ceil(SLAB_FRAMES as u64) as usize]
    }

    fn encode(&mut self, job: &ChunkJob<'_>, quantiser: &Quantiser) -> Result<Vec<u8>, WriteError> {
        let frames = job.frame_count();
        let channel_count = job.stem.info().channel_count;
        let settings = FlacSettings {
            block_frames: SLAB_FRAMES,
            seek_point_count: frames.div_ceil(SLAB_FRAMES as u64) as usize,
            ..FlacSettings::new(job.engine_rate, channel_count, job.coding.bits())
        };
        let refused = |error: FlacError| WriteError::Disk(io::Error::other(error));
        let mut writer = FlacWriter::new(Cursor::new(Vec::new()), &settings).map_err(refused)?;
        for at in 0..self.blocks_of(frames).len() {
            if !(job.pace)() {
                return Err(WriteError::Stopped);
            }
            let begun = WorkTime::now();
            self.quantise(job, quantiser, at);
            writer.write_interleaved(&self.integers).map_err(refused)?;
            self.times.encode += begun.elapsed();
        }
        Ok(writer.finish().map_err(refused)?.0.into_inner())
    }

    fn quantise(&mut self, job: &ChunkJob<'_>, quantiser: &Quantiser, at: usize) {
        let start = (at * SLAB_FRAMES) as u64;
        let count = (job.frame_count() - start).min(SLAB_FRAMES as u64) as usize;
        let first = job.first_frame() + start;
        quantiser.quantise(&self.blocks[at], count, first, &mut self.integers);
    }

    /// Reads the file back, as lanes will, and compares every sample.
    fn verify(
        &mut self,
        job: &ChunkJob<'_>,
        chunk: &ChunkMetadata,
        path: &Path,
        quantiser: &Quantiser,
    ) -> Result<(), WriteError> {
        let channel_count = job.stem.info().channel_count;
        let seal = ChunkSeal {
            byte_count: chunk.bytes,
            frame_count: job.frame_count(),
            rate: job.engine_rate,
            channel_count,
            md5: chunk.md5().ok_or(WriteError::Wrong)?,
        };
        // As the integers are, before they are scaled.
        let stored = StoredChunk { path: path.to_owned(), seal, scale: 1.0 };
        let opened = StoredLane::open(job.number, &stored, &FileOpener);
        let mut lane = opened.map_err(|_| WriteError::Wrong)?;
        let mut block = SampleBlock::silent(SampleFormat::F32, channel_count, SLAB_FRAMES);
        for at in 0..self.blocks_of(job.frame_count()).len() {
            if !(job.pace)() {
                return Err(WriteError::Stopped);
            }
            let begun = WorkTime::now();
            let start = FramePos((at * SLAB_FRAMES) as u64);
            lane.decode(start, &mut block).map_err(|_| WriteError::Wrong)?;
            self.quantise(job, quantiser, at);
            if !equals(&block, &self.integers, job.coding.bits()) {
                return Err(WriteError::Wrong);
            }
            self.times.verify += begun.elapsed();
        }
        Ok(())
    }
}

impl ChunkJob<'_> {
    fn first_frame(&self) -> u64 {
        self.number * self.chunk_frames
    }

    fn frame_count(&self) -> u64 {
        let FrameCount(frames) = self.stem.info().frame_count;
        frames.saturating_sub(self.first_frame()).min(self.chunk_frames)
    }
}

/// A file with these bytes, on the disk, that is gone unless it gets a name.
fn unfinished(folder: &Path, bytes: &[u8]) -> io::Result<tempfile::NamedTempFile> {
    let mut file = tempfile::Builder::new().prefix(UNFINISHED).tempfile_in(folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_data()?;
    Ok(file)
}

/// True when the block's first frames are exactly the integers.
fn equals(block: &SampleBlock, integers: &[i32], bits: u32) -> bool {
    let SampleData::F32(samples) = &block.data else { return false };
    let (channels, frames) = (block.channel_count, block.frame_count());
    let unit = 1.0 / (1u32 << (bits - 1)) as f32;
    (0..channels).all(|channel| {
        let integers = integers.iter().skip(channel).step_by(channels);
        let samples = &samples[channel * frames..(channel + 1) * frames];
        integers.zip(samples).all(|(integer, sample)| *integer as f32 * unit == *sample)
    })
}
