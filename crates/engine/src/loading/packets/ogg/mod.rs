//! Ogg files: the first Vorbis or Opus stream of the first chain.
//!
//! Pages are found and checked here, and packets put together of them; where a packet's frames are is
//! told by the pages' granule positions and the packets' lengths, which are known without decoding.
//! Other streams beside the first audio stream are left out, and so is what follows when files were
//! put together one after the other.

mod bits;
mod coding;
mod crc;
mod ends;
#[cfg(test)]
mod hand_made;
mod headers;
mod opus;
mod packets;
mod page;
mod reader;
mod scan;
mod seek;
mod stream;
mod vorbis;

use std::{borrow::Cow, ops::Range, sync::Arc};

use crate::{
    error::OpenError,
    loading::{
        index::{IndexSlot, Scan},
        packets::{Container, PacketFile, PacketReader},
        source::ByteSource,
        window::ByteWindow,
    },
};

use self::{
    ends::{find_audio_end, find_start, find_total},
    headers::read_headers,
    page::PageReader,
    reader::OggReader,
    scan::OggScan,
    stream::Stream,
};

/// Bytes asked for around an estimated place: two pages of the longest.
const ESTIMATE_MARGIN_BYTES: u64 = 128 * 1024;

/// Reads the headers of `source`, which begin at `start` and of which `window` may hold some.
///
/// # Errors
/// When they can't be read, are broken or of an unsupported coding.
pub(super) fn open(
    source: Arc<dyn ByteSource>,
    window: ByteWindow,
    start: u64,
    slot: Arc<IndexSlot>,
) -> Result<PacketFile, OpenError> {
    let mut pages = PageReader::new(Arc::clone(&source), window, source.byte_count());
    let headers = read_headers(&mut pages, start)?;
    let mut track = headers.track;
    let mut stream = headers.stream;
    let read = OpenError::ReadHeader;
    stream.audio_end = find_audio_end(&mut pages, &stream, &headers.serials).map_err(read)?;
    let start = find_start(&source, &stream).map_err(read)?;
    stream.base = start.base;
    track.delay += start.trimmed;
    stream.total = find_total(&mut pages, &stream).map_err(read)?;
    track.frame_count = stream.total.saturating_sub(track.delay);
    let container =
        OggFile { source: Arc::clone(&source), stream: Arc::new(stream), slot: Arc::clone(&slot) };
    Ok(PacketFile::new(source, track, Box::new(container), slot))
}

/// An opened Ogg file.
#[derive(Debug)]
struct OggFile {
    source: Arc<dyn ByteSource>,
    stream: Arc<Stream>,
    slot: Arc<IndexSlot>,
}

impl OggFile {
    /// About where `position` lies, as if all packets were of one size.
    fn estimate(&self, position: u64) -> u64 {
        let bytes = self.stream.audio_end.saturating_sub(self.stream.audio_start) as f64;
        let share = position as f64 / self.stream.total.max(1) as f64;
        self.stream.audio_start + (bytes * share.min(1.0)) as u64
    }
}

impl Container for OggFile {
    fn reader(&self) -> Box<dyn PacketReader> {
        let slot = Some(Arc::clone(&self.slot));
        Box::new(OggReader::new(Arc::clone(&self.source), Arc::clone(&self.stream), slot))
    }

    fn scan(&self) -> Option<Box<dyn Scan>> {
        Some(Box::new(OggScan::new(Arc::clone(&self.source), Arc::clone(&self.stream))))
    }

    fn bytes_of(&self, raw_frames: Range<u64>) -> Range<u64> {
        let start = raw_frames.start.saturating_sub(self.stream.coding.pre_roll());
        let Some(index) = self.slot.index() else {
            return self.estimate(start).saturating_sub(ESTIMATE_MARGIN_BYTES)
                ..self.estimate(raw_frames.end) + ESTIMATE_MARGIN_BYTES;
        };
        let from = index.offset(start).unwrap_or(self.stream.audio_end);
        let to = index.offset(raw_frames.end + index.stride()).unwrap_or(self.stream.audio_end);
        // The entry is of the page before.
        from..to.max(from) + ESTIMATE_MARGIN_BYTES
    }

    fn table_bytes(&self) -> usize {
        0
    }
}

fn broken(format: &'static str, reason: &'static str) -> OpenError {
    OpenError::BrokenHeader { format, reason }
}

fn unsupported(what: impl Into<Cow<'static, str>>) -> OpenError {
    OpenError::UnsupportedFormat { format: what.into() }
}
