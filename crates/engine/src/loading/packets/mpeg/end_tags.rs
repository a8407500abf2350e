//! Tags that are no sound: those behind the last frame, and those between two glued files.

use std::io;

use crate::loading::{source::ByteSource, window::ByteWindow};

/// Tags behind the audio that are told apart; more are searched as damage.
const MAX_TAGS: usize = 8;

/// Bytes of an ID3v1 tag, and of what extends it.
const ID3V1_BYTES: u64 = 128;
const ID3V1_EXTENSION_BYTES: u64 = 227;

/// Bytes of an APE tag's header, and of its footer.
const APE_BYTES: u64 = 32;

/// Bytes behind the content of a Lyrics3 tag: its size and its mark.
const LYRICS_BYTES: u64 = 15;

/// Bytes of an ID3v2 tag's header, and of its footer.
const ID3V2_BYTES: u64 = 10;

/// Bytes that hold every mark of a tag in front of its content.
pub(crate) const MARK_BYTES: usize = 32;

/// Where the audio of `source` ends, which begins at `start` or later: before all tags.
///
/// # Errors
/// What the system says.
pub(crate) fn audio_end(
    source: &dyn ByteSource,
    window: &mut ByteWindow,
    start: u64,
) -> io::Result<u64> {
    let mut end = source.byte_count();
    for _ in 0..MAX_TAGS {
        match tag_before(source, window, end)?.and_then(|bytes| end.checked_sub(bytes)) {
            Some(before) if before >= start => end = before,
            _ => break,
        }
    }
    Ok(end)
}

/// Bytes of the tag that ends at `end`.
fn tag_before(
    source: &dyn ByteSource,
    window: &mut ByteWindow,
    end: u64,
) -> io::Result<Option<u64>> {
    let mut at = |before: u64, count: usize| -> io::Result<Vec<u8>> {
        let Some(offset) = end.checked_sub(before) else { return Ok(Vec::new()) };
        let bytes = window.view(source, offset, count)?;
        Ok(bytes[..count.min(bytes.len())].to_vec())
    };
    if at(ID3V1_BYTES, 3)? == b"TAG" {
        let extension = at(ID3V1_BYTES + ID3V1_EXTENSION_BYTES, 4)? == b"TAG+";
        let extension = if extension { ID3V1_EXTENSION_BYTES } else { 0 };
        return Ok(Some(ID3V1_BYTES + extension));
    }
    if let Some(bytes) = ape_bytes(&at(APE_BYTES, APE_BYTES as usize)?) {
        return Ok(Some(bytes));
    }
    if let Some(bytes) = lyrics_bytes(&at(LYRICS_BYTES, LYRICS_BYTES as usize)?) {
        return Ok(Some(bytes));
    }
    let footer = at(ID3V2_BYTES, ID3V2_BYTES as usize)?;
    Ok(footer.starts_with(b"3DI").then(|| id3v2_bytes(&footer)))
}

/// Bytes of the tag whose first ones `bytes` are, of which there are [`MARK_BYTES`] unless the file
/// ends before.
pub(crate) fn tag_bytes(bytes: &[u8]) -> Option<u64> {
    if bytes.starts_with(b"ID3") && bytes.len() >= ID3V2_BYTES as usize {
        return Some(id3v2_bytes(bytes));
    }
    if bytes.starts_with(b"TAG") {
        let is_extension = bytes.starts_with(b"TAG+");
        return Some(if is_extension { ID3V1_EXTENSION_BYTES } else { ID3V1_BYTES });
    }
    ape_bytes(bytes)
}

/// With header and footer: both have the same mark and say how long the tag is, one flag whether
/// there is a header.
fn ape_bytes(bytes: &[u8]) -> Option<u64> {
    let (b"APETAGEX", rest) = bytes.split_at_checked(8)? else { return None };
    let number = |at: usize| Some(u32::from_le_bytes(rest.get(at..at + 4)?.try_into().ok()?));
    // With the footer, without the header.
    let byte_count = u64::from(number(4)?).max(APE_BYTES);
    let has_header = number(12)? >> 31 == 1;
    Some(byte_count + if has_header { APE_BYTES } else { 0 })
}

/// Six digits count what is before them.
fn lyrics_bytes(end: &[u8]) -> Option<u64> {
    let (digits, b"LYRICS200") = end.split_at_checked(6)? else { return None };
    let content: u64 = str::from_utf8(digits).ok()?.parse().ok()?;
    Some(content + LYRICS_BYTES)
}

/// Seven bits of each byte count what is between header and footer.
fn id3v2_bytes(mark: &[u8]) -> u64 {
    let content = mark[6..10].iter().fold(0, |size, &byte| size << 7 | u64::from(byte & 0x7f));
    let footer = if mark[5] & 0x10 == 0 { 0 } else { ID3V2_BYTES };
    ID3V2_BYTES + content + footer
}

#[cfg(test)]
mod tests;
