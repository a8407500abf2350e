//! What precedes the samples of a WAV file.
//!
//! Source: Multimedia Programming Interface and Data Specifications 1.0 (IBM, Microsoft, 1991),
//! "WAVE"; `WAVEFORMATEXTENSIBLE` in Microsoft's mmreg.h.

use std::borrow::Cow;

use attacca_units::SampleRate;

use crate::{
    error::OpenError,
    loading::{
        mixdown::{MAX_SOURCE_CHANNELS, SpeakerMask},
        source::ByteSource,
        wav::{SampleCoding, WavLayout},
        window::ByteWindow,
    },
};

/// Chunks looked at before the samples: empty ones could otherwise fill a file of gigabytes.
const MAX_CHUNKS: usize = 1024;
const FORMAT_BYTES: usize = 40;
const TOO_SHORT: &str = "its description is too short";
const PCM: u16 = 1;
const FLOAT: u16 = 3;
const EXTENSIBLE: u16 = 0xfffe;
/// What follows the coding in the identifier of an extensible format.
const CODING_GUID_TAIL: [u8; 14] =
    [0x00, 0x00, 0x00, 0x00, 0x10, 0x00, 0x80, 0x00, 0x00, 0xaa, 0x00, 0x38, 0x9b, 0x71];

/// What the `fmt ` chunk says.
struct Format {
    rate: SampleRate,
    channel_count: usize,
    coding: SampleCoding,
    bits: u32,
    speakers: SpeakerMask,
}

/// Reads the chunks up to the samples.
///
/// A length of the samples that is missing or more than the file holds is replaced by what the
/// file holds: such files come from recorders that lost power and from pipes.
///
/// # Errors
/// When the file can't be read, its header is broken or the coding is not supported.
pub(crate) fn read_layout(
    source: &dyn ByteSource,
    window: &mut ByteWindow,
) -> Result<WavLayout, OpenError> {
    let mut format = None;
    let mut offset = 12;
    for _ in 0..MAX_CHUNKS {
        let bytes = window.view(source, offset, 8 + FORMAT_BYTES).map_err(OpenError::ReadHeader)?;
        let &[a, b, c, d, s0, s1, s2, s3, ..] = bytes else {
            return Err(broken("it has no samples"));
        };
        let size = u32::from_le_bytes([s0, s1, s2, s3]);
        match &[a, b, c, d] {
            b"fmt " if format.is_none() => {
                let body = &bytes[8..];
                format = Some(read_format(&body[..body.len().min(size as usize)])?);
            }
            b"data" => {
                let Format { rate, channel_count, coding, bits, speakers } =
                    format.ok_or_else(|| broken("its samples precede their description"))?;
                let data_start = offset + 8;
                let data_bytes = data_bytes(source, window, data_start, size)?;
                let frame_bytes = (channel_count * coding.byte_count()) as u64;
                let frame_count = data_bytes / frame_bytes;
                return Ok(WavLayout {
                    rate,
                    channel_count,
                    coding,
                    bits,
                    speakers,
                    data_start,
                    frame_count,
                });
            }
            _ => {}
        }
        // Chunks of odd size are padded.
        offset += 8 + u64::from(size) + u64::from(size & 1);
    }
    Err(broken("it has too many chunks"))
}

fn broken(reason: &'static str) -> OpenError {
    OpenError::BrokenHeader { format: "WAV", reason }
}

fn unsupported(format: impl Into<Cow<'static, str>>) -> OpenError {
    OpenError::UnsupportedFormat { format: format.into() }
}

/// What writes to a pipe can't know the size and puts in the greatest: 2³² − 1, 2³¹ − 1 (sox), or a
/// little less (ffmpeg's, rounded to its block).
const LEAST_PLACEHOLDER: u32 = 0x7FFF_0000;

/// Bytes of samples, as the header says. Pipes leave a size of all ones or none: then those that
/// are there.
fn data_bytes(
    source: &dyn ByteSource,
    window: &mut ByteWindow,
    data_start: u64,
    size: u32,
) -> Result<u64, OpenError> {
    let available = source.byte_count().saturating_sub(data_start);
    if size >= LEAST_PLACEHOLDER && u64::from(size) > available {
        return Ok(available);
    }
    if size != 0 {
        // A file that was cut short keeps its length, and is told where it ends.
        return Ok(u64::from(size));
    }
    // Either there are no samples, or whoever wrote the file could not go back to tell how many.
    // In the first case the size of the whole is right.
    let head = window.view(source, 0, 8).map_err(OpenError::ReadHeader)?;
    let riff_size = head.get(4..8).and_then(|size| size.first_chunk::<4>());
    let is_complete = riff_size
        .is_some_and(|&size| u64::from(u32::from_le_bytes(size)) + 8 >= source.byte_count());
    Ok(if is_complete { 0 } else { available })
}

fn read_format(bytes: &[u8]) -> Result<Format, OpenError> {
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
        (other, _) => return Err(unsupported(format!("WAV with {}", coding_name(other)))),
    };
    if channel_count == 0 {
        return Err(broken("it has no channels"));
    }
    if channel_count > MAX_SOURCE_CHANNELS {
        return Err(unsupported(format!("WAV with {channel_count} channels")));
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
            Some(mask) => SpeakerMask(mask),
            None => SpeakerMask::usual(channel_count),
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

#[cfg(test)]
mod tests;
