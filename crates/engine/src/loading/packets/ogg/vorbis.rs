//! Vorbis in Ogg: its headers, and how long a packet is.
//!
//! Source: Vorbis I specification §4.2 (headers), §4.3.1 (packets), §4.3.9 (order of channels).

mod setup;

use attacca_units::SampleRate;
use symphonia::core::codecs::audio::{AudioCodecParameters, well_known::CODEC_ID_VORBIS};

use crate::{
    error::OpenError,
    loading::{
        mixdown::{MAX_SOURCE_CHANNELS, Speakers},
        packets::{
            Track,
            codec::PacketCodec,
            ogg::{broken, reader::OggReader, unsupported},
        },
    },
};

use setup::{Setup, read_setup};

/// What the first packet begins with.
pub(super) const MARK: &[u8] = b"\x01vorbis";

/// What the third packet begins with.
pub(super) const SETUP_MARK: &[u8] = b"\x05vorbis";

/// As shown to users.
pub(super) const NAME: &str = "Ogg Vorbis";

/// Bytes of the first packet.
const IDENTIFICATION_BYTES: usize = 30;

/// What the first packet says.
#[derive(Debug, Clone, Copy)]
pub(super) struct Identification {
    rate: SampleRate,
    channel_count: usize,
    /// Frames of a short and of a long block, as powers of two.
    block_bits: [u8; 2],
    bytes: [u8; IDENTIFICATION_BYTES],
}

/// How long the packet is that a byte begins.
#[derive(Debug, Clone)]
pub(super) struct Blocks {
    short: u32,
    long: u32,
    /// Whether a packet of a mode is long.
    modes: Box<[bool]>,
}

impl Blocks {
    /// Blocks of the modes `is_long`, at least one.
    pub(super) fn new(short: u32, long: u32, is_long: impl Into<Box<[bool]>>) -> Blocks {
        Blocks { short, long, modes: is_long.into() }
    }

    /// Frames of a long block.
    pub(super) fn long(&self) -> u32 {
        self.long
    }

    /// Frames of the block in `packet`; `None` when there is none.
    pub(super) fn length(&self, packet: &[u8]) -> Option<u32> {
        let &first = packet.first()?;
        let is_audio = first & 1 == 0;
        let highest = self.modes.len().saturating_sub(1) as u32;
        // At most 64 modes take six bits.
        let mask = (1 << (u32::BITS - highest.leading_zeros())) - 1;
        let mode = usize::from(first >> 1) & mask;
        let &is_long = self.modes.get(mode).filter(|_| is_audio)?;
        Some(if is_long { self.long } else { self.short })
    }
}

/// Reads the first packet.
///
/// # Errors
/// When it is broken, or says what is not played.
pub(super) fn read_identification(packet: &[u8]) -> Result<Identification, OpenError> {
    let broken = |reason| broken(NAME, reason);
    let bytes: [u8; IDENTIFICATION_BYTES] =
        *packet.first_chunk().ok_or_else(|| broken("it is too short"))?;
    let number =
        |at: usize| bytes[at..].first_chunk().map_or(0, |bytes| u32::from_le_bytes(*bytes));
    if number(7) != 0 {
        return Err(unsupported("Vorbis of a later version"));
    }
    let channel_count = usize::from(bytes[11]);
    if channel_count == 0 {
        return Err(broken("it has no channels"));
    }
    if channel_count > MAX_SOURCE_CHANNELS {
        return Err(unsupported(format!("Vorbis with {channel_count} channels")));
    }
    let rate = SampleRate::new(number(12)).ok_or_else(|| broken("its rate is 0"))?;
    let block_bits = [bytes[28] & 0x0f, bytes[28] >> 4];
    let [short, long] = block_bits;
    if short < 6 || short > long || long > 13 {
        return Err(broken("its blocks are of no valid size"));
    }
    Ok(Identification { rate, channel_count, block_bits, bytes })
}

/// What the first and the third packet say.
///
/// # Errors
/// When the third is broken, or says what is not decoded right.
pub(super) fn read_track(
    identification: &Identification,
    packet: &[u8],
) -> Result<(Track, Blocks), OpenError> {
    let Identification { rate, channel_count, block_bits, bytes } = *identification;
    let setup = read_setup(packet, channel_count).map_err(|reason| broken(NAME, reason))?;
    if setup.is_apart {
        let what = format!("Vorbis with {channel_count} channels coded beside each other");
        return Err(unsupported(what));
    }
    let [short, long] = block_bits.map(|bits| 1 << bits);
    let codec_bytes = codec_bytes(&setup, long as usize, channel_count);
    let blocks = Blocks::new(short, long, setup.modes);
    let mut codec = AudioCodecParameters::new();
    codec
        .for_codec(CODEC_ID_VORBIS)
        .with_sample_rate(rate.hz())
        .with_extra_data([&bytes, packet].concat().into());
    let track = Track {
        format: NAME,
        codec,
        rate,
        channel_count,
        // The decoder puts the channels into the order of WAVE files.
        speakers: Speakers::usual(channel_count),
        bits: None,
        gain: 1.0,
        delay: 0,
        frame_count: 0,
        max_packet_frames: long / 2,
        restart_frames: None,
        codec_bytes,
        reader_bytes: OggReader::max_bytes(),
    };
    // The first lane goes on with the same decoder.
    let prepared = PacketCodec::new(&track).prepare();
    prepared.map_err(|_| broken(NAME, "its tables are of no use"))?;
    Ok((track, blocks))
}

/// Bytes of a decoder: what it makes of the tables, and what it has for each channel.
fn codec_bytes(setup: &Setup, long: usize, channel_count: usize) -> usize {
    setup.table_bytes + long * size_of::<f32>() * (4 * channel_count + 8)
}

#[cfg(test)]
mod tests;
