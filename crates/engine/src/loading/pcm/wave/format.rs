//! What a `fmt ` chunk says: the same in WAV, RF64, BW64 and Wave64 files.
//!
//! Source: `WAVEFORMATEXTENSIBLE` in Microsoft's mmreg.h.

use std::borrow::Cow;

use attacca_units::SampleRate;

use crate::{
    error::OpenError,
    loading::{
        mixdown::{MAX_SOURCE_CHANNELS, Speakers},
        pcm::{Container, SampleCoding},
    },
};

/// Bytes of the chunk that mean something.
pub(super) const FORMAT_BYTES: usize = 40;

const TOO_SHORT: &str = "its description is too short";
const PCM: u16 = 1;
const FLOAT: u16 = 3;
const EXTENSIBLE: u16 = 0xfffe;
/// What follows the coding in the identifier of an extensible format.
const CODING_GUID_TAIL: [u8; 14] =
    [0x00, 0x00, 0x00, 0x00, 0x10, 0x00, 0x80, 0x00, 0x00, 0xaa, 0x00, 0x38, 0x9b, 0x71];

/// What the chunk says.
#[derive(Debug, Clone, Copy)]
pub(super) struct Format {
    /// Frames per second.
    pub(super) rate: SampleRate,
    /// 1 to 8.
    pub(super) channel_count: usize,
    /// How a sample is coded.
    pub(super) coding: SampleCoding,
    /// Bits of a sample that mean something.
    pub(super) bits: u32,
    /// Where the channels are heard.
    pub(super) speakers: Speakers,
}

/// Reads the body of a `fmt ` chunk.
///
/// # Errors
/// When it is broken, or of an unsupported coding or number of channels.
pub(super) fn read_format(container: Container, bytes: &[u8]) -> Result<Format, OpenError> {
    let broken = |reason| container.broken(reason);
    let number16 = |at: usize| Some(u16::from_le_bytes([*bytes.get(at)?, *bytes.get(at + 1)?]));
    let field16 = |at: usize| number16(at).ok_or_else(|| broken(TOO_SHORT));
    let number32 = |at: usize| Some(u32::from(number16(at)?) | u32::from(number16(at + 2)?) << 16);
    let tag = field16(0)?;
    let channel_count = usize::from(field16(2)?);
    let rate = number32(4).and_then(SampleRate::new).ok_or_else(|| broken("its rate is 0"))?;
    let frame_bytes = usize::from(field16(12)?);
    let stored_bits = u32::from(field16(14)?);
    let is_extensible = tag == EXTENSIBLE;
    let coding_tag = match bytes.get(26..40) {
        _ if !is_extensible => tag,
        Some(tail) if tail == CODING_GUID_TAIL => field16(24)?,
        Some(_) => tag,
        None => return Err(broken(TOO_SHORT)),
    };
    let coding = match (coding_tag, stored_bits) {
        (PCM, 1..=8) => SampleCoding::Unsigned8,
        (PCM, 9..=16) => SampleCoding::Signed16,
        (PCM, 17..=24) => SampleCoding::Signed24,
        (PCM, 25..=32) => SampleCoding::Signed32,
        (FLOAT, 32) => SampleCoding::Float32,
        (FLOAT, 64) => SampleCoding::Float64,
        (PCM | FLOAT, _) => return Err(broken("its samples are of an impossible size")),
        (other, _) => return Err(container.unsupported(coding_name(other))),
    };
    if channel_count == 0 {
        return Err(broken("it has no channels"));
    }
    if channel_count > MAX_SOURCE_CHANNELS {
        return Err(container.unsupported(format!("{channel_count} channels")));
    }
    if frame_bytes != channel_count * coding.byte_count() {
        return Err(broken("its frames do not have the size of their samples"));
    }
    let valid_bits = number16(18).map(u32::from).filter(|_| is_extensible);
    Ok(Format {
        rate,
        channel_count,
        coding,
        bits: valid_bits.filter(|bits| (1..=stored_bits).contains(bits)).unwrap_or(stored_bits),
        speakers: match number32(20).filter(|_| is_extensible) {
            Some(mask) => Speakers::of_mask(mask),
            None => Speakers::usual(channel_count),
        },
    })
}

fn coding_name(tag: u16) -> Cow<'static, str> {
    Cow::Borrowed(match tag {
        0x02 => "Microsoft ADPCM",
        0x06 => "A-law",
        0x07 => "µ-law",
        0x11 => "IMA ADPCM",
        0x31 => "GSM 6.10",
        0x45 => "G.726 ADPCM",
        0x50 => "MPEG audio",
        0x55 => "MP3",
        0xff | 0x1610 => "AAC",
        0x161..=0x163 => "Windows Media Audio",
        0x2000 => "AC-3",
        0xf1ac => "FLAC",
        EXTENSIBLE => "an unknown coding",
        other => return Cow::Owned(format!("the coding {other:#06x}")),
    })
}
