//! What precedes the packets of AAC: descriptors, and in them the `AudioSpecificConfig`.
//!
//! Played is AAC-LC in mono and stereo. What it is extended by is refused by name where the header tells it. It need not
//! (*implicit* signalling): HE-AAC may claim to be AAC-LC at half its rate. Where the box around tells the whole rate it is
//! found out; else its lower half is played, at the right time.
//!
//! Source: ISO/IEC 14496-1, 7.2.6 (descriptors); ISO/IEC 14496-3, 1.6.2 (`AudioSpecificConfig`).

use std::borrow::Cow;

use attacca_units::SampleRate;
use symphonia::core::codecs::audio::{AudioCodecParameters, well_known::CODEC_ID_AAC};

use crate::{
    error::OpenError,
    loading::{
        mixdown::Speakers,
        packets::mp4::{
            broken,
            coding::{Coding, unsupported},
        },
    },
};

/// Raw frames of a packet.
const PACKET_FRAMES: u32 = 1024;

/// A decoder's noise goes on from packet to packet, so it begins anew every 32 packets (0.7 s): what is
/// decoded behind a seek then equals what is decoded without. 32 packets take 0.5 ms.
const RESTART_FRAMES: u64 = 32 * PACKET_FRAMES as u64;

/// Bytes of memory of a decoder of two channels, as measured: 65 KB with its decoded packet.
const CODEC_BYTES: usize = 64 * 1024;

/// Reads the body of a box `esds`, behind its version; `told_rate` is the rate, in Hz, that the box around it
/// tells.
///
/// # Errors
/// When it is broken, or of a coding that is not played, which is named.
pub(super) fn coding(esds: &[u8], told_rate: u32) -> Result<Coding, OpenError> {
    let (object, config) = decoder_config(esds).ok_or_else(cut_off)?;
    match object {
        0x40 | 0x67 => {}
        0x66 => return Err(unsupported("AAC Main")),
        0x68 => return Err(unsupported("AAC SSR")),
        0x69 | 0x6b => return Err(unsupported("MP3 in MP4")),
        0xa5 | 0xa6 => return Err(unsupported("Dolby Digital in MP4")),
        0xa9..=0xac => return Err(unsupported("DTS in MP4")),
        0xad => return Err(unsupported("Opus in MP4")),
        0xdd => return Err(unsupported("Vorbis in MP4")),
        _ => return Err(unsupported(format!("MP4 with audio of type {object:#04x}"))),
    }
    let Config { rate, channel_count } = read_config(config)?;
    if told_rate == rate.hz().saturating_mul(2) {
        return Err(unsupported("HE-AAC"));
    }
    let mut parameters = AudioCodecParameters::new();
    parameters.for_codec(CODEC_ID_AAC).with_extra_data(config.into());
    Ok(Coding {
        format: "AAC in MP4",
        parameters,
        rate,
        channel_count,
        speakers: Speakers::usual(channel_count),
        bits: None,
        packet_frames: PACKET_FRAMES,
        // Blocks overlap by a half, and nothing else is remembered.
        pre_roll: 1,
        restart_frames: Some(RESTART_FRAMES),
        codec_bytes: CODEC_BYTES,
    })
}

/// The type of the coding, and what its decoder is to know.
fn decoder_config(esds: &[u8]) -> Option<(u8, &[u8])> {
    const ES: u8 = 3;
    const DECODER_CONFIG: u8 = 4;
    const DECODER_SPECIFIC: u8 = 5;
    // Programs put the second descriptor in the first one's place too.
    let config = match descriptor(esds, ES) {
        Some([_, _, flags, rest @ ..]) => {
            let rest = if flags & 0x80 == 0 { rest } else { rest.get(2..)? };
            let rest = match (flags & 0x40, rest) {
                (0, _) => rest,
                (_, [length, rest @ ..]) => rest.get(usize::from(*length)..)?,
                _ => return None,
            };
            let rest = if flags & 0x20 == 0 { rest } else { rest.get(2..)? };
            descriptor(rest, DECODER_CONFIG)?
        }
        _ => descriptor(esds, DECODER_CONFIG)?,
    };
    let (object, rest) = config.split_first()?;
    Some((*object, descriptor(rest.get(12..)?, DECODER_SPECIFIC).unwrap_or_default()))
}

/// The body of the first descriptor of `kind` in `bytes`, as far as it goes.
fn descriptor(mut bytes: &[u8], kind: u8) -> Option<&[u8]> {
    loop {
        let (found, rest) = bytes.split_first()?;
        // The size has seven bits in each of up to four bytes.
        let size_bytes = rest.iter().take(4).position(|byte| byte & 0x80 == 0)? + 1;
        let size =
            rest[..size_bytes].iter().fold(0, |size, &byte| size << 7 | usize::from(byte & 0x7f));
        let body = &rest[size_bytes..];
        let end = size.min(body.len());
        if *found == kind {
            return Some(&body[..end]);
        }
        bytes = &body[end..];
    }
}

/// What is of use of an `AudioSpecificConfig`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Config {
    rate: SampleRate,
    channel_count: usize,
}

fn read_config(config: &[u8]) -> Result<Config, OpenError> {
    let mut bits = Bits { bytes: config, at: 0 };
    let object = bits.object_type().ok_or_else(cut_off)?;
    let rate = bits.rate().ok_or_else(cut_off)?;
    let channels = bits.take(4).ok_or_else(cut_off)?;
    if object != LOW_COMPLEXITY {
        return Err(unsupported(object_name(object)));
    }
    let has_short_packets = bits.take(1).ok_or_else(cut_off)? == 1;
    if has_short_packets {
        return Err(unsupported("AAC with packets of 960 frames"));
    }
    // A core coder, and extensions that AAC-LC has none of.
    let is_scalable = bits.take(2).ok_or_else(cut_off)? != 0;
    if is_scalable {
        return Err(unsupported("scalable AAC"));
    }
    let channel_count = match channels {
        0 => return Err(unsupported("AAC with a table of channels")),
        1 | 2 => channels as usize,
        7 | 12 | 14 => return Err(unsupported("AAC with 8 channels")),
        11 => return Err(unsupported("AAC with 7 channels")),
        _ => return Err(unsupported(format!("AAC with {channels} channels"))),
    };
    if extension(&mut bits) == Some(true) {
        return Err(unsupported("HE-AAC"));
    }
    let rate = SampleRate::new(rate).ok_or_else(|| broken("its rate is zero"))?;
    Ok(Config { rate, channel_count })
}

const LOW_COMPLEXITY: u32 = 2;

fn object_name(object: u32) -> Cow<'static, str> {
    match object {
        1 => "AAC Main".into(),
        3 => "AAC SSR".into(),
        4 => "AAC LTP".into(),
        5 => "HE-AAC".into(),
        23 => "AAC-LD".into(),
        29 => "HE-AAC v2".into(),
        32..=34 => "MPEG audio in MP4".into(),
        36 => "MPEG-4 ALS".into(),
        39 => "AAC-ELD".into(),
        42 => "xHE-AAC".into(),
        _ => format!("MPEG-4 audio of type {object}").into(),
    }
}

/// Whether what follows the usual end of the description says that more of the spectrum is coded;
/// `None` when nothing follows.
fn extension(bits: &mut Bits<'_>) -> Option<bool> {
    const SYNC: u32 = 0x2b7;
    const SPECTRAL_BAND_REPLICATION: u32 = 5;
    if bits.take(11)? != SYNC {
        return None;
    }
    let object = bits.object_type()?;
    Some(object == SPECTRAL_BAND_REPLICATION && bits.take(1)? == 1)
}

/// Bits, the highest of each byte first.
struct Bits<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Bits<'_> {
    /// The next `count` bits, at most 32; `None` when there are fewer.
    fn take(&mut self, count: usize) -> Option<u32> {
        (0..count).try_fold(0, |number, _| {
            let byte = self.bytes.get(self.at / 8)?;
            let bit = byte >> (7 - self.at % 8) & 1;
            self.at += 1;
            Some(number << 1 | u32::from(bit))
        })
    }

    fn object_type(&mut self) -> Option<u32> {
        const ESCAPE: u32 = 31;
        match self.take(5)? {
            ESCAPE => Some(32 + self.take(6)?),
            object => Some(object),
        }
    }

    /// In Hz.
    fn rate(&mut self) -> Option<u32> {
        const RATES: [u32; 13] = [
            96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025,
            8_000, 7_350,
        ];
        const ESCAPE: u32 = 15;
        match self.take(4)? {
            ESCAPE => self.take(24),
            idx => RATES.get(idx as usize).copied(),
        }
    }
}

fn cut_off() -> OpenError {
    broken("the description of its coding is cut off")
}

#[cfg(test)]
mod tests;
