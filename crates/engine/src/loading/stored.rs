//! A lane over a stored chunk: one FLAC file, checked when it is opened.
//!
//! Runs on: loader threads.

use std::{io, sync::Arc};

use attacca_units::{FrameCount, FramePos};

use crate::{
    error::{DecodeError, OpenError},
    loading::{
        decoder::Damage,
        fill::Fill,
        flac::{FlacFile, lane::FlacLane, metadata::StreamInfo},
        mixdown::Mixdown,
        samples::{SampleBlock, SampleData},
        source::{ByteSource, SourceOpener, read_full},
        store::StoredChunk,
        window::ByteWindow,
    },
};

/// Where FLAC's header has the MD5 of the samples: behind its mark, a block's header and the numbers.
const MD5_AT: u64 = 26;

/// A lane over a stored chunk.
#[derive(Debug)]
pub(crate) struct StoredLane {
    /// Which chunk of its stem.
    pub(crate) number: u64,
    lane: FlacLane,
    frame_count: FrameCount,
    scale: f32,
}

impl StoredLane {
    /// Opens `chunk`, the `number`th of its stem.
    ///
    /// # Errors
    /// When it is not there, or is not what was written.
    pub(crate) fn open(
        number: u64,
        chunk: &StoredChunk,
        opener: &dyn SourceOpener,
    ) -> Result<StoredLane, DecodeError> {
        let source = opener.open(&chunk.path).map_err(DecodeError::Read)?;
        let file = open_sealed(source, chunk)?;
        file.index_by_seek_table();
        let frame_count = FrameCount(chunk.seal.frame_count);
        let lane = FlacLane::new(Arc::new(file));
        Ok(StoredLane { number, lane, frame_count, scale: chunk.scale })
    }

    /// Writes the frames from `start` on, counted in the chunk, into all of `out`; what lies behind its
    /// end is silence.
    ///
    /// # Errors
    /// As [`ChunkDecoder::decode`](crate::loading::decoder::ChunkDecoder::decode).
    pub(crate) fn decode(&mut self, start: FramePos, out: &mut SampleBlock) -> Result<(), Damage> {
        let as_they_are = Mixdown::None;
        let mut fill = Fill::new(out, &as_they_are, start, self.frame_count);
        self.lane.decode(&mut fill);
        fill.finish()?;
        if let (SampleData::F32(samples), true) = (&mut out.data, self.scale != 1.0) {
            samples.iter_mut().for_each(|sample| *sample *= self.scale);
        }
        Ok(())
    }

    /// Bytes of memory that it holds.
    pub(crate) fn byte_count(&self) -> usize {
        self.lane.byte_count()
    }

    /// Bytes of memory that a lane over any chunk takes at most: the widest samples there are.
    pub(crate) fn bytes_for(channel_count: usize) -> usize {
        FlacFile::lane_bytes_of(channel_count, 24)
    }
}

fn open_sealed(source: Arc<dyn ByteSource>, chunk: &StoredChunk) -> Result<FlacFile, DecodeError> {
    let seal = &chunk.seal;
    if source.byte_count() != seal.byte_count {
        return Err(DecodeError::Truncated);
    }
    let mut md5 = [0; 16];
    read_full(&*source, &mut md5, MD5_AT).map_err(DecodeError::Read)?;
    let opened = FlacFile::open(source, ByteWindow::default(), 0, Arc::default());
    let (file, info) = opened.map_err(|error| match error {
        OpenError::Open(error) | OpenError::ReadHeader(error) => DecodeError::Read(error),
        _ => DecodeError::Read(io::Error::from(io::ErrorKind::InvalidData)),
    })?;
    let StreamInfo { rate, channel_count, frame_count, .. } = info;
    let is_meant = (rate, channel_count, frame_count, md5)
        == (seal.rate, seal.channel_count, Some(seal.frame_count), seal.md5);
    if is_meant { Ok(file) } else { Err(DecodeError::Damaged("another file is in its place")) }
}
