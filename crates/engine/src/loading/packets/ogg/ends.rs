//! Where an Ogg stream begins and ends: what its first and its last page of audio tell.

use std::{io, ops::Range, sync::Arc};

use crate::loading::{
    packets::ogg::{
        page::{Found, Page, PageReader},
        reader::OggReader,
        stream::Stream,
    },
    source::ByteSource,
    window::ByteWindow,
};

/// Bytes at the start of the audio in which a page must tell its position.
const FIRST_PAGES_BYTES: u64 = 1 << 20;

/// Bytes at the end of the audio in which the last page is looked for at first: one of the longest.
const TAIL_BYTES: u64 = 64 * 1024;

/// Bytes there at most, four times the last: a stream of video may lie behind.
const MAX_TAIL_BYTES: u64 = 4 << 20;

/// Bytes in which a page of the first chain is found wherever there are any.
const CHAIN_BYTES: u64 = 256 * 1024;

/// How often bytes are looked at, at most: false pages may claim what true ones have.
const SEARCHES: u64 = 4;

/// Where a stream begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Start {
    /// Granule position of raw frame 0.
    pub(super) base: i64,
    /// Raw frames at the start that the file does not want to be heard.
    pub(super) trimmed: u64,
}

/// Where the pages of the chain end that the streams `serials` make up: the file's end, usually.
///
/// # Errors
/// What the system says.
pub(super) fn find_audio_end(
    pages: &mut PageReader,
    stream: &Stream,
    serials: &[u32],
) -> io::Result<u64> {
    let end = pages.end();
    let tail = end.saturating_sub(TAIL_BYTES).max(stream.audio_start);
    let last = last_page(pages, tail..end, |_| true)?;
    if last.is_some_and(|page| serials.contains(&page.serial)) {
        return Ok(end);
    }
    // Another chain follows, or what is no Ogg: halving finds where that begins.
    let is_of_chain = |page: &Page| serials.contains(&page.serial) && !page.is_first;
    let mut between = stream.audio_start..end;
    while between.end - between.start > TAIL_BYTES {
        let middle = between.start + (between.end - between.start) / 2;
        let mut budget = CHAIN_BYTES;
        match pages.find(middle, &mut budget)? {
            Found::Page(page) if is_of_chain(&page) => between.start = middle,
            _ => between.end = middle,
        }
    }
    let last = last_page(pages, between, is_of_chain)?;
    Ok(last.map_or(stream.audio_start, |page| page.end()))
}

/// Where `stream`, whose base is not known yet, begins.
///
/// # Errors
/// What the system says.
pub(super) fn find_start(source: &Arc<dyn ByteSource>, stream: &Stream) -> io::Result<Start> {
    let mut pages = PageReader::new(Arc::clone(source), ByteWindow::default(), stream.audio_end);
    let is_placed = |page: &Page| page.serial == stream.serial && page.granule.is_some();
    let range = stream.audio_start..stream.audio_start.saturating_add(FIRST_PAGES_BYTES);
    let mut budget = SEARCHES * FIRST_PAGES_BYTES;
    let Some(page) = first_page(&mut pages, range, &mut budget, is_placed)? else {
        return Ok(Start { base: 0, trimmed: 0 });
    };
    let mut reader = OggReader::new(Arc::clone(source), Arc::new(stream.clone()), None);
    while reader.offset() <= page.offset && reader.next_page(&mut budget)?.is_none() {}
    let frame_count = reader.position().unwrap_or(0);
    let base = page.granule.unwrap_or(0).saturating_sub_unsigned(frame_count);
    // On the stream's only page the position tells where it ends.
    let base = if page.is_last { base.max(0) } else { base };
    Ok(Start { base, trimmed: stream.coding.trimmed(base) })
}

/// The raw frame behind the stream's last packet.
///
/// # Errors
/// What the system says.
pub(super) fn find_total(pages: &mut PageReader, stream: &Stream) -> io::Result<u64> {
    let mut byte_count = TAIL_BYTES;
    loop {
        let from = stream.audio_end.saturating_sub(byte_count).max(stream.audio_start);
        let is_placed = |page: &Page| stream.end_position(page).is_some();
        let last = last_page(pages, from..stream.audio_end, is_placed)?;
        if let Some(position) = last.and_then(|page| stream.end_position(&page)) {
            return Ok(position);
        }
        if from == stream.audio_start || byte_count >= MAX_TAIL_BYTES {
            return Ok(0);
        }
        byte_count *= 4;
    }
}

/// The first page that begins in `range` and is wanted, before `budget` is used up.
fn first_page(
    pages: &mut PageReader,
    range: Range<u64>,
    budget: &mut u64,
    is_wanted: impl Fn(&Page) -> bool,
) -> io::Result<Option<Page>> {
    let mut offset = range.start;
    while let Found::Page(page) = pages.find(offset, budget)?
        && page.offset < range.end
    {
        if is_wanted(&page) {
            return Ok(Some(*page));
        }
        offset = page.end();
    }
    Ok(None)
}

/// The last page that begins in `range` and is wanted.
fn last_page(
    pages: &mut PageReader,
    range: Range<u64>,
    is_wanted: impl Fn(&Page) -> bool,
) -> io::Result<Option<Page>> {
    let mut last = None;
    let mut offset = range.start;
    let mut budget = SEARCHES * (range.end - range.start);
    while let Some(page) = first_page(pages, offset..range.end, &mut budget, |_| true)? {
        offset = page.end();
        if is_wanted(&page) {
            last = Some(page);
        }
    }
    Ok(last)
}

#[cfg(test)]
mod tests;
