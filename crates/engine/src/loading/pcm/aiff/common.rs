//! What a `COMM` chunk says: rate, length, channels and coding.

use std::borrow::Cow;

use attacca_units::SampleRate;

use super::{u16_at, u32_at};
use crate::{
    error::OpenError,
    loading::{
        mixdown::MAX_SOURCE_CHANNELS,
        pcm::{ByteOrder, Container, SampleCoding},
    },
};

/// Bytes of the chunk that mean something; what follows is the coding's name for people.
pub(super) const COMMON_BYTES: usize = 22;

const TOO_SHORT: &str = "its description is too short";
const IMPOSSIBLE_SIZE: &str = "its samples are of an impossible size";

/// What the chunk says.
#[derive(Debug, Clone, Copy)]
pub(super) struct Common {
    /// Frames per second.
    pub(super) rate: SampleRate,
    /// 1 to 8.
    pub(super) channel_count: usize,
    /// How a sample is coded.
    pub(super) coding: SampleCoding,
    /// In which order the bytes of a sample are.
    pub(super) byte_order: ByteOrder,
    /// Bits of a sample that mean something.
    pub(super) bits: u32,
    /// The length; 0 also where it was not known.
    pub(super) frame_count: u32,
}

/// Reads the body of a `COMM` chunk.
///
/// # Errors
/// When it is broken, or of an unsupported coding or number of channels.
pub(super) fn read_common(container: Container, body: &[u8]) -> Result<Common, OpenError> {
    let too_short = || container.broken(TOO_SHORT);
    let channel_count = usize::from(u16_at(body, 0).ok_or_else(too_short)?);
    let frame_count = u32_at(body, 2).ok_or_else(too_short)?;
    let bits = u32::from(u16_at(body, 6).ok_or_else(too_short)?);
    let rate = body.get(8..).and_then(|rate| rate.first_chunk()).ok_or_else(too_short)?;
    let rate = rounded_rate(*rate).ok_or_else(|| container.broken("its rate is impossible"))?;
    let (coding, byte_order, bits) = match (container, body.get(18..22)) {
        (Container::AiffC, Some(name)) => compressed(container, name, bits)?,
        (Container::AiffC, None) => return Err(too_short()),
        _ => (signed(container, bits)?, ByteOrder::Big, bits),
    };
    if channel_count == 0 {
        return Err(container.broken("it has no channels"));
    }
    if channel_count > MAX_SOURCE_CHANNELS {
        return Err(container.unsupported(format!("{channel_count} channels")));
    }
    Ok(Common { rate, channel_count, coding, byte_order, bits, frame_count })
}

fn signed(container: Container, bits: u32) -> Result<SampleCoding, OpenError> {
    SampleCoding::signed(bits).ok_or_else(|| container.broken(IMPOSSIBLE_SIZE))
}

/// The coding of a "compression" type: most are none. The types that name a width are believed
/// before the number of bits, which some programs leave at 16.
fn compressed(
    container: Container,
    name: &[u8],
    bits: u32,
) -> Result<(SampleCoding, ByteOrder, u32), OpenError> {
    Ok(match name {
        b"NONE" | b"twos" => (signed(container, bits)?, ByteOrder::Big, bits),
        b"sowt" => (signed(container, bits)?, ByteOrder::Little, bits),
        b"raw " if bits <= 8 => (SampleCoding::Unsigned8, ByteOrder::Big, bits.max(1)),
        b"raw " => return Err(container.broken(IMPOSSIBLE_SIZE)),
        b"in24" => (SampleCoding::Signed24, ByteOrder::Big, 24),
        b"42ni" => (SampleCoding::Signed24, ByteOrder::Little, 24),
        b"in32" => (SampleCoding::Signed32, ByteOrder::Big, 32),
        b"23ni" => (SampleCoding::Signed32, ByteOrder::Little, 32),
        b"fl32" | b"FL32" => (SampleCoding::Float32, ByteOrder::Big, 32),
        b"fl64" | b"FL64" => (SampleCoding::Float64, ByteOrder::Big, 64),
        other => return Err(container.unsupported(coding_name(other))),
    })
}

fn coding_name(name: &[u8]) -> Cow<'static, str> {
    Cow::Borrowed(match name {
        b"alaw" | b"ALAW" => "A-law",
        b"ulaw" | b"ULAW" => "µ-law",
        b"ima4" => "IMA ADPCM",
        b"MAC3" | b"MAC6" => "MACE",
        b"G722" => "G.722 ADPCM",
        b"G726" => "G.726 ADPCM",
        b"GSM " => "GSM 6.10",
        b"QDMC" | b"QDM2" => "QDesign Music",
        other => return Cow::Owned(format!("the coding \"{}\"", other.escape_ascii())),
    })
}

/// An 80-bit floating-point number, to the nearest hertz: a sign, 15 bits of an exponent, and 64
/// bits of which the first is the integer part.
fn rounded_rate(number: [u8; 10]) -> Option<SampleRate> {
    const BIAS: u32 = 16_383;
    let [sign_and_exponent @ .., _, _, _, _, _, _, _, _] = number;
    let [_, _, mantissa @ ..] = number;
    // A set sign makes it too great.
    let exponent = u32::from(u16::from_be_bytes(sign_and_exponent)).checked_sub(BIAS)?;
    let fraction_bits = 63_u32.checked_sub(exponent).filter(|bits| *bits > 0)?;
    let doubled = u64::from_be_bytes(mantissa) >> (fraction_bits - 1);
    SampleRate::new(u32::try_from(doubled.div_ceil(2)).ok()?)
}
