//! Boxes: what MP4 files are made of, each with its size and its kind, some with others in them.
//!
//! Source: ISO/IEC 14496-12, 4.2.

use std::ops::Range;

use crate::{
    error::OpenError,
    loading::{packets::mp4::broken, source::ByteSource, window::ByteWindow},
};

/// Boxes looked at in a file; a movie with a hundred tracks has 3000.
const MAX_BOXES: usize = 16 * 1024;

/// Bytes of entries read at once.
const ENTRY_BYTES: usize = 32 * 1024;

/// A box.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mp4Box {
    /// Four letters.
    pub(super) kind: [u8; 4],
    /// The bytes behind size and kind.
    pub(super) body: Range<u64>,
}

/// Reads the boxes of a file, and no more of it than is asked for.
#[derive(Debug)]
pub(super) struct BoxReader<'a> {
    source: &'a dyn ByteSource,
    window: ByteWindow,
    boxes_left: usize,
}

impl<'a> BoxReader<'a> {
    pub(super) fn new(source: &'a dyn ByteSource, window: ByteWindow) -> BoxReader<'a> {
        BoxReader { source, window, boxes_left: MAX_BOXES }
    }

    /// Bytes of the file.
    pub(super) fn file_bytes(&self) -> u64 {
        self.source.byte_count()
    }

    /// The box at the beginning of `range`; `None` behind the last one. One that claims to be longer
    /// than `range` ends there too.
    ///
    /// # Errors
    /// When it can't be read, is shorter than its own header, or is one too many.
    pub(super) fn first_in(&mut self, range: &Range<u64>) -> Result<Option<Mp4Box>, OpenError> {
        let room = range.end.saturating_sub(range.start);
        if room < 8 {
            return Ok(None);
        }
        self.boxes_left =
            self.boxes_left.checked_sub(1).ok_or_else(|| broken("it has too many boxes"))?;
        let bytes = self.view(range.start, 16)?;
        let Some((&[a, b, c, d, kind @ ..], rest)) = bytes.split_first_chunk::<8>() else {
            return Ok(None);
        };
        let (header_bytes, size) = match u32::from_be_bytes([a, b, c, d]) {
            // The last box of a file may be as long as there is something.
            0 => (8, room),
            1 => (16, rest.first_chunk().map_or(0, |size| u64::from_be_bytes(*size))),
            size => (8, u64::from(size)),
        };
        if size < header_bytes {
            return Err(broken("a box is shorter than its header"));
        }
        let body = range.start + header_bytes.min(room)..range.start + size.min(room);
        Ok(Some(Mp4Box { kind, body }))
    }

    /// The boxes in `body`.
    ///
    /// # Errors
    /// Those of [`BoxReader::first_in`].
    pub(super) fn children(&mut self, body: &Range<u64>) -> Result<Vec<Mp4Box>, OpenError> {
        let mut children = Vec::new();
        let mut rest = body.clone();
        while let Some(child) = self.first_in(&rest)? {
            rest.start = child.body.end;
            children.push(child);
        }
        Ok(children)
    }

    /// The body of the first box of `kind` in `body`.
    ///
    /// # Errors
    /// Those of [`BoxReader::first_in`].
    pub(super) fn child(
        &mut self,
        body: &Range<u64>,
        kind: [u8; 4],
    ) -> Result<Option<Range<u64>>, OpenError> {
        let mut rest = body.clone();
        while let Some(child) = self.first_in(&rest)? {
            if child.kind == kind {
                return Ok(Some(child.body));
            }
            rest.start = child.body.end;
        }
        Ok(None)
    }

    /// The body of the box that is reached through `path`, the first one of each kind.
    ///
    /// # Errors
    /// Those of [`BoxReader::first_in`].
    pub(super) fn descendant(
        &mut self,
        body: &Range<u64>,
        path: &[[u8; 4]],
    ) -> Result<Option<Range<u64>>, OpenError> {
        let mut body = body.clone();
        for kind in path {
            match self.child(&body, *kind)? {
                Some(child) => body = child,
                None => return Ok(None),
            }
        }
        Ok(Some(body))
    }

    /// The first bytes of `body`, at most `at_most`.
    ///
    /// # Errors
    /// What the system says.
    pub(super) fn bytes(&mut self, body: &Range<u64>, at_most: usize) -> Result<&[u8], OpenError> {
        let count = body.end.saturating_sub(body.start).min(at_most as u64) as usize;
        let bytes = self.view(body.start, count)?;
        Ok(&bytes[..bytes.len().min(count)])
    }

    /// Calls `each` with the entries of `N` bytes at the beginning of `body`, `count` at most, until
    /// it fails.
    ///
    /// # Errors
    /// When `body` or the file ends before, and what `each` says.
    pub(super) fn entries<const N: usize>(
        &mut self,
        body: &Range<u64>,
        count: u64,
        mut each: impl FnMut([u8; N]) -> Result<(), OpenError>,
    ) -> Result<(), OpenError> {
        let mut left = count;
        let mut rest = body.clone();
        while left > 0 {
            let entries_at_once = (ENTRY_BYTES / N).min(left as usize);
            let (entries, _) = self.bytes(&rest, entries_at_once * N)?.as_chunks::<N>();
            if entries.is_empty() {
                return Err(broken("a table is cut off"));
            }
            let read = entries.len() as u64;
            entries.iter().try_for_each(|entry| each(*entry))?;
            left -= read;
            rest.start += read * N as u64;
        }
        Ok(())
    }

    fn view(&mut self, offset: u64, at_least: usize) -> Result<&[u8], OpenError> {
        self.window.view(self.source, offset, at_least).map_err(OpenError::ReadHeader)
    }
}

/// Two bytes at `at` as a number.
pub(super) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes(*bytes.get(at..)?.first_chunk()?))
}

/// Four bytes at `at` as a number.
pub(super) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(*bytes.get(at..)?.first_chunk()?))
}

#[cfg(test)]
mod tests;
