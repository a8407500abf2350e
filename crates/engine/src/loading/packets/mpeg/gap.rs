//! How many frames were where none can be found.
//!
//! Frames of MPEG audio carry no number: what lies behind damage stays in its place only if the
//! damage's length tells how much was lost. Inserted rubbish and lost frames look alike, so this is a
//! rule and not a proof; it looks at nothing but the gap and the frame before, for a seek to get the
//! same as a walk.

use crate::loading::packets::mpeg::{
    header::{Coding, Kind},
    layer3::{bit_rates, bytes_of_frames},
};

/// How long frames of a stream are, as far as it holds for all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PacketLength {
    /// Of one bit rate: only a gap of whole frames has lost some.
    Constant,
    /// As varied as this mean, in bytes.
    Varied(u64),
}

/// Frames lost in `byte_count` bytes behind one of `bit_rate` bits per second, which is 0 where no
/// frame was before.
pub(crate) fn packets_in_gap(
    kind: Kind,
    length: PacketLength,
    bit_rate: u32,
    byte_count: u64,
) -> u64 {
    if let Some(count) = of_the_same_rate(kind, bit_rate, byte_count) {
        return count;
    }
    if let Coding::Layer3(version) = kind.coding
        && bit_rates(version).any(|rate| is_length_of(kind, rate, 1, byte_count))
    {
        return 1;
    }
    match length {
        PacketLength::Constant => 0,
        PacketLength::Varied(mean) => (byte_count + mean / 2) / mean.max(1),
    }
}

fn of_the_same_rate(kind: Kind, bit_rate: u32, byte_count: u64) -> Option<u64> {
    let frames_per_byte = u64::from(kind.rate) * 8;
    let bits_per_packet = u64::from(bit_rate) * u64::from(kind.packet_frames);
    let count =
        (byte_count * frames_per_byte + bits_per_packet / 2).checked_div(bits_per_packet)?;
    if count > 0 && is_length_of(kind, bit_rate, count, byte_count) {
        return Some(count);
    }
    // Some encoders never pad.
    let unpadded = bytes_of_frames(kind, bit_rate, 1);
    (byte_count > 0 && byte_count.is_multiple_of(unpadded)).then(|| byte_count / unpadded)
}

fn is_length_of(kind: Kind, bit_rate: u32, count: u64, byte_count: u64) -> bool {
    bytes_of_frames(kind, bit_rate, count).abs_diff(byte_count) <= 1
}

#[cfg(test)]
mod tests;
