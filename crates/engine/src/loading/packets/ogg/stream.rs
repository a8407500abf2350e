//! What holds for all pages of the stream that is played.

use crate::loading::packets::ogg::{coding::Coding, page::Page};

/// More frames than a byte of any stream gives: a Vorbis packet of a byte, with its lacing value, gives
/// up to 4096.
const MAX_FRAMES_PER_BYTE: u64 = 4096;

/// One logical stream of a file.
#[derive(Debug, Clone)]
pub(super) struct Stream {
    /// Its number in all of its pages.
    pub(super) serial: u32,
    /// What its packets are coded in.
    pub(super) coding: Coding,
    /// Where its pages of audio begin, in bytes.
    pub(super) audio_start: u64,
    /// Where its pages end, in bytes, or more.
    pub(super) audio_end: u64,
    /// Granule position of raw frame 0.
    pub(super) base: i64,
    /// Raw frames that pages may tell: the last page's, once that is known.
    pub(super) total: u64,
}

impl Stream {
    /// A stream of which only the headers are known.
    pub(super) fn new(serial: u32, coding: Coding, audio_start: u64, audio_end: u64) -> Stream {
        let bytes = audio_end.saturating_sub(audio_start);
        let total = bytes.saturating_mul(MAX_FRAMES_PER_BYTE).min(u64::MAX / 4);
        Stream { serial, coding, audio_start, audio_end, base: 0, total }
    }

    /// The raw frame behind the last packet that ends on `page`; `None` when none does, the page is of
    /// another stream or what it says can't be.
    pub(super) fn end_position(&self, page: &Page) -> Option<u64> {
        let granule = page.granule.filter(|_| page.serial == self.serial)?;
        let position = u64::try_from(granule.checked_sub(self.base)?).ok()?;
        (position <= self.total).then_some(position)
    }
}
