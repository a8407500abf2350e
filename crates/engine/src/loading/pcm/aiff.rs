//! What precedes the samples of AIFF and AIFF-C files.
//!
//! Source: Audio Interchange File Format 1.3 (Apple, 1989); AIFF-C draft of 1991.08.26 (Apple).

mod common;
mod places;

use crate::{
    error::OpenError,
    loading::{
        mixdown::Speakers,
        pcm::{
            Container, MAX_CHUNKS, PcmLayout,
            aiff::{
                common::{COMMON_BYTES, Common, read_common},
                places::{PLACES_BYTES, read_places},
            },
            claim::Claim,
        },
        source::ByteSource,
        window::ByteWindow,
    },
};

/// Bytes of a chunk's name and size.
const HEADER_BYTES: usize = 8;

/// Bytes of any chunk's body that are looked at.
const BODY_BYTES: usize = if PLACES_BYTES > COMMON_BYTES { PLACES_BYTES } else { COMMON_BYTES };

/// The size that sox leaves in a pipe; others leave 0.
const LEAST_PLACEHOLDER: u64 = 0x7f00_0000;

/// A chunk of the file.
#[derive(Debug)]
struct Chunk<'a> {
    name: [u8; 4],
    /// Where its body begins, in bytes.
    place: u64,
    /// Bytes of its body, by its header.
    size: u32,
    /// What the file has there.
    start: &'a [u8],
}

/// Where the samples are, by their chunk.
#[derive(Debug, Clone, Copy)]
struct Samples {
    start: u64,
    /// Bytes, by the chunk's size.
    claimed: u64,
}

/// What the chunks say so far: they come in any order.
#[derive(Debug, Default)]
struct Found {
    common: Option<Common>,
    samples: Option<Samples>,
    speakers: Option<Speakers>,
}

/// Reads the chunks of the file that begins at `start`, until its samples and what describes them
/// are found. Places of channels are honoured when they come before the samples.
///
/// # Errors
/// When the file can't be read, its header is broken or the coding is not supported.
pub(super) fn read_layout(
    container: Container,
    source: &dyn ByteSource,
    window: &mut ByteWindow,
    start: u64,
) -> Result<PcmLayout, OpenError> {
    let head = window.view(source, start, 12).map_err(OpenError::ReadHeader)?;
    let whole_size = u32_at(head, 4).ok_or_else(|| container.broken("it is cut off"))?;
    let whole_bytes = start + HEADER_BYTES as u64 + u64::from(whole_size);
    let mut found = Found::default();
    let mut offset = start + 12;
    for _ in 0..MAX_CHUNKS {
        let bytes = window
            .view(source, offset, HEADER_BYTES + BODY_BYTES)
            .map_err(OpenError::ReadHeader)?;
        let Some((&name, size)) = bytes.first_chunk::<4>().zip(u32_at(bytes, 4)) else {
            return found.at_the_end(container, offset);
        };
        let place = offset + HEADER_BYTES as u64;
        found.add(container, Chunk { name, place, size, start: &bytes[HEADER_BYTES..] })?;
        if let (Some(common), Some(samples)) = (&found.common, &found.samples) {
            let claim =
                Claim { bytes: samples.claimed, least_placeholder: LEAST_PLACEHOLDER, whole_bytes };
            let data_bytes = claim.believed(samples.start, source.byte_count());
            return Ok(found.layout(common, samples.start, data_bytes));
        }
        // Chunks of odd size are padded.
        offset += HEADER_BYTES as u64 + u64::from(size) + u64::from(size & 1);
    }
    Err(container.broken("it has too many chunks"))
}

impl Found {
    fn add(&mut self, container: Container, chunk: Chunk<'_>) -> Result<(), OpenError> {
        let Chunk { name, place, size, start } = chunk;
        let body = &start[..start.len().min(size as usize)];
        match &name {
            b"COMM" if self.common.is_none() => self.common = Some(read_common(container, body)?),
            b"CHAN" => self.speakers = read_places(body),
            b"SSND" if self.samples.is_none() => {
                // The samples may be aligned to blocks: then some bytes precede them. What writes
                // to a pipe leaves a size without even these numbers.
                let skipped = u32_at(start, 0);
                let skipped = u64::from(skipped.ok_or_else(|| container.broken("it is cut off"))?);
                self.samples = Some(Samples {
                    start: place + 8 + skipped,
                    claimed: u64::from(size).saturating_sub(8 + skipped),
                });
            }
            _ => {}
        }
        Ok(())
    }

    /// A file without samples may leave out their chunk.
    fn at_the_end(self, container: Container, offset: u64) -> Result<PcmLayout, OpenError> {
        match &self.common {
            Some(common) if common.frame_count == 0 => Ok(self.layout(common, offset, 0)),
            Some(_) => Err(container.broken("it has no samples")),
            None => Err(container.broken("its samples are not described")),
        }
    }

    fn layout(&self, common: &Common, data_start: u64, data_bytes: u64) -> PcmLayout {
        let &Common { rate, channel_count, coding, byte_order, bits, frame_count } = common;
        let held_frames = data_bytes / (channel_count * coding.byte_count()) as u64;
        PcmLayout {
            rate,
            channel_count,
            coding,
            byte_order,
            bits,
            speakers: self.speakers.unwrap_or(Speakers::usual(channel_count)),
            data_start,
            frame_count: match u64::from(frame_count) {
                // What writes to a pipe can't know it.
                0 => held_frames,
                frame_count => frame_count.min(held_frames),
            },
        }
    }
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes(*bytes.get(at..)?.first_chunk()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(*bytes.get(at..)?.first_chunk()?))
}

#[cfg(test)]
mod tests;
