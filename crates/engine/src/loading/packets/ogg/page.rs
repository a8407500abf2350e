//! Pages of an Ogg file: their headers, their checksums, where the next one is.
//!
//! Source: RFC 3533 §6.

use std::{io, sync::Arc};

use crate::loading::{packets::ogg::crc::crc32, source::ByteSource, window::ByteWindow};

/// What begins every page.
const MARK: &[u8] = b"OggS";

/// Bytes of a page's header before its lacing values.
const HEADER_BYTES: usize = 27;

/// Where the checksum is in a header. It counts as zeros in itself.
const CHECKSUM: std::ops::Range<usize> = 22..26;

/// Bytes of a page at most: 255 lacing values of at most 255.
pub(super) const MAX_PAGE_BYTES: usize = HEADER_BYTES + 255 + 255 * 255;

/// Bytes searched for a page's mark at once.
const STEP_BYTES: usize = 16 * 1024;

/// A page whose checksum is right.
#[derive(Debug, Clone, Copy)]
pub(super) struct Page {
    /// Where it begins, in bytes.
    pub(super) offset: u64,
    /// True when its first packet began on an earlier page.
    pub(super) is_continued: bool,
    /// True for the first page of a logical stream.
    pub(super) is_first: bool,
    /// True for the last page of a logical stream.
    pub(super) is_last: bool,
    /// Position behind the last packet that ends here, in the codec's units; `None` when none does.
    pub(super) granule: Option<i64>,
    /// Which logical stream it is of.
    pub(super) serial: u32,
    /// Its number in that stream.
    pub(super) sequence: u32,
    lacing: [u8; 255],
    segment_count: u8,
    payload_bytes: u32,
}

/// What a search for a page found.
#[derive(Debug)]
pub(super) enum Found {
    /// A page.
    Page(Box<Page>),
    /// None that begins before this byte, where the permitted bytes were used up.
    Interrupted(u64),
    /// None in the rest of the file.
    End,
}

impl Page {
    /// The header that `bytes` begin with, without a look at its checksum.
    fn parse(bytes: &[u8], offset: u64) -> Option<Page> {
        let header = bytes.get(..HEADER_BYTES)?;
        let is_of_this_version = header.starts_with(MARK) && header[4] == 0;
        let number = |at: usize| header[at..].first_chunk::<4>().map(|b| u32::from_le_bytes(*b));
        let segment_count = header[26];
        let values = bytes.get(HEADER_BYTES..)?.get(..usize::from(segment_count))?;
        let mut lacing = [0; 255];
        lacing[..values.len()].copy_from_slice(values);
        let granule = header[6..].first_chunk().map(|bytes| i64::from_le_bytes(*bytes))?;
        is_of_this_version.then_some(Page {
            offset,
            is_continued: header[5] & 1 != 0,
            is_first: header[5] & 2 != 0,
            is_last: header[5] & 4 != 0,
            granule: (granule != -1).then_some(granule),
            serial: number(14)?,
            sequence: number(18)?,
            lacing,
            segment_count,
            payload_bytes: values.iter().map(|&value| u32::from(value)).sum(),
        })
    }

    /// Lengths of the stretches that packets have on this page, and whether the packet ends there.
    pub(super) fn stretches(&self) -> impl Iterator<Item = (usize, bool)> + '_ {
        let lacing = &self.lacing[..usize::from(self.segment_count)];
        lacing.split_inclusive(|&value| value < 255).map(|values| {
            let length = values.iter().map(|&value| usize::from(value)).sum();
            (length, values.last().is_some_and(|&value| value < 255))
        })
    }

    /// Where the packets' bytes begin.
    pub(super) fn payload_start(&self) -> u64 {
        self.offset + (HEADER_BYTES + usize::from(self.segment_count)) as u64
    }

    /// Bytes of the packets.
    pub(super) fn payload_bytes(&self) -> usize {
        self.payload_bytes as usize
    }

    /// Where the page ends.
    pub(super) fn end(&self) -> u64 {
        self.payload_start() + u64::from(self.payload_bytes)
    }

    fn byte_count(&self) -> usize {
        (self.end() - self.offset) as usize
    }
}

/// Finds pages through a window.
#[derive(Debug)]
pub(super) struct PageReader {
    source: Arc<dyn ByteSource>,
    window: ByteWindow,
    /// Where the pages that count end, in bytes.
    end: u64,
}

impl PageReader {
    /// Bytes of memory that a reader takes at most.
    pub(super) fn max_bytes() -> usize {
        ByteWindow::bytes_for(MAX_PAGE_BYTES)
    }

    /// A reader of the pages of `source` before `end`; `window` may hold some.
    pub(super) fn new(source: Arc<dyn ByteSource>, window: ByteWindow, end: u64) -> PageReader {
        PageReader { source, window, end }
    }

    /// What it reads.
    pub(super) fn source(&self) -> &Arc<dyn ByteSource> {
        &self.source
    }

    /// Where the pages that count end, in bytes.
    pub(super) fn end(&self) -> u64 {
        self.end
    }

    /// Bytes of memory that the window holds.
    pub(super) fn window_bytes(&self) -> usize {
        self.window.capacity()
    }

    /// The first whole page at or behind `offset` whose checksum is right. Takes the bytes that it
    /// looks at from `budget`, and looks at one place at least.
    ///
    /// # Errors
    /// What the system says.
    pub(super) fn find(&mut self, mut offset: u64, budget: &mut u64) -> io::Result<Found> {
        loop {
            if offset.saturating_add(HEADER_BYTES as u64) > self.end {
                return Ok(Found::End);
            }
            if let Some(page) = self.page_at(offset, budget)? {
                return Ok(Found::Page(Box::new(page)));
            }
            if *budget == 0 {
                return Ok(Found::Interrupted(offset + 1));
            }
            let next = self.next_mark(offset + 1)?;
            *budget = budget.saturating_sub(next - offset);
            offset = next;
        }
    }

    /// The page that begins at `offset`, if it is whole and its checksum is right.
    ///
    /// # Errors
    /// What the system says.
    pub(super) fn page_at(&mut self, offset: u64, budget: &mut u64) -> io::Result<Option<Page>> {
        let bytes = self.window.view(&*self.source, offset, HEADER_BYTES + 255)?;
        let Some(page) = Page::parse(bytes, offset).filter(|page| page.end() <= self.end) else {
            return Ok(None);
        };
        let byte_count = page.byte_count();
        let bytes = self.window.view(&*self.source, offset, byte_count)?;
        *budget = budget.saturating_sub(byte_count as u64);
        // The file may be shorter than it said.
        Ok(bytes.get(..byte_count).is_some_and(is_intact).then_some(page))
    }

    /// The packets' bytes of `page`; fewer only when the file became shorter.
    ///
    /// # Errors
    /// What the system says.
    pub(super) fn payload(&mut self, page: &Page) -> io::Result<&[u8]> {
        let byte_count = page.payload_bytes();
        let bytes = self.window.view(&*self.source, page.payload_start(), byte_count)?;
        Ok(&bytes[..byte_count.min(bytes.len())])
    }

    /// The next place at or behind `offset`, within a step, where a page may begin.
    fn next_mark(&mut self, offset: u64) -> io::Result<u64> {
        let bytes = self.window.view(&*self.source, offset, STEP_BYTES)?;
        if let Some(at) = memchr::memmem::find(bytes, MARK) {
            return Ok(offset + at as u64);
        }
        // The last bytes may be a mark that is cut.
        let searched = bytes.len().saturating_sub(MARK.len() - 1);
        Ok(if searched == 0 { self.end } else { offset + searched as u64 })
    }
}

/// Whether the checksum in `page` is right.
fn is_intact(page: &[u8]) -> bool {
    let Some(stored) = page[CHECKSUM].first_chunk().map(|bytes| u32::from_le_bytes(*bytes)) else {
        return false;
    };
    let before = crc32(0, &page[..CHECKSUM.start]);
    crc32(crc32(before, &[0; 4]), &page[CHECKSUM.end..]) == stored
}

#[cfg(test)]
mod tests;
