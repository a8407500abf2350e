//! Pages and streams made by hand, for tests.

use std::sync::Arc;

use crate::loading::{
    memory::MemorySource,
    packets::ogg::{coding::Coding, stream::Stream, vorbis::Blocks},
    source::ByteSource,
};

/// The flag of a page whose first packet began before.
pub(super) const CONTINUED: u8 = 1;
/// The flag of a stream's first page.
pub(super) const FIRST: u8 = 2;
/// The flag of a stream's last page.
pub(super) const LAST: u8 = 4;

/// The serial number of pages.
pub(super) const SERIAL: u32 = 0x1234_5678;

/// What a page says beside its packets.
#[derive(Debug, Clone, Copy)]
pub(super) struct PageSpec {
    pub(super) flags: u8,
    pub(super) granule: i64,
    pub(super) serial: u32,
    pub(super) sequence: u32,
}

impl PageSpec {
    /// An ordinary page of the stream.
    pub(super) fn new(sequence: u32, granule: i64) -> PageSpec {
        PageSpec { flags: 0, granule, serial: SERIAL, sequence }
    }

    /// The same with `flags`.
    pub(super) fn flags(self, flags: u8) -> PageSpec {
        PageSpec { flags, ..self }
    }

    /// The same in another stream.
    pub(super) fn serial(self, serial: u32) -> PageSpec {
        PageSpec { serial, ..self }
    }

    /// The page with whole packets.
    pub(super) fn page(self, packets: &[&[u8]]) -> Vec<u8> {
        let lacing = packets.iter().flat_map(|packet| {
            let full = packet.len() / 255;
            std::iter::repeat_n(255, full).chain([(packet.len() % 255) as u8])
        });
        self.laced(&lacing.collect::<Vec<_>>(), &packets.concat())
    }

    /// The page with these lacing values.
    pub(super) fn laced(self, lacing: &[u8], payload: &[u8]) -> Vec<u8> {
        let mut page = b"OggS\0".to_vec();
        page.push(self.flags);
        page.extend(self.granule.to_le_bytes());
        page.extend(self.serial.to_le_bytes());
        page.extend(self.sequence.to_le_bytes());
        page.extend([0; 4]);
        page.push(lacing.len() as u8);
        page.extend(lacing);
        page.extend(payload);
        let crc = remainder(&page);
        page[22..26].copy_from_slice(&crc.to_le_bytes());
        page
    }
}

/// The checksum by its definition.
fn remainder(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0, |crc, &byte| {
        let mut crc = crc ^ u32::from(byte) << 24;
        for _ in 0..8 {
            crc = (crc << 1) ^ ((crc >> 31) * 0x04c1_1db7);
        }
        crc
    })
}

/// A file in memory.
pub(super) fn file(pages: &[Vec<u8>]) -> Arc<dyn ByteSource> {
    Arc::new(MemorySource::new(pages.concat()))
}

/// An Opus stream from byte 0 on, whose raw frame 0 has granule position 0.
pub(super) fn opus_stream(source: &dyn ByteSource) -> Stream {
    Stream::new(SERIAL, Coding::Opus, 0, source.byte_count())
}

/// A Vorbis stream from byte 0 on: mode 0 has blocks of 256 frames, mode 1 of 2048.
pub(super) fn vorbis_stream(source: &dyn ByteSource) -> Stream {
    let blocks = Blocks::new(256, 2048, [false, true]);
    Stream::new(SERIAL, Coding::Vorbis(blocks), 0, source.byte_count())
}

/// The first byte of an Opus packet of 20 ms (960 frames), CELT.
pub(super) const OPUS_20_MS: u8 = 31 << 3;

/// The first byte of a short and of a long Vorbis packet of [`vorbis_stream`].
pub(super) const SHORT: u8 = 0;
pub(super) const LONG: u8 = 2;
