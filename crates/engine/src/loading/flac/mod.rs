//! FLAC files: container, frames, seeking, decoding.
//!
//! The container and the search for frames are our own, since both must stand damage, wrong
//! headers and hostile ones; most samples are decoded by symphonia (`codec`), the widest by
//! `plain`.

mod bits;
mod codec;
mod crc;
mod ends;
pub(crate) mod header;
pub(crate) mod lane;
mod length;
pub(crate) mod metadata;
mod plain;
pub(crate) mod reader;
pub(crate) mod scan;
mod seek;
pub(crate) mod stream;

use std::{
    ops::Range,
    sync::{Arc, Mutex, PoisonError},
};

use attacca_units::SampleRate;

use crate::{
    error::OpenError,
    loading::{
        flac::{
            codec::Codec,
            length::{find_first_frame, find_length},
            metadata::{Metadata, StreamInfo, read_metadata},
            reader::FrameReader,
            scan::FlacScan,
            stream::{Blocking, Stream},
        },
        index::{FrameIndex, IndexBuilder, IndexSlot},
        source::ByteSource,
        window::ByteWindow,
    },
    settings::SLAB_FRAMES,
};

/// Bytes asked for around an estimated place: as far as the rate of usual music strays from its
/// mean within a song of 6 minutes.
const ESTIMATE_MARGIN_BYTES: u64 = 256 * 1024;

/// An opened FLAC file.
#[derive(Debug)]
pub(crate) struct FlacFile {
    source: Arc<dyn ByteSource>,
    stream: Arc<Stream>,
    slot: Arc<IndexSlot>,
    /// What opening read, for the first lane: it holds the first frame, usually.
    head: Mutex<Option<ByteWindow>>,
}

impl FlacFile {
    /// Reads what precedes the audio of `source`, which starts with `fLaC` at `flac_start`.
    ///
    /// # Errors
    /// When it can't be read or its header is broken.
    pub(crate) fn open(
        source: Arc<dyn ByteSource>,
        mut window: ByteWindow,
        flac_start: u64,
        slot: Arc<IndexSlot>,
    ) -> Result<(FlacFile, StreamInfo), OpenError> {
        let metadata = read_metadata(&*source, &mut window, flac_start)?;
        let mut info = metadata.info;
        let (stream, window) =
            find_first_frame(&source, window, metadata).map_err(OpenError::ReadHeader)?;
        let mut stream = Arc::new(stream);
        if info.frame_count.is_none() {
            let length = find_length(&source, &stream).map_err(OpenError::ReadHeader)?;
            Arc::make_mut(&mut stream).frame_count = length;
            info.frame_count = Some(length);
        }
        Ok((FlacFile { source, stream, slot, head: Mutex::new(Some(window)) }, info))
    }

    /// A reader of the frames; the first one has what opening read.
    pub(crate) fn reader(&self) -> FrameReader {
        let window = self.head.lock().unwrap_or_else(PoisonError::into_inner).take();
        let (source, stream) = (Arc::clone(&self.source), Arc::clone(&self.stream));
        FrameReader::new(source, stream, window.unwrap_or_default())
    }

    /// The index, once it is built.
    pub(crate) fn index(&self) -> Option<&FrameIndex> {
        self.slot.index()
    }

    /// Takes the seek table for the index, if it has a point for each block: a file of the cache does.
    pub(crate) fn index_by_seek_table(&self) {
        let Blocking::Fixed(block) = self.stream.blocking else { return };
        let (block, points) = (u64::from(block), &self.stream.seek_points);
        let is_full = points.len() as u64 == self.stream.frame_count.div_ceil(block)
            && points.iter().zip(0..).all(|(point, n)| point.position == n * block)
            && points.is_sorted_by_key(|point| point.offset);
        if is_full {
            let start = self.stream.audio_start;
            self.slot.publish(block, points.iter().map(|point| start + point.offset));
        }
    }

    /// Builds the index; `None` when it is there or being built.
    pub(crate) fn index_builder(&self) -> Option<IndexBuilder> {
        let (source, stream) = (Arc::clone(&self.source), Arc::clone(&self.stream));
        let reader = FrameReader::new(source, stream, ByteWindow::default());
        IndexBuilder::new(Box::new(FlacScan::new(reader)), Arc::clone(&self.slot))
    }

    /// Bytes of memory that a lane takes at most: a window that holds the longest frame, and a block.
    pub(crate) fn lane_bytes(&self) -> usize {
        let window = ByteWindow::bytes_for(self.stream.max_bytes_of_any_frame());
        window + Codec::bytes_for(&self.stream)
    }

    /// The same of any file whose blocks have at most a slab's frames.
    pub(crate) fn lane_bytes_of(channel_count: usize, bits: u32) -> usize {
        let info = StreamInfo {
            max_block_frames: SLAB_FRAMES as u32,
            rate: SampleRate::HZ_48000,
            channel_count,
            bits,
            frame_count: None,
        };
        let metadata = Metadata { info, seek_points: Box::default(), audio_start: 0 };
        let stream = Stream::new(metadata, None);
        ByteWindow::bytes_for(stream.max_bytes_of_any_frame()) + Codec::bytes_for(&stream)
    }

    /// Asks the system for the bytes of these frames.
    pub(crate) fn will_need(&self, frames: Range<u64>) {
        let (from, to) = match self.index() {
            Some(index) => (index.offset(frames.start), index.offset(frames.end + index.stride())),
            None => (
                Some(self.estimate(frames.start).saturating_sub(ESTIMATE_MARGIN_BYTES)),
                Some(self.estimate(frames.end) + ESTIMATE_MARGIN_BYTES),
            ),
        };
        let byte_count = self.source.byte_count();
        // The file may end before its header does.
        let to = to.unwrap_or(byte_count).min(byte_count);
        self.source.will_need(from.unwrap_or(to).min(to)..to);
    }

    /// About where `position` lies, as if all frames were of one size.
    fn estimate(&self, position: u64) -> u64 {
        let audio_bytes = self.source.byte_count().saturating_sub(self.stream.audio_start) as f64;
        let share = position as f64 / self.stream.frame_count.max(1) as f64;
        self.stream.audio_start + (audio_bytes * share.min(1.0)) as u64
    }
}

/// The frame of the standard's first example: RFC 9639, appendix D.1.
#[cfg(test)]
pub(crate) const RFC_FRAME: [u8; 15] =
    [0xff, 0xf8, 0x69, 0x18, 0x00, 0x00, 0xbf, 0x03, 0x58, 0xfd, 0x03, 0x12, 0x8b, 0xaa, 0x9a];
