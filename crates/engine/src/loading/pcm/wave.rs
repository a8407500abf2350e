//! What precedes the samples of WAV files and of their offspring for more than 4 GiB.
//!
//! Source: Multimedia Programming Interface and Data Specifications 1.0 (IBM, Microsoft, 1991),
//! "WAVE"; EBU Tech 3306 (RF64); Recommendation ITU-R BS.2088 (BW64); Sony Pictures Digital,
//! "Sony Wave64".

mod format;

use crate::{
    error::OpenError,
    loading::{
        pcm::{
            ByteOrder, Container, MAX_CHUNKS, PcmLayout,
            claim::{Claim, LEAST_LONG_PLACEHOLDER},
            wave::format::{FORMAT_BYTES, Format, read_format},
        },
        source::ByteSource,
        window::ByteWindow,
    },
};

/// Bytes of a chunk's name and size in Wave64 files, the longer of the two kinds.
const MAX_HEADER_BYTES: usize = 24;

/// What follows the name in the identifiers of Wave64.
const WAVE64_TAIL: [u8; 12] =
    [0xf3, 0xac, 0xd3, 0x11, 0x8c, 0xd1, 0x00, 0xc0, 0x4f, 0x8e, 0xdb, 0x8a];

/// The size of a chunk whose real one is in the `ds64` chunk.
const SIZE_IS_ELSEWHERE: u64 = u32::MAX as u64;

/// Sizes that pipes leave: 2³² − 1, 2³¹ − 1 (sox), or a little less (ffmpeg's, rounded to its
/// block).
const LEAST_PLACEHOLDER: u64 = 0x7fff_0000;

/// A chunk of the file.
#[derive(Debug, Clone, Copy)]
struct Chunk {
    name: [u8; 4],
    /// Bytes before its body.
    header_bytes: u64,
    /// Bytes of its body.
    size: u64,
    /// Bytes to the next chunk.
    stride: u64,
}

/// Sizes of 64 bits that stand in for those of 32.
#[derive(Debug, Clone, Copy)]
struct LongSizes {
    riff: u64,
    data: u64,
}

/// Reads the chunks up to the samples of the file that begins at `start`.
///
/// A length of the samples that is missing or a placeholder is replaced by what the file holds:
/// such files come from recorders that lost power and from pipes.
///
/// # Errors
/// When the file can't be read, its header is broken or the coding is not supported.
pub(super) fn read_layout(
    container: Container,
    source: &dyn ByteSource,
    window: &mut ByteWindow,
    start: u64,
) -> Result<PcmLayout, OpenError> {
    let head = window.view(source, start, 40).map_err(OpenError::ReadHeader)?;
    let riff_size = riff_size(container, head).ok_or_else(|| container.broken("it is cut off"))?;
    let mut format = None;
    let mut long_sizes = None;
    let mut offset = start + if container == Container::Wave64 { 40 } else { 12 };
    for _ in 0..MAX_CHUNKS {
        let bytes = window
            .view(source, offset, MAX_HEADER_BYTES + FORMAT_BYTES)
            .map_err(OpenError::ReadHeader)?;
        let chunk = chunk(container, bytes).ok_or_else(|| container.broken("it has no samples"))?;
        let body = &bytes[chunk.header_bytes as usize..];
        let body = &body[..body.len().min(chunk.size.min(FORMAT_BYTES as u64) as usize)];
        match &chunk.name {
            b"ds64" if matches!(container, Container::Rf64 | Container::Bw64) => {
                long_sizes = read_long_sizes(body);
            }
            b"fmt " if format.is_none() => format = Some(read_format(container, body)?),
            b"data" => {
                let format = format
                    .ok_or_else(|| container.broken("its samples precede their description"))?;
                let data_start = offset + chunk.header_bytes;
                let claim = claim(container, chunk.size, riff_size, long_sizes);
                let file_bytes = source.byte_count();
                let claim = Claim { whole_bytes: claim.whole_bytes.saturating_add(start), ..claim };
                return Ok(layout(format, data_start, claim.believed(data_start, file_bytes)));
            }
            _ => {}
        }
        offset = offset.saturating_add(chunk.stride);
    }
    Err(container.broken("it has too many chunks"))
}

fn layout(format: Format, data_start: u64, data_bytes: u64) -> PcmLayout {
    let Format { rate, channel_count, coding, bits, speakers } = format;
    let frame_count = data_bytes / (channel_count * coding.byte_count()) as u64;
    PcmLayout {
        rate,
        channel_count,
        coding,
        byte_order: ByteOrder::Little,
        bits,
        speakers,
        data_start,
        frame_count,
    }
}

/// The size of the whole, as the head of the file says it.
fn riff_size(container: Container, head: &[u8]) -> Option<u64> {
    if container != Container::Wave64 {
        return Some(u64::from(u32_at(head, 4)?) + 8);
    }
    let is_wave = head.get(24..28) == Some(b"wave") && head.get(28..40) == Some(&WAVE64_TAIL);
    u64_at(head, 16).filter(|_| is_wave)
}

/// The chunk that `bytes` begin.
fn chunk(container: Container, bytes: &[u8]) -> Option<Chunk> {
    let name = *bytes.first_chunk::<4>()?;
    if container != Container::Wave64 {
        let size = u64::from(u32_at(bytes, 4)?);
        // Chunks of odd size are padded.
        return Some(Chunk { name, header_bytes: 8, size, stride: 8 + size + (size & 1) });
    }
    let whole = u64_at(bytes, 16)?;
    let is_known = bytes.get(4..16) == Some(&WAVE64_TAIL);
    Some(Chunk {
        name: if is_known { name } else { *b"GUID" },
        header_bytes: 24,
        // A size counts its own header; 0 is what a pipe leaves.
        size: whole.saturating_sub(24),
        // Chunks begin at multiples of 8.
        stride: whole.max(24).saturating_add(7) & !7,
    })
}

fn read_long_sizes(body: &[u8]) -> Option<LongSizes> {
    Some(LongSizes { riff: u64_at(body, 0)?, data: u64_at(body, 8)? })
}

/// What the header claims for its samples.
fn claim(
    container: Container,
    data_size: u64,
    riff_size: u64,
    long_sizes: Option<LongSizes>,
) -> Claim {
    match long_sizes {
        Some(LongSizes { riff, data }) if data_size == SIZE_IS_ELSEWHERE => Claim {
            bytes: data,
            least_placeholder: LEAST_LONG_PLACEHOLDER,
            whole_bytes: riff.saturating_add(8),
        },
        _ if container == Container::Wave64 => Claim {
            bytes: data_size,
            least_placeholder: LEAST_LONG_PLACEHOLDER,
            whole_bytes: riff_size,
        },
        _ => {
            Claim { bytes: data_size, least_placeholder: LEAST_PLACEHOLDER, whole_bytes: riff_size }
        }
    }
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(*bytes.get(at..)?.first_chunk()?))
}

fn u64_at(bytes: &[u8], at: usize) -> Option<u64> {
    Some(u64::from_le_bytes(*bytes.get(at..)?.first_chunk()?))
}

#[cfg(test)]
mod tests;
