//! Decodes single packets, whatever the codec, and holds the last one's samples.
//!
//! Runs on: loader threads; each lane has its own.

mod spare;

use std::panic::{AssertUnwindSafe, catch_unwind};

use symphonia::{
    core::{
        audio::{Audio, AudioBuffer, GenericAudioBufferRef, sample::Sample},
        codecs::{
            audio::{
                AudioCodecParameters, AudioDecoder, AudioDecoderOptions,
                well_known::{
                    CODEC_ID_AAC, CODEC_ID_ALAC, CODEC_ID_MP3, CODEC_ID_OPUS, CODEC_ID_VORBIS,
                },
            },
            registry::RegisterableAudioDecoder,
        },
        errors::Error,
        packet::PacketRef,
        units::{Duration, Timestamp},
    },
    default::codecs::{AacDecoder, AlacDecoder, MpaDecoder, VorbisDecoder},
};
use symphonia_adapter_libopus::OpusDecoder;

use crate::{
    error::DecodeError,
    loading::{fill::Fill, packets::Track},
};

/// The decoder of one lane.
///
/// It is lent by those that earlier lanes left, where making one is dear ([`spare`]).
pub(crate) struct PacketCodec {
    parameters: AudioCodecParameters,
    gain: f32,
    channel_count: usize,
    codec_bytes: usize,
    decoder: Option<Box<dyn AudioDecoder>>,
}

impl std::fmt::Debug for PacketCodec {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PacketCodec").field("codec", &self.parameters.codec).finish_non_exhaustive()
    }
}

impl PacketCodec {
    /// A decoder for packets of `track`. It is made with the first packet.
    pub(crate) fn new(track: &Track) -> PacketCodec {
        PacketCodec {
            parameters: track.codec.clone(),
            gain: track.gain,
            channel_count: track.channel_count,
            codec_bytes: track.codec_bytes,
            decoder: None,
        }
    }

    /// Makes the decoder before there is a packet for it.
    ///
    /// # Errors
    /// What the decoder says against the track.
    pub(crate) fn prepare(&mut self) -> Result<(), DecodeError> {
        let made = catch_unwind(AssertUnwindSafe(|| lent_or_made(&self.parameters)));
        self.decoder = Some(made.map_err(|_| DecodeError::Panicked)??);
        Ok(())
    }

    /// Forgets all packets: what is decoded next depends on nothing that was before.
    pub(crate) fn reset(&mut self) {
        // The noise that AAC puts in place of noise goes on from packet to packet, over a reset too.
        let forgets_all = self.parameters.codec != CODEC_ID_AAC;
        self.decoder = self.decoder.take().filter(|_| forgets_all).and_then(|mut decoder| {
            let reset = AssertUnwindSafe(move || {
                decoder.reset();
                decoder
            });
            catch_unwind(reset).ok()
        });
    }

    /// Decodes the next packet; returns the frames that it gave, of which the codec holds those until
    /// the next call.
    ///
    /// # Errors
    /// When the packet breaks a rule of the format, or the decoder panics; it is made anew then.
    pub(crate) fn decode(&mut self, packet: &[u8]) -> Result<usize, DecodeError> {
        let (parameters, decoder) = (&self.parameters, self.decoder.take());
        // A decoder that panicked is dropped, so nobody sees what state it is in.
        let decoded = catch_unwind(AssertUnwindSafe(move || {
            let mut decoder = match decoder {
                Some(decoder) => decoder,
                None => lent_or_made(parameters)?,
            };
            let packet = PacketRef::new(0, Timestamp::ZERO, Duration::ZERO, packet);
            let result = decoder.decode_ref(&packet).map(|_| ()).map_err(decode_error);
            if result.is_err() && parameters.codec == CODEC_ID_VORBIS {
                // It would go on with the packet before, as if none were missing.
                decoder.reset();
            }
            Ok((decoder, result))
        }));
        let (decoder, result) = decoded.map_err(|_| DecodeError::Panicked)??;
        let samples = decoder.last_decoded();
        let has_channels = samples.num_planes() >= self.channel_count;
        let frame_count = samples.frames();
        self.decoder = Some(decoder);
        result?;
        if !has_channels {
            return Err(DecodeError::Damaged("a packet has other channels"));
        }
        Ok(frame_count)
    }

    /// Writes `count` frames of the packet decoded last, from its frame `from` on.
    pub(crate) fn push(&self, fill: &mut Fill<'_>, from: usize, count: usize) {
        let Some(decoder) = &self.decoder else { return };
        match decoder.last_decoded() {
            GenericAudioBufferRef::F32(buffer) if self.gain == 1.0 => {
                fill.push(count, |channel| part(buffer, channel, from, count).iter().copied());
            }
            GenericAudioBufferRef::F32(buffer) => fill.push(count, |channel| {
                part(buffer, channel, from, count).iter().map(|sample| sample * self.gain)
            }),
            GenericAudioBufferRef::S32(buffer) => {
                fill.push(count, |channel| part(buffer, channel, from, count).iter().copied());
            }
            // The five decoders give these two.
            _ => {}
        }
    }
}

impl Drop for PacketCodec {
    fn drop(&mut self) {
        self.reset();
        if let Some(decoder) = self.decoder.take().filter(|_| self.codec_bytes <= spare::MAX_BYTES)
        {
            spare::put(decoder);
        }
    }
}

fn part<S: Sample>(buffer: &AudioBuffer<S>, channel: usize, from: usize, count: usize) -> &[S] {
    buffer.plane(channel).and_then(|plane| plane.get(from..from + count)).unwrap_or(&[])
}

fn lent_or_made(parameters: &AudioCodecParameters) -> Result<Box<dyn AudioDecoder>, DecodeError> {
    spare::take(parameters).map_or_else(|| make(parameters), Ok)
}

fn make(parameters: &AudioCodecParameters) -> Result<Box<dyn AudioDecoder>, DecodeError> {
    let options = AudioDecoderOptions::default();
    let decoder = match parameters.codec {
        CODEC_ID_MP3 => MpaDecoder::try_registry_new(parameters, &options),
        CODEC_ID_AAC => AacDecoder::try_registry_new(parameters, &options),
        CODEC_ID_ALAC => AlacDecoder::try_registry_new(parameters, &options),
        CODEC_ID_VORBIS => VorbisDecoder::try_registry_new(parameters, &options),
        CODEC_ID_OPUS => OpusDecoder::try_registry_new(parameters, &options),
        _ => return Err(DecodeError::Damaged("no decoder knows the codec")),
    };
    decoder.map_err(decode_error)
}

/// Tries whether there is a decoder for `parameters`.
///
/// # Errors
/// What the decoder says against them.
pub(crate) fn check(parameters: &AudioCodecParameters) -> Result<(), DecodeError> {
    let made = catch_unwind(AssertUnwindSafe(|| make(parameters).map(drop)));
    made.unwrap_or(Err(DecodeError::Panicked))
}

fn decode_error(error: Error) -> DecodeError {
    match error {
        Error::DecodeError(reason) | Error::Unsupported(reason) => DecodeError::Damaged(reason),
        // Only the packet's bytes are read, and they can only end.
        _ => DecodeError::Damaged("a packet is cut off"),
    }
}
