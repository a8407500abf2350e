//! Headers of MPEG audio, layer 3.
//!
//! Source: ISO/IEC 11172-3 §2.4.2.3, ISO/IEC 13818-3 §2.4.2.3; version 2.5 is Fraunhofer's.

use crate::loading::packets::mpeg::header::{Coding, FrameHeader, Kind};

/// Versions of MPEG audio.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Version {
    /// 32 to 48 kHz.
    Mpeg1,
    /// 16 to 24 kHz.
    Mpeg2,
    /// 8 to 12 kHz.
    Mpeg25,
}

/// In kbit/s, by the header's index; 0 is free format.
const MPEG1_RATES: [u32; 15] = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
const MPEG2_RATES: [u32; 15] = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];

/// The header that `bytes` begin with; `None` too when it is of free format.
pub(crate) fn parse(bytes: &[u8]) -> Option<FrameHeader> {
    let (header, bit_rate_idx) = parse_with_rate(bytes)?;
    (bit_rate_idx > 0).then_some(header)
}

/// True when `bytes` begin with a header of free format, which does not say how long the frame is.
pub(crate) fn is_free_format(bytes: &[u8]) -> bool {
    parse_with_rate(bytes).is_some_and(|(_, bit_rate_idx)| bit_rate_idx == 0)
}

/// Bytes of side information behind the header (and checksum) of a frame.
pub(crate) fn side_info_bytes(version: Version, channels: u8) -> usize {
    match (version, channels) {
        (Version::Mpeg1, 1) => 17,
        (Version::Mpeg1, _) => 32,
        (_, 1) => 9,
        (_, _) => 17,
    }
}

/// Bytes that `count` frames take at `bit_rate`, to within one, as each is padded or not.
pub(crate) fn bytes_of_frames(kind: Kind, bit_rate: u32, count: u64) -> u64 {
    // Eight bits in a byte.
    count * u64::from(kind.packet_frames / 8) * u64::from(bit_rate) / u64::from(kind.rate)
}

/// All rates that frames of `version` may have, in bits per second.
pub(crate) fn bit_rates(version: Version) -> impl Iterator<Item = u32> {
    kbit_rates(version).iter().skip(1).map(|rate| rate * 1000)
}

fn kbit_rates(version: Version) -> &'static [u32; 15] {
    if version == Version::Mpeg1 { &MPEG1_RATES } else { &MPEG2_RATES }
}

fn parse_with_rate(bytes: &[u8]) -> Option<(FrameHeader, u8)> {
    let &[0xff, second, third, fourth, ..] = bytes else { return None };
    let is_layer_3 = second & 0xe6 == 0xe2;
    let (version, rates) = match second >> 3 & 3 {
        0 => (Version::Mpeg25, [11_025, 12_000, 8_000]),
        2 => (Version::Mpeg2, [22_050, 24_000, 16_000]),
        3 => (Version::Mpeg1, [44_100, 48_000, 32_000]),
        _ => return None,
    };
    let bit_rate_idx = third >> 4;
    let bit_rate = 1000 * kbit_rates(version).get(usize::from(bit_rate_idx))?;
    let rate = *rates.get(usize::from(third >> 2 & 3))?;
    let channels = if fourth >> 6 == 3 { 1 } else { 2 };
    let packet_frames = if version == Version::Mpeg1 { 1152 } else { 576 };
    let kind = Kind { coding: Coding::Layer3(version), rate, channels, packet_frames };
    let padding = usize::from(third >> 1 & 1);
    let byte_count = bytes_of_frames(kind, bit_rate, 1) as usize + padding;
    let checksum = if second & 1 == 0 { 2 } else { 0 };
    let before_main_data = 4 + checksum + side_info_bytes(version, channels);
    let main_data_bytes = byte_count.saturating_sub(before_main_data);
    let header = FrameHeader { kind, byte_count, skipped_bytes: 0, main_data_bytes, bit_rate };
    // The fourth emphasis is reserved.
    (is_layer_3 && fourth & 3 != 2).then_some((header, bit_rate_idx))
}

#[cfg(test)]
mod tests;
