//! Frame indexes as files: bytes from an index, an index from bytes. Pure.
//!
//! Numbers are lowest byte first:
//!
//! | bytes | what |
//! |---|---|
//! | 8 | `Attacca` and a zero |
//! | 4 | version |
//! | 4 | number of entries, *n* |
//! | 8 | frames of audio between entries |
//! | 32 | key of the audio file |
//! | 8 × ⌈*n* / 256⌉ | bases |
//! | 4 × *n* | offsets behind their bases |
//! | 32 | BLAKE3 of everything before |

use std::ops::Range;

use super::{ENTRIES_PER_BASE, FileKey, FrameIndex, MAX_ENTRIES};

const MARK: [u8; 8] = *b"Attacca\0";

/// Indexes of other versions are built anew. To be raised whenever an entry means something else.
const VERSION: u32 = 1;

const HEADER_BYTES: usize = 56;
const CHECKSUM_BYTES: usize = 32;

/// Bytes of the longest file: 4.2 MB.
pub(super) const MAX_FILE_BYTES: usize =
    HEADER_BYTES + MAX_ENTRIES.div_ceil(ENTRIES_PER_BASE) * 8 + MAX_ENTRIES * 4 + CHECKSUM_BYTES;

/// Why an index file is not used. It is built anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BrokenIndex {
    /// It is no index, or one of another version.
    #[error("it is no frame index of this version")]
    Foreign,
    /// It was cut short, or bytes of it have changed.
    #[error("it is damaged")]
    Damaged,
    /// It is the index of another file, or of another version of the file.
    #[error("it belongs to another file")]
    OtherFile,
    /// Its entries can't be those of the file.
    #[error("it contradicts the file")]
    Contradiction,
}

/// What an index must fit.
#[derive(Debug, Clone)]
pub(super) struct Expected<'a> {
    /// The key of the audio file.
    pub(super) key: &'a FileKey,
    /// Frames between entries.
    pub(super) stride: u64,
    /// Where the file's audio is, in bytes.
    pub(super) audio: Range<u64>,
}

/// The bytes of `index`, of the audio file with this key.
pub(super) fn to_bytes(index: &FrameIndex, key: &FileKey) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(HEADER_BYTES + index.byte_count() + CHECKSUM_BYTES);
    bytes.extend(MARK);
    bytes.extend(VERSION.to_le_bytes());
    // There are at most 2²⁰.
    bytes.extend((index.offsets.len() as u32).to_le_bytes());
    bytes.extend(index.stride.to_le_bytes());
    bytes.extend(key.0);
    bytes.extend(index.bases.iter().flat_map(|base| base.to_le_bytes()));
    bytes.extend(index.offsets.iter().flat_map(|offset| offset.to_le_bytes()));
    bytes.extend(blake3::hash(&bytes).as_bytes());
    bytes
}

/// The index in `bytes`, whatever they are.
///
/// # Errors
/// When it is not the index of the file that is expected, as it was written.
pub(super) fn from_bytes(bytes: &[u8], expected: &Expected<'_>) -> Result<FrameIndex, BrokenIndex> {
    let (header, body) = bytes.split_at_checked(HEADER_BYTES).ok_or(BrokenIndex::Foreign)?;
    let (mark, numbers) = header.split_at(MARK.len());
    let (version, numbers) = numbers.split_at(4);
    if mark != MARK || version != VERSION.to_le_bytes() {
        return Err(BrokenIndex::Foreign);
    }
    let (body, checksum) = body.split_last_chunk::<CHECKSUM_BYTES>().ok_or(BrokenIndex::Damaged)?;
    if blake3::hash(&bytes[..HEADER_BYTES + body.len()]) != *checksum {
        return Err(BrokenIndex::Damaged);
    }
    let (entry_count, numbers) = split_number(numbers);
    let (stride, key) = numbers.split_at(8);
    if key != expected.key.0 {
        return Err(BrokenIndex::OtherFile);
    }
    let index = entries(body, entry_count as usize, expected.stride)?;
    let is_sound = stride == expected.stride.to_le_bytes() && lies_in(&index, &expected.audio);
    if is_sound { Ok(index) } else { Err(BrokenIndex::Contradiction) }
}

fn split_number(bytes: &[u8]) -> (u32, &[u8]) {
    match bytes.split_first_chunk() {
        Some((number, rest)) => (u32::from_le_bytes(*number), rest),
        None => (0, bytes),
    }
}

fn entries(body: &[u8], entry_count: usize, stride: u64) -> Result<FrameIndex, BrokenIndex> {
    let base_count = entry_count.div_ceil(ENTRIES_PER_BASE);
    if entry_count > MAX_ENTRIES || body.len() != base_count * 8 + entry_count * 4 {
        return Err(BrokenIndex::Contradiction);
    }
    let (bases, offsets) = body.split_at(base_count * 8);
    let (bases, offsets) = (bases.as_chunks::<8>().0, offsets.as_chunks::<4>().0);
    Ok(FrameIndex {
        stride,
        bases: bases.iter().copied().map(u64::from_le_bytes).collect(),
        offsets: offsets.iter().copied().map(u32::from_le_bytes).collect(),
    })
}

/// True when every entry lies in `audio`, and none before the one that precedes it.
fn lies_in(index: &FrameIndex, audio: &Range<u64>) -> bool {
    let mut least = audio.start;
    index.offsets.iter().enumerate().all(|(idx, offset)| {
        let place = index.bases[idx / ENTRIES_PER_BASE].checked_add(u64::from(*offset));
        let is_sound = place.is_some_and(|place| (least..audio.end).contains(&place));
        least = place.unwrap_or(least);
        is_sound
    })
}

#[cfg(test)]
mod tests;
