//! The header of a FLAC frame.
//!
//! Source: RFC 9639 §9.1.

use crate::loading::flac::crc::crc8;

/// The longest header: 4 bytes, a 7-byte number, 2 + 2 bytes of size and rate, the checksum.
pub(crate) const MAX_HEADER_BYTES: usize = 16;

/// What a valid header says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct FrameHeader {
    /// True when `number` counts frames of audio, false when it counts blocks of one size.
    pub(crate) is_variable: bool,
    /// Frames in the block: 1 to 65,535.
    pub(crate) block_frames: u32,
    /// Hz; `None` when only the stream's header tells it.
    pub(crate) rate: Option<u32>,
    /// How the channels are coded.
    pub(crate) channels: ChannelCoding,
    /// Bits of a sample; `None` when only the stream's header tells it.
    pub(crate) bits: Option<u32>,
    /// The block's number, or that of its first frame.
    pub(crate) number: u64,
    /// Bytes of this header.
    pub(crate) byte_count: usize,
}

/// How the channels of a frame are coded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ChannelCoding {
    /// Each by itself; 1 to 8 of them.
    Independent(usize),
    /// Left, left − right.
    LeftSide,
    /// Left − right, right.
    SideRight,
    /// The mean of both, left − right.
    MidSide,
}

impl ChannelCoding {
    /// Channels in the frame.
    pub(crate) fn count(self) -> usize {
        match self {
            ChannelCoding::Independent(count) => count,
            _ => 2,
        }
    }
}

impl FrameHeader {
    /// The header at the start of `bytes`, if there is a valid one with the right checksum.
    pub(crate) fn parse(bytes: &[u8]) -> Option<FrameHeader> {
        let &[0xff, sync @ (0xf8 | 0xf9), sizes, coding, ..] = bytes else { return None };
        if coding & 1 != 0 {
            return None;
        }
        let mut fields = Fields { bytes, at: 4 };
        let number = fields.number()?;
        let block_frames = fields.block_frames(sizes >> 4)?;
        let rate = fields.rate(sizes & 0x0f)?;
        let checksum = *bytes.get(fields.at)?;
        if crc8(&bytes[..fields.at]) != checksum {
            return None;
        }
        Some(FrameHeader {
            is_variable: sync & 1 == 1,
            block_frames,
            rate,
            channels: channel_coding(coding >> 4)?,
            bits: bits(coding >> 1 & 0x07)?,
            number,
            byte_count: fields.at + 1,
        })
    }
}

struct Fields<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Fields<'_> {
    fn byte(&mut self) -> Option<u32> {
        let byte = *self.bytes.get(self.at)?;
        self.at += 1;
        Some(u32::from(byte))
    }

    fn two_bytes(&mut self) -> Option<u32> {
        Some(self.byte()? << 8 | self.byte()?)
    }

    /// A number of up to 36 bits, coded as UTF-8 codes characters of up to 21 bits.
    fn number(&mut self) -> Option<u64> {
        let first = self.byte()? as u8;
        let following = match first.leading_ones() {
            0 => return Some(u64::from(first)),
            ones @ 2..=7 => ones - 1,
            _ => return None,
        };
        let mut number = u64::from(first) & (0x3f >> following);
        for _ in 0..following {
            let byte = self.byte()?;
            if byte & 0xc0 != 0x80 {
                return None;
            }
            number = number << 6 | u64::from(byte & 0x3f);
        }
        Some(number)
    }

    fn block_frames(&mut self, code: u8) -> Option<u32> {
        let frames = match code {
            0 => return None,
            1 => 192,
            2..=5 => 144 << code,
            6 => self.byte()? + 1,
            7 => self.two_bytes()? + 1,
            _ => 1 << code,
        };
        (frames <= 65_535).then_some(frames)
    }

    /// `Some(None)` when the header leaves the rate to the stream.
    fn rate(&mut self, code: u8) -> Option<Option<u32>> {
        const RATES: [u32; 12] = [
            0, 88_200, 176_400, 192_000, 8_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000,
            96_000,
        ];
        Some(match code {
            0 => None,
            12 => Some(self.byte()? * 1000),
            13 => Some(self.two_bytes()?),
            14 => Some(self.two_bytes()? * 10),
            15 => return None,
            _ => Some(RATES[usize::from(code)]),
        })
    }
}

fn channel_coding(code: u8) -> Option<ChannelCoding> {
    Some(match code {
        0..=7 => ChannelCoding::Independent(usize::from(code) + 1),
        8 => ChannelCoding::LeftSide,
        9 => ChannelCoding::SideRight,
        10 => ChannelCoding::MidSide,
        _ => return None,
    })
}

/// `Some(None)` when the header leaves the bits to the stream.
fn bits(code: u8) -> Option<Option<u32>> {
    Some(match code {
        0 => None,
        1 => Some(8),
        2 => Some(12),
        3 => return None,
        4 => Some(16),
        5 => Some(20),
        6 => Some(24),
        _ => Some(32),
    })
}

#[cfg(test)]
mod tests;
