//! The packets of a page, and what the page before left unfinished.

use std::ops::Range;

use crate::loading::packets::{
    Frames,
    ogg::{
        coding::{Before, Coding},
        page::Page,
    },
};

/// Bytes of a packet at most: 48 frames of Opus of the longest have 61,200, and Vorbis packets of
/// eight channels less.
const MAX_PACKET_BYTES: usize = 61_440;

/// The packets that end on one page.
#[derive(Debug, Default)]
pub(super) struct Packets {
    /// The unfinished packet of the page before and the bytes of the page.
    bytes: Vec<u8>,
    whole: Vec<Packet>,
    /// How many of `whole` were taken.
    taken: usize,
    /// Where in `bytes` a packet begins that does not end there.
    unfinished: Option<usize>,
    before: Before,
}

/// A packet that is whole.
#[derive(Debug, Clone)]
pub(super) struct Packet {
    /// Where it is in the bytes.
    bytes: Range<usize>,
    /// The raw frames that it gives.
    pub(super) frames: Frames,
}

impl Packets {
    /// Bytes of memory that they take at most.
    pub(super) fn max_bytes() -> usize {
        MAX_PACKET_BYTES + 255 * 255 + 255 * size_of::<Packet>()
    }

    /// Bytes of memory.
    pub(super) fn byte_count(&self) -> usize {
        self.bytes.capacity() + self.whole.capacity() * size_of::<Packet>()
    }

    /// Forgets all; the next packet may be the stream's first.
    pub(super) fn clear(&mut self) {
        self.bytes.clear();
        self.whole.clear();
        self.taken = 0;
        self.unfinished = None;
        self.before = None;
    }

    /// Takes the packets of `page`, whose bytes are `payload` and which follows the page before.
    /// Returns how many frames they give; where these are, [`Packets::place`] has to be told.
    pub(super) fn load(&mut self, page: &Page, payload: &[u8], coding: &Coding) -> u64 {
        self.whole.clear();
        self.taken = 0;
        let mut is_lost = !self.keep_unfinished(page.is_continued) && page.is_continued;
        let mut start = 0;
        let mut end = self.bytes.len();
        // Pages are of one size, usually: no more than what they need.
        self.bytes.reserve_exact(payload.len());
        self.bytes.extend_from_slice(payload);
        for (length, is_whole) in page.stretches() {
            end = (end + length).min(self.bytes.len());
            let bytes = start..end;
            if is_lost || bytes.len() > MAX_PACKET_BYTES {
                self.before = None;
            } else if is_whole {
                self.push(bytes, coding);
            } else {
                self.unfinished = Some(start);
            }
            if is_whole {
                is_lost = false;
                start = end;
            }
        }
        self.whole.iter().map(|packet| u64::from(packet.frames.count)).sum()
    }

    /// Keeps only the bytes of the unfinished packet, if it goes on; true when there was one.
    fn keep_unfinished(&mut self, goes_on: bool) -> bool {
        let unfinished = self.unfinished.take();
        match unfinished.filter(|_| goes_on) {
            Some(start) => {
                self.bytes.drain(..start);
            }
            None => self.bytes.clear(),
        }
        if unfinished.is_some() && !goes_on {
            // Its end is missing, so it is not what comes before the next one.
            self.before = None;
        }
        unfinished.is_some()
    }

    fn push(&mut self, bytes: Range<usize>, coding: &Coding) {
        let Some(count) = coding.frames(&self.bytes[bytes.clone()], &mut self.before) else {
            return;
        };
        self.whole.push(Packet { bytes, frames: Frames { start: 0, count } });
    }

    /// Says that the last packet ends at `end`.
    pub(super) fn place(&mut self, end: u64) {
        let mut end = end;
        for packet in self.whole.iter_mut().rev() {
            // Of a page that says too little, the first packets have no place: they get one where
            // nothing is looked for.
            let start = end.saturating_sub(u64::from(packet.frames.count));
            packet.frames = Frames { start, count: (end - start) as u32 };
            end = start;
        }
    }

    /// Leaves all packets out.
    pub(super) fn drop_whole(&mut self) {
        self.whole.clear();
        self.taken = 0;
    }

    /// The next packet that was not taken.
    pub(super) fn next(&self) -> Option<&Packet> {
        self.whole.get(self.taken)
    }

    /// Goes on behind the next packet.
    pub(super) fn take(&mut self) {
        self.taken += 1;
    }

    /// The bytes of the packet that was taken last.
    pub(super) fn taken(&self) -> &[u8] {
        let packet = self.taken.checked_sub(1).and_then(|last| self.whole.get(last));
        packet.map_or(&[], |packet| &self.bytes[packet.bytes.clone()])
    }

    /// Goes back to the first packet, if `position` is in one of them.
    pub(super) fn rewind_to(&mut self, position: u64) -> bool {
        let (first, last) = (self.whole.first(), self.whole.last());
        let is_here = first.is_some_and(|packet| packet.frames.start <= position)
            && last.is_some_and(|packet| position < packet.frames.end());
        if is_here {
            self.taken = 0;
        }
        is_here
    }
}

#[cfg(test)]
mod tests;
