//! Headers of AAC frames in ADTS.
//!
//! Source: ISO/IEC 13818-7 §6.2, ISO/IEC 14496-3 §1.A.3.

use crate::{
    error::OpenError,
    loading::packets::mpeg::header::{Coding, FrameHeader, Kind},
};

/// What ADTS has two bits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ObjectType {
    /// Main profile.
    Main,
    /// Low complexity, what everybody writes.
    LowComplexity,
    /// Scalable sampling rate.
    ScalableRate,
    /// Long term prediction.
    LongTermPrediction,
}

/// Frames of audio in one raw data block.
const BLOCK_FRAMES: u32 = 1024;

/// In Hz, by the header's index.
const RATES: [u32; 13] = [
    96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000,
    7_350,
];

/// The header that `bytes` begin with.
pub(crate) fn parse(bytes: &[u8]) -> Option<FrameHeader> {
    let &[0xff, second, third, fourth, fifth, sixth, seventh, ..] = bytes else { return None };
    if second & 0xf6 != 0xf0 {
        return None;
    }
    let object_type = match third >> 6 {
        0 => ObjectType::Main,
        1 => ObjectType::LowComplexity,
        2 => ObjectType::ScalableRate,
        _ => ObjectType::LongTermPrediction,
    };
    let rate = *RATES.get(usize::from(third >> 2 & 0xf))?;
    let channels = (third & 1) << 2 | fourth >> 6;
    let byte_count =
        usize::from(fourth & 3) << 11 | usize::from(fifth) << 3 | usize::from(sixth >> 5);
    let block_count = u32::from(seventh & 3) + 1;
    let skipped_bytes = if second & 1 == 0 { 9 } else { 7 };
    let packet_frames = BLOCK_FRAMES * block_count;
    let kind = Kind { coding: Coding::Adts(object_type), rate, channels, packet_frames };
    let header = FrameHeader { kind, byte_count, skipped_bytes, main_data_bytes: 0, bit_rate: 0 };
    (byte_count > skipped_bytes).then_some(header)
}

/// Tells whether frames of `kind` can be played. All of MP3 can.
///
/// # Errors
/// When they can't, by name.
pub(crate) fn check(kind: Kind) -> Result<(), OpenError> {
    let format = match kind.coding {
        Coding::Layer3(_) => return Ok(()),
        Coding::Adts(ObjectType::Main) => "AAC Main".into(),
        Coding::Adts(ObjectType::ScalableRate) => "AAC SSR".into(),
        Coding::Adts(ObjectType::LongTermPrediction) => "AAC LTP".into(),
        _ if kind.packet_frames > BLOCK_FRAMES => "AAC with several blocks in a frame".into(),
        _ => match kind.channels {
            1 | 2 => return Ok(()),
            0 => "AAC with channels of its own order".into(),
            7 => "AAC of 8 channels".into(),
            count => format!("AAC of {count} channels").into(),
        },
    };
    Err(OpenError::UnsupportedFormat { format })
}

#[cfg(test)]
mod tests;
