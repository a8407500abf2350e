//! Reads the packets of one stream of an Ogg file, one after the other.
//!
//! Runs on: loader threads; each lane has its own.
//!
//! Where a page's packets are is counted back from the position that the page tells, so that it does
//! not depend on where reading began. The last page tells where the stream ends instead, so its
//! packets are counted on from the page before. A page that contradicts the ones before is believed
//! when the next one contradicts them by as much.

use std::{io, sync::Arc};

use crate::loading::{
    index::IndexSlot,
    packets::{
        NextPacket, PacketReader,
        ogg::{
            packets::Packets,
            page::{Found, Page, PageReader},
            seek::{Place, find_place},
            stream::Stream,
        },
    },
    source::ByteSource,
    window::ByteWindow,
};

/// Pages whose place is remembered: decoding that begins anew goes back over one of them, seldom two.
const KNOWN_PLACES: usize = 4;

/// Reads packets.
#[derive(Debug)]
pub(super) struct OggReader {
    pages: PageReader,
    stream: Arc<Stream>,
    slot: Option<Arc<IndexSlot>>,
    packets: Packets,
    /// Where the next page is looked for, in bytes.
    offset: u64,
    /// The number that the next page should have; `None` behind a seek.
    sequence: Option<u32>,
    /// The raw frame behind the last page's packets, if it is known.
    position: Option<u64>,
    /// By how much the last page contradicted the ones before.
    doubt: i64,
    /// Packets are left out up to the one that holds this frame.
    target: Option<u64>,
    /// True when packets are missing before the next one.
    is_lost: bool,
    /// The last pages, oldest first.
    known: [Option<Place>; KNOWN_PLACES],
}

impl OggReader {
    /// Bytes of memory that a reader takes at most.
    pub(super) fn max_bytes() -> usize {
        PageReader::max_bytes() + Packets::max_bytes()
    }

    /// At the first packet of `stream`; its index is looked for in `slot`.
    pub(super) fn new(
        source: Arc<dyn ByteSource>,
        stream: Arc<Stream>,
        slot: Option<Arc<IndexSlot>>,
    ) -> OggReader {
        OggReader {
            pages: PageReader::new(source, ByteWindow::default(), stream.audio_end),
            slot,
            packets: Packets::default(),
            offset: stream.audio_start,
            sequence: None,
            position: Some(0),
            doubt: 0,
            target: None,
            is_lost: false,
            known: [None; KNOWN_PLACES],
            stream,
        }
    }

    /// Reads on to the next page of the stream. `None` when its packets are there.
    ///
    /// # Errors
    /// What the system says.
    pub(super) fn next_page(&mut self, budget: &mut u64) -> io::Result<Option<NextPacket>> {
        loop {
            if *budget == 0 {
                return Ok(Some(NextPacket::Interrupted));
            }
            let page = match self.pages.find(self.offset, budget)? {
                Found::Page(page) => page,
                Found::Interrupted(reached) => {
                    self.offset = reached;
                    return Ok(Some(NextPacket::Interrupted));
                }
                Found::End => return Ok(Some(NextPacket::End)),
            };
            if page.is_first {
                // Another chain: the file's end, also for the next call.
                self.offset = page.offset;
                return Ok(Some(NextPacket::End));
            }
            self.offset = page.end();
            if page.serial == self.stream.serial {
                self.load(&page)?;
                return Ok(None);
            }
        }
    }

    /// Where the next page is looked for, in bytes.
    pub(super) fn offset(&self) -> u64 {
        self.offset
    }

    /// The raw frame behind the last page's packets, if it is known.
    pub(super) fn position(&self) -> Option<u64> {
        self.position
    }

    fn load(&mut self, page: &Page) -> io::Result<()> {
        let follows = self.sequence.is_none_or(|sequence| sequence == page.sequence);
        if !follows {
            self.packets.clear();
            self.position = None;
            self.is_lost = true;
        }
        self.sequence = Some(page.sequence.wrapping_add(1));
        let payload = self.pages.payload(page)?;
        let frame_count = self.packets.load(page, payload, &self.stream.coding);
        let has_packets = self.packets.next().is_some();
        let expected = self.position.map(|position| position + frame_count);
        let told = self.stream.end_position(page);
        match self.agreed(expected, told, page.is_last) {
            Some(end) => {
                self.packets.place(end);
                self.position = Some(end);
                self.remember(Place { offset: page.offset, position: end });
            }
            // Nothing tells where they are.
            None if has_packets => {
                self.packets.drop_whole();
                self.is_lost = true;
            }
            None => {}
        }
        Ok(())
    }

    /// Where a page's packets end, by the pages before and by itself.
    fn agreed(&mut self, expected: Option<u64>, told: Option<u64>, is_last: bool) -> Option<u64> {
        let (Some(expected), Some(told)) = (expected, told) else {
            return expected.or(told);
        };
        let contradiction = told as i64 - expected as i64;
        let is_cut = is_last && contradiction < 0;
        if contradiction == 0 || is_cut {
            self.doubt = 0;
            return Some(expected);
        }
        if contradiction != self.doubt {
            self.doubt = contradiction;
            return Some(expected);
        }
        self.doubt = 0;
        self.is_lost = true;
        Some(told)
    }

    fn remember(&mut self, place: Place) {
        self.known.rotate_left(1);
        self.known[KNOWN_PLACES - 1] = Some(place);
    }

    /// The last known page that ends at or before `target`, if the next one is known to end behind it.
    fn known_place(&self, target: u64) -> Option<Place> {
        let mut pairs = self.known.array_windows().rev();
        pairs.find_map(|pair| match pair {
            [Some(before), Some(behind)]
                if before.position <= target && target < behind.position =>
            {
                Some(*before)
            }
            _ => None,
        })
    }

    /// The page that the index has for `target`, if it is really there.
    fn indexed_place(&mut self, target: u64) -> io::Result<Option<Place>> {
        let index = self.slot.as_ref().and_then(|slot| slot.index());
        let Some(offset) = index.and_then(|index| index.offset(target)) else { return Ok(None) };
        let start = Place::start(&self.stream);
        if offset == start.offset {
            return Ok(Some(start));
        }
        let page = self.pages.page_at(offset, &mut 0)?;
        let position = page.and_then(|page| self.stream.end_position(&page));
        let position = position.filter(|&position| position <= target);
        Ok(position.map(|position| Place { offset, position }))
    }

    fn go_to(&mut self, place: Place) {
        self.packets.clear();
        self.offset = place.offset;
        self.sequence = None;
        let is_start = place.offset == self.stream.audio_start;
        self.position = is_start.then_some(0);
        self.doubt = 0;
        self.is_lost = false;
        self.known = [None; KNOWN_PLACES];
    }
}

impl PacketReader for OggReader {
    fn seek(&mut self, position: u64) -> io::Result<()> {
        let target = position.saturating_sub(self.stream.coding.pre_roll());
        self.target = (target > 0).then_some(target);
        if self.packets.rewind_to(target) {
            return Ok(());
        }
        let place = match self.known_place(target) {
            Some(place) => place,
            None if target == 0 => Place::start(&self.stream),
            None => match self.indexed_place(target)? {
                Some(place) => place,
                None => find_place(&mut self.pages, &self.stream, target)?,
            },
        };
        self.go_to(place);
        Ok(())
    }

    fn next(&mut self, budget: &mut u64) -> io::Result<NextPacket> {
        loop {
            while let Some(packet) = self.packets.next() {
                let frames = packet.frames;
                if self.target.is_some_and(|target| frames.end() <= target) {
                    self.packets.take();
                    continue;
                }
                self.target = None;
                if std::mem::take(&mut self.is_lost) {
                    return Ok(NextPacket::Lost {
                        until: frames.start,
                        reason: "pages are missing",
                    });
                }
                self.packets.take();
                return Ok(NextPacket::Packet(frames));
            }
            if let Some(stopped) = self.next_page(budget)? {
                return Ok(stopped);
            }
        }
    }

    fn packet(&self) -> &[u8] {
        self.packets.taken()
    }

    fn byte_count(&self) -> usize {
        self.pages.window_bytes() + self.packets.byte_count()
    }
}

#[cfg(test)]
mod tests;
