//! What precedes the packets of ALAC: the "magic cookie".
//!
//! Source: Apple, "Apple Lossless Format 'Magic Cookie' Description", and its reference decoder.

use attacca_units::SampleRate;
use symphonia::core::codecs::audio::{AudioCodecParameters, well_known::CODEC_ID_ALAC};

use crate::{
    error::OpenError,
    loading::{
        mixdown::{MAX_SOURCE_CHANNELS, Speakers},
        packets::{
            codec,
            mp4::{
                boxes::u32_at,
                broken,
                coding::{Coding, unsupported},
            },
        },
    },
};

/// Bytes of the cookie itself, and of it with the places of the channels behind it.
const COOKIE_BYTES: usize = 24;
const LONG_COOKIE_BYTES: usize = 48;

/// Frames of a packet at most, as Symphonia takes them; all encoders use 4096.
const MAX_PACKET_FRAMES: u32 = 65_536;

/// Reads a cookie.
///
/// # Errors
/// When it is cut off or says what can't be.
pub(super) fn coding(cookie: &[u8]) -> Result<Coding, OpenError> {
    let long = cookie.get(..LONG_COOKIE_BYTES).filter(|cookie| cookie.get(28..32) == Some(b"chan"));
    let cookie = long
        .or_else(|| cookie.get(..COOKIE_BYTES))
        .ok_or_else(|| broken("the description of its coding is cut off"))?;
    let (version, bits, channel_count) = (cookie[4], u32::from(cookie[5]), usize::from(cookie[9]));
    if version > 0 {
        return Err(unsupported("ALAC of a newer version"));
    }
    if !matches!(bits, 16 | 20 | 24 | 32) {
        return Err(broken("samples of such a width do not exist"));
    }
    if !(1..=MAX_SOURCE_CHANNELS).contains(&channel_count) {
        return Err(unsupported(format!("ALAC with {channel_count} channels")));
    }
    let packet_frames = u32_at(cookie, 0)
        .filter(|frames| (1..=MAX_PACKET_FRAMES).contains(frames))
        .ok_or_else(|| broken("packets of such a length do not exist"))?;
    let rate = u32_at(cookie, 20).and_then(SampleRate::new);
    let mut parameters = AudioCodecParameters::new();
    parameters.for_codec(CODEC_ID_ALAC).with_extra_data(cookie.into());
    codec::check(&parameters).map_err(|_| broken("the decoder refuses its description"))?;
    Ok(Coding {
        format: "ALAC in MP4",
        parameters,
        rate: rate.ok_or_else(|| broken("its rate is zero"))?,
        channel_count,
        speakers: speakers(channel_count),
        bits: Some(bits),
        packet_frames,
        pre_roll: 0,
        restart_frames: None,
        codec_bytes: codec_bytes(channel_count, packet_frames),
    })
}

/// Where the channels are heard, in the order in which Symphonia gives them.
fn speakers(channel_count: usize) -> Speakers {
    let front = Speakers::FRONT_LEFT | Speakers::FRONT_RIGHT | Speakers::FRONT_CENTRE;
    let side = Speakers::SIDE_LEFT | Speakers::SIDE_RIGHT;
    let of_centre = Speakers::FRONT_OF_CENTRE_LEFT | Speakers::FRONT_OF_CENTRE_RIGHT;
    match channel_count {
        4 => Speakers::of_mask(front | Speakers::BACK_CENTRE),
        8 => Speakers::of_mask(front | Speakers::LOW_FREQUENCY | of_centre | side),
        _ => Speakers::usual(channel_count),
    }
}

/// Bytes of memory of a decoder: its samples, the lower bits of two channels, and itself.
fn codec_bytes(channel_count: usize, packet_frames: u32) -> usize {
    let (samples, low_bits) =
        (channel_count * size_of::<i32>(), channel_count.min(2) * size_of::<u16>());
    packet_frames as usize * (samples + low_bits) + 1024
}

#[cfg(test)]
mod tests;
