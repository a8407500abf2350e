//! Opus in Ogg: its header, and how long a packet is.
//!
//! Source: RFC 7845 §5.1 (header), RFC 6716 §3 (packets).

use attacca_units::SampleRate;
use symphonia::core::{
    audio::layouts::{CHANNEL_LAYOUT_MONO, CHANNEL_LAYOUT_STEREO},
    codecs::audio::{AudioCodecParameters, well_known::CODEC_ID_OPUS},
};

use crate::{
    error::OpenError,
    loading::{
        mixdown::Speakers,
        packets::{
            Track,
            ogg::{broken, reader::OggReader, unsupported},
        },
    },
};

/// What the first packet begins with.
pub(super) const MARK: &[u8] = b"OpusHead";

/// As shown to users.
pub(super) const NAME: &str = "Ogg Opus";

/// 120 ms, the longest that a packet may be.
pub(super) const MAX_PACKET_FRAMES: u32 = 5760;

/// Frames decoded before a restart is right: 200 ms. What the decoder lacks halves with every 20 ms. The
/// 80 ms of RFC 7845 §4.6 leave an error that is heard as a dip at each restart: −25 dB of the signal
/// in the median and −15 dB in the worst twentieth, of speech, plucked strings and tones at 12 to
/// 160 kbit/s. 160 ms leave −37 dB in the worst twentieth, 200 ms −49 dB, 240 ms −61 dB.
pub(super) const PRE_ROLL_FRAMES: u64 = 9600;

/// Frames between restarts of the decoder, whose state never quite forgets: 360 ms. Playing costs 1.56
/// times what it would without restarts, a seek 380 ms of decoding on average. Where packets have other
/// lengths one lies across, and both sides decode it.
pub(super) const RESTART_FRAMES: u64 = 17_280;

/// What libopus and its wrapper hold, measured: 27 KB of state, 46 KB for the samples of the longest
/// packet, and as many again once such a packet came.
const CODEC_BYTES: usize = 128 * 1024;

/// Frames that the packet gives at 48 kHz; `None` when it is none.
pub(super) fn frames(packet: &[u8]) -> Option<u32> {
    let &toc = packet.first()?;
    let frame = match toc >> 3 {
        // SILK: 10, 20, 40, 60 ms.
        configuration @ 0..12 => [480, 960, 1920, 2880][usize::from(configuration % 4)],
        // Both: 10, 20 ms.
        configuration @ 12..16 => [480, 960][usize::from(configuration % 2)],
        // CELT: 2.5, 5, 10, 20 ms.
        configuration => [120, 240, 480, 960][usize::from(configuration % 4)],
    };
    let count = match toc & 3 {
        0 => 1,
        1 | 2 => 2,
        _ => u32::from(packet.get(1)? & 0x3f),
    };
    Some(frame * count).filter(|&frames| frames > 0 && frames <= MAX_PACKET_FRAMES)
}

/// What the header packet says.
///
/// # Errors
/// When it is broken, or of a mapping of channels that is not played.
pub(super) fn read_head(packet: &[u8]) -> Result<Track, OpenError> {
    let &[version, channel_count, skip_low, skip_high, _, _, _, _, gain_low, gain_high, family] =
        packet.get(MARK.len()..).and_then(|rest| rest.first_chunk::<11>()).ok_or_else(too_short)?;
    // The upper half of the version tells incompatible changes.
    if version >> 4 != 0 {
        return Err(unsupported("Opus of a later version"));
    }
    let mapping = packet.get(MARK.len() + 11..).unwrap_or_default();
    check_mapping(family, channel_count, mapping)?;
    let channel_count = usize::from(channel_count);
    let gain = i16::from_le_bytes([gain_low, gain_high]);
    Ok(Track {
        format: NAME,
        codec: parameters(channel_count),
        rate: SampleRate::HZ_48000,
        channel_count,
        speakers: Speakers::usual(channel_count),
        bits: None,
        // In 256ths of a decibel.
        gain: 10_f32.powf(f32::from(gain) / (20.0 * 256.0)),
        delay: u64::from(u16::from_le_bytes([skip_low, skip_high])),
        frame_count: 0,
        max_packet_frames: MAX_PACKET_FRAMES,
        restart_frames: Some(RESTART_FRAMES),
        codec_bytes: CODEC_BYTES,
        reader_bytes: OggReader::max_bytes(),
    })
}

/// That one Opus stream gives the channels in their order: families 0 and 1 with one or two.
fn check_mapping(family: u8, channel_count: u8, mapping: &[u8]) -> Result<(), OpenError> {
    if channel_count == 0 {
        return Err(broken(NAME, "it has no channels"));
    }
    if channel_count > 2 {
        return Err(unsupported(format!("Opus with {channel_count} channels")));
    }
    let is_plain = match family {
        0 => true,
        1 => match (channel_count, mapping) {
            (1, [1, 0, 0, ..]) | (2, [1, 1, 0, 1, ..]) => true,
            (_, [_, _, _, ..]) => false,
            _ => return Err(too_short()),
        },
        _ => false,
    };
    if is_plain { Ok(()) } else { Err(unsupported("Opus with channels in an unusual order")) }
}

fn too_short() -> OpenError {
    broken(NAME, "it is too short")
}

fn parameters(channel_count: usize) -> AudioCodecParameters {
    let layout = if channel_count == 1 { CHANNEL_LAYOUT_MONO } else { CHANNEL_LAYOUT_STEREO };
    let mut parameters = AudioCodecParameters::new();
    // Without the header, of which the decoder would take the delay out by itself.
    parameters.for_codec(CODEC_ID_OPUS).with_sample_rate(48_000).with_channels(layout);
    parameters
}

#[cfg(test)]
mod tests;
