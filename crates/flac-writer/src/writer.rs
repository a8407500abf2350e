//! Frames in, FLAC bytes out, one block in memory.

use std::io::{Cursor, Seek, SeekFrom, Write};

use crate::{
    FlacError, FlacSettings,
    block::BlockEncoder,
    checksum::SampleChecksum,
    header::{MAX_FRAME_COUNT, SeekTable, StreamTotals, header},
};

/// Writes one FLAC stream to anything that can seek.
///
/// The stream is complete only after [`FlacWriter::finish`]: until then its header is blank. After
/// an error the stream is not worth finishing.
#[derive(Debug)]
pub struct FlacWriter<W> {
    sink: W,
    settings: FlacSettings,
    encoder: BlockEncoder,
    checksum: SampleChecksum,
    totals: StreamTotals,
    seek_table: SeekTable,
    /// Interleaved samples of the block being filled, clamped to their bits.
    pending: Vec<i32>,
    header_offset: u64,
    header_bytes: u64,
    body_bytes: u64,
    n_clamped_samples: u64,
}

/// What [`FlacWriter::finish`] has written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FlacSummary {
    /// Frames in the stream.
    pub frame_count: u64,
    /// Bytes of the stream, header included.
    pub byte_count: u64,
    /// Samples that did not fit their bits and were written at full scale instead.
    pub n_clamped_samples: u64,
}

impl<W: Write + Seek> FlacWriter<W> {
    /// Begins a stream at the present position of `sink`.
    ///
    /// # Errors
    /// [`FlacError::Settings`] before anything is written; [`FlacError::Write`].
    pub fn new(mut sink: W, settings: &FlacSettings) -> Result<FlacWriter<W>, FlacError> {
        settings.check()?;
        let totals = StreamTotals::default();
        let seek_table = SeekTable::new(settings.seek_point_count);
        let header_offset = sink.stream_position()?;
        let blank_header = header(settings, &totals, &seek_table);
        sink.write_all(&blank_header)?;
        Ok(FlacWriter {
            sink,
            settings: *settings,
            encoder: BlockEncoder::new(settings)?,
            checksum: SampleChecksum::new(settings.channel_count, settings.bits_per_sample),
            totals,
            seek_table,
            pending: Vec::with_capacity(settings.block_frames * settings.channel_count),
            header_offset,
            header_bytes: blank_header.len() as u64,
            body_bytes: 0,
            n_clamped_samples: 0,
        })
    }

    /// Adds frames; samples beyond full scale are clamped.
    ///
    /// Shape: `interleaved[frame][channel]`, as integers of the stream's bits.
    ///
    /// # Errors
    /// [`FlacError::RaggedFrames`] before anything is written; [`FlacError::Write`],
    /// [`FlacError::Encoder`] and [`FlacError::TooLong`].
    pub fn write_interleaved(&mut self, interleaved: &[i32]) -> Result<(), FlacError> {
        let channel_count = self.settings.channel_count;
        if !interleaved.len().is_multiple_of(channel_count) {
            return Err(FlacError::RaggedFrames { channel_count });
        }
        let mut rest = interleaved;
        while !rest.is_empty() {
            let room = self.block_samples() - self.pending.len();
            let (now, later) = rest.split_at(room.min(rest.len()));
            self.push_clamped(now.iter().copied());
            self.write_block_if_full()?;
            rest = later;
        }
        Ok(())
    }

    /// Adds frames; samples beyond full scale are clamped.
    ///
    /// Shape: `planes[channel][frame]`, as integers of the stream's bits.
    ///
    /// # Errors
    /// As [`FlacWriter::write_interleaved`].
    pub fn write_planar(&mut self, planes: &[&[i32]]) -> Result<(), FlacError> {
        let channel_count = self.settings.channel_count;
        let frame_count = planes.first().map_or(0, |plane| plane.len());
        let is_whole = planes.iter().all(|plane| plane.len() == frame_count);
        if planes.len() != channel_count || !is_whole {
            return Err(FlacError::RaggedFrames { channel_count });
        }
        for frame in 0..frame_count {
            self.push_clamped(planes.iter().map(|plane| plane[frame]));
            self.write_block_if_full()?;
        }
        Ok(())
    }

    /// Writes the last block and the header, and gives the sink back, not flushed.
    ///
    /// # Errors
    /// [`FlacError::Write`], [`FlacError::Encoder`] and [`FlacError::TooLong`]; the stream is
    /// incomplete.
    pub fn finish(mut self) -> Result<(W, FlacSummary), FlacError> {
        if !self.pending.is_empty() {
            self.write_block()?;
        }
        self.totals.md5 = self.checksum.md5();
        let end = self.sink.stream_position()?;
        self.sink.seek(SeekFrom::Start(self.header_offset))?;
        self.sink.write_all(&header(&self.settings, &self.totals, &self.seek_table))?;
        self.sink.seek(SeekFrom::Start(end))?;
        let summary = FlacSummary {
            frame_count: self.totals.frame_count,
            byte_count: self.header_bytes + self.body_bytes,
            n_clamped_samples: self.n_clamped_samples,
        };
        Ok((self.sink, summary))
    }

    fn block_samples(&self) -> usize {
        self.settings.block_frames * self.settings.channel_count
    }

    fn push_clamped(&mut self, samples: impl Iterator<Item = i32>) {
        let (low, high) = self.settings.sample_range().into_inner();
        for sample in samples {
            let clamped = sample.clamp(low, high);
            self.n_clamped_samples += u64::from(clamped != sample);
            self.pending.push(clamped);
        }
    }

    fn write_block_if_full(&mut self) -> Result<(), FlacError> {
        if self.pending.len() == self.block_samples() { self.write_block() } else { Ok(()) }
    }

    fn write_block(&mut self) -> Result<(), FlacError> {
        let frame_count = (self.pending.len() / self.settings.channel_count) as u64;
        if self.totals.frame_count + frame_count > MAX_FRAME_COUNT {
            return Err(FlacError::TooLong);
        }
        let bytes = self.encoder.encode(&self.pending)?;
        let bytes = bytes.as_slice();
        self.checksum.add(&self.pending)?;
        self.seek_table.add_block(self.body_bytes);
        self.totals.add_block(frame_count, bytes.len() as u32);
        self.sink.write_all(bytes)?;
        self.body_bytes += bytes.len() as u64;
        self.pending.clear();
        Ok(())
    }
}

/// A FLAC stream of samples that are all in memory.
///
/// Shape: `interleaved[frame][channel]`, as integers of the stream's bits; clamped as in
/// [`FlacWriter::write_interleaved`].
///
/// # Errors
/// As [`FlacWriter`], but for [`FlacError::Write`]: memory takes every byte.
pub fn encode(settings: &FlacSettings, interleaved: &[i32]) -> Result<Vec<u8>, FlacError> {
    let mut writer = FlacWriter::new(Cursor::new(Vec::new()), settings)?;
    writer.write_interleaved(interleaved)?;
    let (sink, _) = writer.finish()?;
    Ok(sink.into_inner())
}
